"""Fills in an embed or a bookmark on request: fetches metadata from the other site and stores its picture."""

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.html import json_script
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.images.widgets import AdminImageChooser
from wagtail.permissions import policy_registry

from blog.fetching.link_previews import MAX_PAGE_BYTES, PREVIEW_TIMEOUT_SECONDS, LinkPreview, fetch_preview
from blog.fetching.ssrf_guard import Fetcher, NotFetched
from blog.media.library import add_image, filename_of_fetched
from blog.media.models import BlogImage
from blog.settings.models import BlogSettings


class AddressForm(forms.Form):
    url = forms.URLField(max_length=2000, assume_scheme="https")


def link_card_fields(request: HttpRequest) -> dict[str, object]:
    """The texts of the card, the `poster` as the state of a chooser, and a `message` if something is missing."""
    form = AddressForm(request.POST)
    if not form.is_valid():
        return {"message": _("Enter the address first. It begins with https://.")}
    if not BlogSettings.for_request(request).asks_other_sites:
        return {
            "message": _("Fetching from other sites is switched off in the blog settings. Enter the title yourself.")
        }
    address = form.cleaned_data["url"]
    try:
        card = fetch_preview(address, Fetcher(MAX_PAGE_BYTES, PREVIEW_TIMEOUT_SECONDS))
    except NotFetched as reason:
        return {"message": _("Nothing was fetched. %(reason)s You can keep the link.") % {"reason": reason}}
    fields = {"title": card.title, "description": card.description, "site_name": card.site_name}
    if not any(fields.values()) and not card.picture:
        return {"message": _("The page has no title. Enter the title yourself.")}
    return fields | poster(card, request)


def poster(card: LinkPreview, request: HttpRequest) -> dict[str, object]:
    may_add = policy_registry.get_by_type(BlogImage).user_has_permission(request.user, "add")
    if not card.picture or not may_add:
        return {}
    try:
        data = Fetcher(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE, PREVIEW_TIMEOUT_SECONDS).fetch(card.picture).data
        image = add_image(filename_of_fetched(card.picture, data), data, user=request.user)
    except NotFetched as reason:
        return {"message": _("The picture was not fetched. %(reason)s") % {"reason": reason}}
    except ValidationError as error:
        return {"message": _("The picture was not added. %(reason)s") % {"reason": " ".join(error.messages)}}
    return {"poster": AdminImageChooser().get_value_data(image)}


@require_POST
def link_card(request: HttpRequest) -> JsonResponse:
    if not user_has_any_page_permission(request.user):
        raise PermissionDenied
    return JsonResponse(link_card_fields(request))


def address_for_script() -> str:
    """The URL for the script of the blocks, or "" (and so no button) if every site has switched fetching off."""
    known = BlogSettings.objects.values_list("asks_other_sites", flat=True)
    wanted = not known or any(known)
    return json_script(reverse("blog_link_card"), "link-card-address") if wanted else ""
