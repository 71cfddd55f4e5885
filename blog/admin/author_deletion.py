from django.db.models import ProtectedError
from django.utils.translation import ngettext
from wagtail.models import Revision

from blog.pages.post import PostPage
from blog.taxonomy.authors import Author


def posts_of(author: Author) -> list[PostPage]:
    """The posts that name this author, published or in their newest draft, by title."""
    stored = set(PostPage.objects.filter(post_authors__author=author).values_list("pk", flat=True))
    changed = PostPage.objects.filter(has_unpublished_changes=True).values("latest_revision")
    drafts = Revision.objects.filter(pk__in=changed).iterator()
    drafted = {draft.content["pk"] for draft in drafts if _names(draft, author)}
    return list(PostPage.objects.filter(pk__in=stored | drafted).order_by("title"))


def _names(draft: Revision, author: Author) -> bool:
    return any(entry["author"] == author.pk for entry in draft.content.get("post_authors", []))


def refuse_deleting_author_in_use(author: Author) -> None:
    """Raises ProtectedError, with the posts in its message, if a post or draft names the author."""
    posts = posts_of(author)
    if posts:
        raise ProtectedError(deletion_error_message(author, posts), set(posts))


def deletion_error_message(author: Author, posts: list[PostPage]) -> str:
    message = ngettext(
        "%(name)s is an author of %(count)d post, %(titles)s. Change its author first.",
        "%(name)s is an author of %(count)d posts, among them %(titles)s. Change their author first.",
        len(posts),
    )
    titles = ", ".join(f"“{post.title}”" for post in posts[:3])
    return message % {"name": author.name, "count": len(posts), "titles": titles}
