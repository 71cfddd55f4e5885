"""The setup page of a new site, for the first user who may set it up."""

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin import messages
from wagtail.admin.auth import user_passes_test

from home.accent import DARK_BACKGROUND, LIGHT_BACKGROUND, contrast, parse_colour, readable_on
from home.first_run.forms import FirstRunForm
from home.models import SiteSettings

SETUP_PERMISSIONS = ("home.change_sitesettings", "blog.change_blogsettings")


def may_set_up(user: User) -> bool:
    return user.is_active and user.has_perms(SETUP_PERMISSIONS)


def unconfigured_settings() -> SiteSettings | None:
    """Returns the settings of a site whose setup page nobody has submitted or skipped."""
    return SiteSettings.objects.filter(is_fresh=True).select_related("site").first()


@user_passes_test(may_set_up)
def first_run(request: HttpRequest) -> HttpResponse:
    settings = unconfigured_settings()
    if settings is None:
        return redirect("wagtailadmin_home")
    if "skip" in request.POST:
        SiteSettings.objects.filter(pk=settings.pk).update(is_fresh=False)
        return redirect("wagtailadmin_home")
    # The form changes the settings object even if it is invalid.
    accent = settings.accent
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FirstRunForm(*data, instance=settings, user=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("Your site is set up. You can change everything under Settings."))
        return redirect("people:invite" if form.works_with_others else "wagtailadmin_home")
    if form.is_bound:
        accent = form.cleaned_data.get("accent", accent)
    return render(request, "home/first_run/page.html", {"form": form, **accent_context(accent)})


@require_safe
@user_passes_test(may_set_up)
def accent_preview(request: HttpRequest, colour: str) -> HttpResponse:
    """Shows the adjusted colour on the light and dark background."""
    return render(request, "home/first_run/accent.html", accent_context(f"#{colour}"))


def accent_context(colour: str) -> dict[str, object]:
    papers = []
    for paper in (LIGHT_BACKGROUND, DARK_BACKGROUND):
        shown = readable_on(paper, colour)
        papers.append({"colour": shown, "contrast": contrast(parse_colour(shown), parse_colour(paper))})
    return {"accent": colour, "papers": papers}


urlpatterns: list[URLPattern] = [
    path("first-run/", first_run, name="first_run"),
    path("first-run/accent-<colour:colour>/", accent_preview, name="accent_preview"),
]
