"""Only users with publish permission may create sections (pages above posts)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from blog.pages.post import PostPage


def refuse_new_section(request: HttpRequest, parent: Page, page_class: type[Page]) -> HttpResponse | None:
    """Redirects users who may not publish below ``parent``, with a message."""
    if issubclass(page_class, PostPage) or parent.permissions_for_user(request.user).can_publish_subpage():
        return None
    message = _("You may write posts. Only someone who may publish can create a page of the type “%(kind)s”.")
    messages.error(request, message % {"kind": page_class.get_verbose_name()})
    return redirect("posts:index")


def refuse_copying_section(request: HttpRequest, page: Page) -> HttpResponse | None:
    return refuse_new_section(request, page.get_parent(), page.specific_class)


def refuse_alias(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuses an alias: its text would be published twice, and posts would be listed twice."""
    if request.method != "POST" or "alias" not in request.POST:
        return None
    messages.error(request, _("Pages cannot be aliases: they would be published twice. Make a copy instead."))
    return redirect("wagtailadmin_pages:copy", page.pk)
