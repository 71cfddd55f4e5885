"""What a body refers to is loaded in few queries, however much that is."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.media.renditions import RenditionQueue
from blog.models import BlogImage
from tests.blog.media_files import drawn, saved
from tests.factories import PostPageFactory, text

pytestmark = pytest.mark.database("sqlite")


def picture(number):
    drawing = saved(drawn((700, 20 + number)), "PNG")
    return BlogImage.objects.create(title=f"Plate {number}", file=ContentFile(drawing, name=f"{number}.png"))


def image_block(image):
    value = {"image": image.pk, "alt_text": "Sea", "decorative": False}
    return {"type": "image", "value": {"image": value, "caption": "", "credit": "", "width": "text", "link": ""}}


def link(post):
    return f'<p><a linktype="page" id="{post.pk}">{post.title}</a> and <a href="post:{post.uuid}">it</a></p>'


def queries_for(client, body, blog):
    post = PostPageFactory(parent=blog, body=body)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(post.url)
    return len(queries), response.content.decode()


def test_thirty_pictures_and_thirty_links_cost_at_most_four_queries(client, blog):
    targets = [PostPageFactory(parent=blog) for _ in range(30)]
    pictures = [picture(number) for number in range(30)]
    RenditionQueue().make(seconds=60)
    PostPageFactory(parent=blog)
    queries_for(client, text("<p>Warm.</p>"), blog)

    bare, _page = queries_for(client, text("<p>Words.</p>"), blog)
    links = text("".join(link(target) for target in targets))
    full, page = queries_for(client, [*links, *map(image_block, pictures)], blog)

    assert page.count("<picture") == 30
    assert all(target.url in page for target in targets)
    assert full - bare <= 4
