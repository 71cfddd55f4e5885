"""Questions of readers with the answers of editors, as the history of a post shows them."""

from collections.abc import Sequence

from blog.history.public_versions import public_versions
from blog.models import BlogSettings, PostPage
from blog.suggestions.models import Suggestion

MAX_QUESTIONS = 20


def answered_questions(post: PostPage, settings: BlogSettings) -> Sequence[Suggestion]:
    """The newest that both the reader who asked and an editor want to show. Nobody is named.

    A question about a version that readers may not see, such as one that was taken down, is not among them.
    """
    if not settings.takes_suggestions:
        return []
    found = Suggestion.objects.filter(post=post, is_shown=True, may_be_shown=True).exclude(answer="").exclude(remark="")
    found = found.filter(version__in=public_versions(post, settings).values("number"))
    return list(found.only("remark", "answer", "decided_at").order_by("-decided_at")[:MAX_QUESTIONS])
