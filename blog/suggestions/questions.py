"""Questions of readers with the answers of editors, as the history of a post shows them."""

from collections.abc import Sequence

from blog.models import BlogSettings, PostPage
from blog.suggestions.models import Suggestion

MAX_QUESTIONS = 20


def answered_questions(post: PostPage, settings: BlogSettings) -> Sequence[Suggestion]:
    """The newest that both the reader who asked and an editor want to show. Nobody is named."""
    if not settings.takes_suggestions:
        return []
    found = Suggestion.objects.filter(post=post, is_shown=True, may_be_shown=True).exclude(answer="").exclude(remark="")
    return list(found.only("remark", "answer", "decided_at").order_by("-decided_at")[:MAX_QUESTIONS])
