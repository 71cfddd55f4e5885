"""The admin screen on which an editor holds back entries of the log of changes."""

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from wagtail.admin.menu import MenuItem

from blog.history.models import SiteEvent
from blog.history.site_log import titled
from blog.models import BlogIndexPage

SITE_LOG_PERMISSION = "blog_history.change_siteevent"
MAX_EVENTS_IN_ADMIN = 200


def blogs_of(user: User) -> list[BlogIndexPage]:
    """The blogs in which the user may publish."""
    return [blog for blog in BlogIndexPage.objects.all() if blog.permissions_for_user(user).can_publish_subpage()]


class SiteLogMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(SITE_LOG_PERMISSION)


menu_item = SiteLogMenuItem(
    _("Log for readers"), reverse_lazy("site_log"), name="site-log", icon_name="history", order=1300
)


@never_cache
def site_log(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm(SITE_LOG_PERMISSION):
        raise PermissionDenied
    events = SiteEvent.objects.filter(blog__in=blogs_of(request.user)).order_by("-at", "-pk")
    number = request.POST.get("event", "")
    if number.isascii() and number.isdecimal() and len(number) <= 18:
        event = get_object_or_404(events, pk=number)
        event.is_hidden = not event.is_hidden
        event.save(update_fields=["is_hidden"])
        return redirect("site_log")
    return render(request, "blog_history/admin/site_log.html", {"rows": titled(events[:MAX_EVENTS_IN_ADMIN])})
