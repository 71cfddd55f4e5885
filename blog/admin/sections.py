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


def refuse_alias_of_posts(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuses an alias of a section: it would create aliases of its posts, which would be listed twice."""
    wants_alias = request.method == "POST" and "alias" in request.POST
    if not wants_alias or not PostPage.objects.descendant_of(page, inclusive=True).exists():
        return None
    messages.error(
        request, _("Posts cannot be aliases: they would be listed and published twice. Make a copy instead.")
    )
    return redirect("wagtailadmin_pages:copy", page.pk)
