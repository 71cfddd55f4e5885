from typing import TYPE_CHECKING

from blog.history.corrections import newest_significant_change
from blog.models import BlogSettings, PublicList, PublicPost
from blog.pages.blog_index import open_blogs
from blog.views.lists import lists_of
from blog.views.pagination import cards

if TYPE_CHECKING:
    from home.models import HomePage

POSTS_ON_FRONT_PAGE = 9


def front_page_context(page: "HomePage", settings: BlogSettings) -> dict[str, object]:
    """Returns the newest posts of all blogs of the site. The first one is the lead if it has a cover."""
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
        "newest_change": newest_significant_change(blogs.values(), settings),
    }
