"""The page of an invitation link, on which a new user joins."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from wagtail.admin import messages

from blog.review.people.forms import JoinForm
from blog.review.people.invitations import InvitationNotOpen, accept_invitation, find_invitation
from blog.review.people.models import Invitation, InvitationState

CLOSED_INVITATION_MESSAGES = {
    InvitationState.USED: gettext_lazy("This link was already used. If you used it, sign in."),
    InvitationState.REVOKED: gettext_lazy("This link was revoked. Ask the person who gave it to you for a new one."),
    InvitationState.EXPIRED: gettext_lazy("This link has expired. Ask the person who gave it to you for a new one."),
}


@method_decorator([never_cache, sensitive_post_parameters("password1", "password2")], name="dispatch")
class AcceptInvitationView(View):
    """GET changes nothing: mail servers and chats open links before people do."""

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: object, pk: int, secret: str) -> HttpResponse:
        invitation = find_invitation(pk, secret)
        if invitation is None:
            why = _("There is no such invitation. The link may be incomplete: copy the whole link again.")
            return render(request, "blog_review/people/cannot_join.html", {"why": why}, status=404)
        if not invitation.is_open:
            return closed_response(request, invitation)
        return super().dispatch(request, invitation)

    def get(self, request: HttpRequest, invitation: Invitation) -> HttpResponse:
        return form_response(request, invitation, JoinForm(invitation=invitation))

    def post(self, request: HttpRequest, invitation: Invitation) -> HttpResponse:
        form = JoinForm(request.POST, invitation=invitation)
        if not form.is_valid():
            return form_response(request, invitation, form)
        try:
            user = accept_invitation(invitation, form.person())
        except InvitationNotOpen:
            invitation.refresh_from_db()
            return closed_response(request, invitation)
        login(request, user)
        messages.success(request, _("Welcome, %(name)s.") % {"name": user.get_full_name()})
        return redirect("wagtailadmin_home")


def form_response(request: HttpRequest, invitation: Invitation, form: JoinForm) -> HttpResponse:
    return render(request, "blog_review/people/join.html", {"invitation": invitation, "form": form})


def closed_response(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    # A link that was renewed while the form was filled in is treated as revoked.
    why = CLOSED_INVITATION_MESSAGES.get(invitation.state, CLOSED_INVITATION_MESSAGES[InvitationState.REVOKED])
    return render(request, "blog_review/people/cannot_join.html", {"why": why}, status=410)


urlpatterns: list[URLPattern] = [
    path("join/<int:pk>/<str:secret>/", AcceptInvitationView.as_view(), name="join"),
]
