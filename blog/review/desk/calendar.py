"""The scheduled posts of a month by day, in the time zone of the desk."""

import calendar
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django import forms
from django.contrib.auth.models import User
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import get_format
from wagtail.models import Page, Revision

from blog.review.desk.work_lists import editable_pages

MAX_CALENDAR_ENTRIES = 200
FIRST_MONTH, LAST_MONTH = date(2000, 1, 1), date(2200, 12, 1)


class MonthForm(forms.Form):
    month = forms.DateField(
        input_formats=["%Y-%m"],
        validators=[MinValueValidator(FIRST_MONTH), MaxValueValidator(LAST_MONTH)],
        required=False,
    )


@dataclass
class Day:
    date: date
    is_in_month: bool
    is_today: bool
    # Each page with its time, in the order in which they go live.
    pages: list[tuple[datetime, Page]] = field(default_factory=list)


@dataclass(frozen=True)
class Month:
    """Weeks of seven days, including empty days of the neighbouring months."""

    first: date
    weeks: list[list[Day]]

    @property
    def before(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> date:
        return (self.first + timedelta(days=31)).replace(day=1)

    @property
    def days(self) -> list[Day]:
        """The days with scheduled posts."""
        return [day for week in self.weeks for day in week if day.pages]

    @property
    def weekdays(self) -> list[date]:
        return [day.date for day in self.weeks[0]]


def requested_month(request: HttpRequest) -> date:
    """The first day of the month in the query string, or of the current month."""
    form = MonthForm(request.GET)
    month = form.cleaned_data["month"] if form.is_valid() else None
    return (month or timezone.localdate()).replace(day=1)


def month_of(first: date, user: User) -> Month:
    """Takes two queries, from the index of schedules."""
    month = Month(first, weeks_of(first))
    days = {day.date: day for week in month.weeks for day in week if day.is_in_month}
    for moment, page in scheduled(midnight(first), midnight(month.after), user):
        days[timezone.localdate(moment)].pages.append((moment, page))
    return month


def weeks_of(first: date) -> list[list[Day]]:
    today = timezone.localdate()
    # Django counts weekdays from Sunday, Python from Monday.
    dates = calendar.Calendar((get_format("FIRST_DAY_OF_WEEK") - 1) % 7).monthdatescalendar(first.year, first.month)
    return [[Day(day, day.month == first.month, day == today) for day in week] for week in dates]


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def scheduled(start: datetime, end: datetime, user: User) -> list[tuple[datetime, Page]]:
    due = Revision.page_revisions.filter(approved_go_live_at__gte=start, approved_go_live_at__lt=end)
    rows = due.order_by("approved_go_live_at").values_list("approved_go_live_at", "object_id")[:MAX_CALENDAR_ENTRIES]
    moments = [(moment, int(pk)) for moment, pk in rows]
    pages = editable_pages(user).in_bulk([pk for _moment, pk in moments])
    return [(moment, pages[pk]) for moment, pk in moments if pk in pages]
