from django.conf import settings
from django.http import HttpRequest

from blog.models import PublicList, PublicPost
from blog.pages.blog_index import open_blogs
from blog.views.lists import lists_of
from blog.views.pagination import cards
from home.models import HomePage

POSTS_ON_FRONT_PAGE = 9


def front_page_context(page: HomePage, request: HttpRequest) -> dict[str, object]:
    """The newest posts of all blogs of the site, the first with a cover as the lead."""
    blogs = open_blogs(page)
    rows = PublicPost.objects.readable().filter(blog__in=blogs).newest_first()
    posts = cards(rows.values("post_id")[:POSTS_ON_FRONT_PAGE], blogs)
    posts.sort(key=lambda post: (post.published_at, post.pk), reverse=True)
    lead = posts.pop(0) if posts and posts[0].cover else None
    blog = next(iter(blogs.values()), None)
    return {
        "lead": lead,
        "posts": posts,
        "blog": blog,
        "topics": lists_of(blog, PublicList.TOPIC) if blog else [],
        "is_demo": is_demo(request),
    }


def is_demo(request: HttpRequest) -> bool:
    """Whether this is the untouched demo, looked at from the machine that runs it."""
    from home.demo.state import demo_is_loaded  # noqa: PLC0415 (the demo imports this room's models)

    # Behind a proxy on the same machine every reader would seem to be here.
    return settings.IS_LOCAL_TRIAL and request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"} and demo_is_loaded()
