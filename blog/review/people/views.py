"""The admin screen of users and invitations, for administrators."""

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils import formats, timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import user_passes_test
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, Table, TitleColumn, UserColumn
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import Button

from blog.review.people.forms import InvitationForm
from blog.review.people.invitations import InvitationNotOpen, invite, renew, revoke_invitation
from blog.review.people.models import Invitation
from blog.review.people.offboarding import may_manage_people
from blog.review.people.offboarding_views import offboarding_view
from blog.review.secret_links import mail_link

MAX_LISTED_INVITATIONS = 20

for_administrators = user_passes_test(may_manage_people)


class PeopleMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_manage_people(request.user)


menu_item = PeopleMenuItem(
    gettext_lazy("People"), reverse_lazy("people:index"), name="people", icon_name="group", order=590
)


class ActionsColumn(Column):
    """The actions of a row."""

    def __init__(self, name: str, template: str) -> None:
        super().__init__(name, label=gettext_lazy("Actions"), width="24%")
        self.cell_template_name = template


def roles_of(user: User) -> str:
    names = [group.name for group in user.groups.all()]
    return ", ".join([_("Superuser"), *names] if user.is_superuser else names)


@method_decorator(for_administrators, name="dispatch")
class PeopleView(BaseListingView):
    model = User
    page_title = gettext_lazy("People")
    header_icon = "group"
    template_name = "blog_review/people/index.html"
    index_url_name = "people:index"
    paginate_by = 50
    default_ordering = "username"
    columns = [
        TitleColumn(
            "name",
            label=gettext_lazy("Name"),
            accessor=get_user_display_name,
            get_url=lambda user: reverse("wagtailusers_users:edit", args=[user.pk]),
        ),
        Column("roles", label=gettext_lazy("Role"), accessor=roles_of, width="24%"),
        DateColumn("last_login", label=gettext_lazy("Last login"), width="16%"),
        ActionsColumn("ways", "blog_review/people/person_ways.html"),
    ]

    def get_base_queryset(self) -> QuerySet[User]:
        return User.objects.filter(is_active=True).prefetch_related("groups").select_related("wagtail_userprofile")

    def get_context_data(self, **kwargs: object) -> dict:
        return {**super().get_context_data(**kwargs), "invitations": invitations_table()}


def expiry_text(invitation: Invitation) -> str:
    return formats.date_format(timezone.localtime(invitation.expires_at), "SHORT_DATETIME_FORMAT")


def invitations_table() -> Table | None:
    invitations = Invitation.objects.select_related("role", "invited_by__wagtail_userprofile")[:MAX_LISTED_INVITATIONS]
    columns = [
        Column("name", label=_("Invited"), accessor="name", classname="title"),
        Column("role", label=_("Role"), accessor="role.name", width="14%"),
        UserColumn("invited_by", label=_("By"), width="16%"),
        StatusTagColumn("state", label=_("Link"), accessor="state.label", primary=lambda one: one.is_open, width="10%"),
        Column("expires_at", label=_("Expires"), accessor=expiry_text, width="14%"),
        ActionsColumn("ways", "blog_review/people/invitation_ways.html"),
    ]
    return Table(columns, invitations) if invitations else None


def user_buttons(user: User, request_user: User) -> list[Button]:
    """Additional buttons for ``request_user`` in Wagtail's list of users."""
    if not user.is_active or user.pk == request_user.pk or not may_manage_people(request_user):
        return []
    return [Button(_("Switch off and hand over"), url=reverse("people:leaving", args=[user.pk]), icon_name="cross")]


@never_cache
@for_administrators
def invite_view(request: HttpRequest) -> HttpResponse:
    form = InvitationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        form.instance.invited_by = request.user
        invitation = form.save(commit=False)
        return show_link(request, invitation, invite(invitation))
    return render(request, "blog_review/people/invite.html", {"form": form})


@never_cache
@require_POST
@for_administrators
def renew_view(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(Invitation, pk=pk)
    try:
        invitation, secret = renew(pk, by=request.user)
    except InvitationNotOpen:
        messages.error(request, _("This invitation was already used, so there is no new link."))
        return redirect("people:index")
    return show_link(request, invitation, secret)


def show_link(request: HttpRequest, invitation: Invitation, secret: str) -> HttpResponse:
    """Only this page shows the link, which is not stored."""
    address = request.build_absolute_uri(reverse("join", args=[invitation.pk, secret]))
    context = {"invitation": invitation, "address": address}
    subject, template = _("You are invited to write"), "blog_review/people/invitation.txt"
    mailed = mail_link(subject, template, context, to=invitation.email)
    return render(request, "blog_review/people/link.html", {**context, "mailed": mailed})


@require_POST
@for_administrators
def revoke_view(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation, pk=pk)
    if revoke_invitation(pk):
        messages.success(request, _("The link for %(name)s was revoked.") % {"name": invitation.name})
    else:
        messages.warning(request, _("Nothing was changed. This link was no longer open."))
    return redirect("people:index")


urlpatterns: list[URLPattern] = [
    path("", PeopleView.as_view(), name="index"),
    path("<int:pk>/switch-off/", offboarding_view, name="leaving"),
    path("invite/", invite_view, name="invite"),
    path("invitations/<int:pk>/renew/", renew_view, name="renew"),
    path("invitations/<int:pk>/revoke/", revoke_view, name="revoke"),
]
