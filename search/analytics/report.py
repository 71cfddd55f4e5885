"""The report of the query log: the most frequent queries, and those with zero results."""

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
from search.query.promotions import is_plain_query
from search.query.synonyms import split_group

QUERY_LOG_PERMISSION = "finder.view_askedquery"
MAX_LISTED_QUERIES = 50
# The number of days, with the days per bar.
PERIODS = {30: 1, 91: 7, 364: 7}
PERIOD_NAMES = {30: _("30 days"), 91: _("13 weeks"), 364: _("52 weeks")}


class PeriodForm(forms.Form):
    days = forms.TypedChoiceField(coerce=int, choices=[(days, days) for days in PERIODS])


@permission_required(QUERY_LOG_PERMISSION)
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    form = PeriodForm(request.GET)
    length = form.cleaned_data["days"] if form.is_valid() else next(iter(PERIODS))
    days = bar_chart.days_until(timezone.localdate(), length)
    queries = AskedQuery.objects.filter(day__gte=days[0])
    bars, top = bar_chart.make_bars(counts_by_day(queries), days, days_in_a_bar=PERIODS[length])
    times, zero_results = bar_chart.total(bars)
    context = {
        "header_title": _("What readers search for"),
        "periods": [{"days": days, "name": name, "is_shown": days == length} for days, name in PERIOD_NAMES.items()],
        "plot": {"bars": bars, "top": top, "width": bar_chart.CHART_WIDTH, "height": bar_chart.CHART_HEIGHT},
        "times": times,
        "zero_results": zero_results,
        "lists": [
            (
                _("No results"),
                _("All searches had results."),
                top_queries(queries.filter(in_vain__gt=0), "zero_results"),
            ),
            (_("Most frequent searches"), _("There were no searches yet."), top_queries(queries, "searches")),
        ],
        "is_counting": SearchSettings.load().counts_searches,
    }
    return render(request, "search/admin/report.html", context)


def counts_by_day(queries: QuerySet[AskedQuery]) -> dict[date, tuple[int, int]]:
    sums = queries.order_by().values_list("day").annotate(Sum("times"), Sum("in_vain"))
    return {day: (times, zero_results) for day, times, zero_results in sums}


def top_queries(queries: QuerySet[AskedQuery], column: str) -> list[dict[str, object]]:
    sums = queries.order_by().values("query").annotate(searches=Sum("times"), zero_results=Sum("in_vain"))
    rows = list(sums.order_by(f"-{column}", "query")[:MAX_LISTED_QUERIES])
    for row in rows:
        query = parse(row["query"])
        row["can_be_promoted"] = is_plain_query(query) and not query.filters
        row["can_have_synonyms"] = row["can_be_promoted"] and len(split_group(row["query"])) == 1
    return rows


class ReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(QUERY_LOG_PERMISSION)


class ReportViewSet(ViewSet):
    name = "searches"
    icon = "view"
    menu_label = _("What readers search for")

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        return ReportMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", report, name="index")]
