"""What the page "How we publish" says about suggestions."""

from statistics import median

from django.utils.translation import gettext as _

from blog.history.policy_page import MIN_COUNTED, PublishingNumber
from blog.models import BlogIndexPage, BlogSettings, PostPage
from blog.suggestions.models import Suggestion


def numbers_of_suggestions(blog: BlogIndexPage, settings: BlogSettings) -> list[PublishingNumber]:
    """Counts the suggestions for posts that everybody may read now, without what looks like spam."""
    if not settings.takes_suggestions:
        return []
    posts = PostPage.objects.readable().filter(public__blog=blog).values("pk")
    found = Suggestion.objects.exclude(state=Suggestion.State.HELD).filter(kind=Suggestion.Kind.EDIT, post__in=posts)
    rows = list(found.values_list("state", "created_at", "decided_at"))
    if len(rows) < MIN_COUNTED:
        return []
    states = [state for state, _sent, _decided in rows]
    numbers = [
        PublishingNumber("suggestions_received", _("Suggestions received"), len(rows)),
        PublishingNumber("suggestions_accepted", _("Accepted"), states.count(Suggestion.State.ACCEPTED)),
        PublishingNumber("suggestions_declined", _("Declined"), states.count(Suggestion.State.DECLINED)),
    ]
    hours = [(decided - sent).total_seconds() / 3600 for _state, sent, decided in rows if decided]
    if hours:
        label = _("Hours until an answer, median")
        numbers.append(PublishingNumber("hours_to_answer", label, round(median(hours))))
    return numbers
