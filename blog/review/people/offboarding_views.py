"""The admin screen that deactivates a user."""

from django import forms
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.auth import user_passes_test
from wagtail.admin.utils import get_user_display_name

from blog.admin.people_field import PersonField
from blog.review.approval.second_approver import PERMISSION_BACKEND
from blog.review.people.offboarding import (
    OffboardingRefused,
    OffboardingResult,
    drafts_of,
    may_manage_people,
    offboard,
    offboarding_denial_reason,
    open_reviews_of,
)
from blog.review.roles.groups import ADMIN_ACCESS_PERMISSION


class OffboardingForm(forms.Form):
    heir = PersonField(User.objects.none(), label=gettext_lazy("Who gets the drafts?"))

    def __init__(self, *args: object, user: User, by: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["heir"].queryset = heirs_of(user)
        self.initial["heir"] = by


def heirs_of(user: User) -> QuerySet[User]:
    """The other users with access to the admin."""
    return (
        User.objects.with_perm(ADMIN_ACCESS_PERMISSION, backend=PERMISSION_BACKEND)
        .exclude(pk=user.pk)
        .order_by("username")
    )


@user_passes_test(may_manage_people)
def offboarding_view(request: HttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk, is_active=True)
    if reason := offboarding_denial_reason(user, by=request.user):
        messages.error(request, reason)
        return redirect("people:index")
    form = OffboardingForm(request.POST if request.method == "POST" else None, user=user, by=request.user)
    if form.is_valid():
        return offboard_and_redirect(request, user, form.cleaned_data["heir"])
    context = {
        "person": user,
        "form": form,
        "drafts": drafts_of(user),
        "reviews": open_reviews_of(user),
    }
    return render(request, "blog_review/people/leaving.html", context)


def offboard_and_redirect(request: HttpRequest, user: User, heir: User) -> HttpResponse:
    try:
        result = offboard(user, heir=heir, by=request.user)
    except OffboardingRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, result_message(result, user=user, heir=heir))
    return redirect("people:index")


def result_message(result: OffboardingResult, *, user: User, heir: User) -> str:
    sentences = [_("The login of %(name)s is switched off.") % {"name": get_user_display_name(user)}]
    if count := len(result.drafts):
        words = ngettext("%(count)d draft was given to %(heir)s.", "%(count)d drafts were given to %(heir)s.", count)
        sentences.append(words % {"count": count, "heir": get_user_display_name(heir)})
    if result.reviews:
        titles = ", ".join(f"“{title}”" for title in result.reviews)
        sentences.append(_("Withdrawn from review: %(titles)s.") % {"titles": titles})
    return " ".join(sentences)
