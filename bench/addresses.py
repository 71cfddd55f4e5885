from blog.models import PublicPost


def addresses(posts: int) -> dict[str, str]:
    """One address of each kind of reader page, by its name, on a blog seeded with ``posts``."""
    newest = PublicPost.objects.newest_first().first()
    year, month = divmod(newest.month, 100)
    return {
        "home": "/",
        "index": "/blog/",
        "index, middle": f"/blog/?page={posts // 40}",
        "post": f"/blog/post-{posts // 2}/",
        "post in a series": "/blog/post-2/",
        "archive": "/blog/archive/",
        "year": f"/blog/archive/{year}/",
        "month": f"/blog/archive/{year}/{month:02}/",
        "topics": "/blog/topics/",
        "topic": "/blog/topics/topic-1/",
        "tags": "/blog/tags/",
        "tag": "/blog/tags/tag-1/",
        "authors": "/blog/authors/",
        "author": "/blog/authors/author-1/",
        "all series": "/blog/series/",
        "series": "/blog/series/series-1/",
        "feed": "/blog/feed/",
    }
