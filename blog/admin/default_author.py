from django.contrib.auth.models import User

from blog.pages.post import PostPage
from blog.taxonomy.authors import Author, PostAuthor


def preset_author(post: PostPage, user: User | None) -> None:
    """Adds the author with this login, if there is one, to a new post, with what they declare by default."""
    author = Author.objects.filter(user=user).first() if user else None
    if author:
        post.post_authors = [PostAuthor(author=author, sort_order=0)]
        post.declaration = author.declaration
