"""Whose turn it is to answer suggestions."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from django.contrib.auth.models import User

from blog.models import PostPage
from blog.suggestions.models import RotaTurn


def first_day_of_week(day: date) -> date:
    return day - timedelta(days=day.weekday())


def person_on_duty(turns: Iterable[RotaTurn], post: PostPage, day: date, *, able: Collection[User]) -> User | None:
    """Who answers suggestions for this post in the week of ``day``; None if nobody does who is able to.

    The people change on Mondays, in the order of their turns. Somebody who is not able to is left out.
    """
    site = post.get_site()
    possible = [
        turn for turn in turns if site and turn.rota.site_id == site.pk and turn.is_for(post) and turn.user in able
    ]
    # As specific as possible.
    best = max(((turn.topic_id is not None, turn.blog_id is not None) for turn in possible), default=None)
    people = [turn.user for turn in possible if (turn.topic_id is not None, turn.blog_id is not None) == best]
    return people[place_in_week(day, len(people))] if people else None


def place_in_week(day: date, people: int) -> int:
    """Whose turn it is of so many people. Weeks are counted from year 1, because a count by year begins anew."""
    return (day.toordinal() - 1) // 7 % people


def all_turns() -> list[RotaTurn]:
    return list(RotaTurn.objects.select_related("rota", "user", "blog", "topic").order_by("rota", "sort_order"))
