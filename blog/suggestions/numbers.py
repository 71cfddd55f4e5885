"""What the page "How we publish" says about suggestions."""

from statistics import median

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from blog.history.policy_page import MAX_MEASURED, MIN_COUNTED, PublishingNumber
from blog.models import BlogIndexPage, BlogSettings, PostPage
from blog.suggestions.models import Suggestion


def numbers_of_suggestions(blog: BlogIndexPage, settings: BlogSettings) -> list[PublishingNumber]:
    """Counts the suggestions for posts that everybody may read now, without what looks like spam."""
    if not settings.takes_suggestions:
        return []
    posts = PostPage.objects.readable().filter(public__blog=blog).values("pk")
    found = Suggestion.objects.exclude(state=Suggestion.State.HELD).filter(kind=Suggestion.Kind.EDIT, post__in=posts)
    states = (Suggestion.State.ACCEPTED, Suggestion.State.DECLINED)
    counts = found.aggregate(received=Count("pk"), **{state: Count("pk", filter=Q(state=state)) for state in states})
    if counts["received"] < MIN_COUNTED:
        return []
    numbers = [
        PublishingNumber("suggestions_received", _("Suggestions received"), counts["received"]),
        PublishingNumber("suggestions_accepted", _("Accepted"), counts[Suggestion.State.ACCEPTED]),
        PublishingNumber("suggestions_declined", _("Declined"), counts[Suggestion.State.DECLINED]),
    ]
    newest = found.exclude(decided_at=None).order_by("-decided_at")[:MAX_MEASURED]
    times = newest.values_list("created_at", "decided_at")
    hours = [(decided - sent).total_seconds() / 3600 for sent, decided in times]
    if hours:
        label = _("Hours until an answer, median")
        numbers.append(PublishingNumber("hours_to_answer", label, round(median(hours))))
    return numbers
