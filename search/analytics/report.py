"""What readers searched for, how often, and what found nothing."""

from datetime import date

from django import forms
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail.admin.auth import permission_required
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from search.analytics import bar_chart
from search.models import AskedQuery, SearchSettings
from search.query.parser import parse
from search.query.promotions import is_plain
from search.query.synonyms import parted

PERMISSION = "finder.view_askedquery"
MOST_SHOWN = 50
# Days, with how many of them are one bar.
PERIODS = {30: 1, 91: 7, 364: 7}
NAMES = {30: _("30 days"), 91: _("13 weeks"), 364: _("52 weeks")}


class PeriodForm(forms.Form):
    days = forms.TypedChoiceField(coerce=int, choices=[(days, days) for days in PERIODS])


@permission_required(PERMISSION)
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    form = PeriodForm(request.GET)
    length = form.cleaned_data["days"] if form.is_valid() else next(iter(PERIODS))
    days = bar_chart.days_until(timezone.localdate(), length)
    asked = AskedQuery.objects.filter(day__gte=days[0])
    bars, top = bar_chart.plotted(by_day(asked), days, days_in_a_bar=PERIODS[length])
    times, in_vain = bar_chart.total(bars)
    context = {
        "header_title": _("What readers search for"),
        "periods": [{"days": days, "name": name, "is_shown": days == length} for days, name in NAMES.items()],
        "plot": {"bars": bars, "top": top, "width": bar_chart.WIDTH, "height": bar_chart.HEIGHT},
        "times": times,
        "in_vain": in_vain,
        "lists": [
            (_("Found nothing"), _("Every search found something."), most(asked.filter(in_vain__gt=0), "missed")),
            (_("Most asked"), _("Nobody has searched yet."), most(asked, "asked")),
        ],
        "is_counting": SearchSettings.load().counts_searches,
    }
    return render(request, "search/admin/report.html", context)


def by_day(asked: QuerySet[AskedQuery]) -> dict[date, tuple[int, int]]:
    sums = asked.order_by().values_list("day").annotate(Sum("times"), Sum("in_vain"))
    return {day: (times, in_vain) for day, times, in_vain in sums}


def most(asked: QuerySet[AskedQuery], column: str) -> list[dict[str, object]]:
    sums = asked.order_by().values("query").annotate(asked=Sum("times"), missed=Sum("in_vain"))
    rows = list(sums.order_by(f"-{column}", "query")[:MOST_SHOWN])
    for row in rows:
        query = parse(row["query"])
        row["can_be_chosen_for"] = is_plain(query) and not query.filters
        row["can_mean_another"] = row["can_be_chosen_for"] and len(parted(row["query"])) == 1
    return rows


class ReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PERMISSION)


class ReportViewSet(ViewSet):
    name = "searches"
    icon = "view"
    menu_label = _("What readers search for")

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        return ReportMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", report, name="index")]
