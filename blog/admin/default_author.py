from django.contrib.auth.models import User

from blog.pages.post import PostPage
from blog.taxonomy.authors import Author, PostAuthor


def preset_author(post: PostPage, user: User | None) -> None:
    """Names the author whose login this is, if there is one, on a post that is about to be written."""
    author = Author.objects.filter(user=user).first() if user else None
    if author:
        post.post_authors = [PostAuthor(author=author, sort_order=0)]
