"""The panel of findings beside the form of a post, where findings can be accepted anyway."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages

from blog.models import PostPage
from blog.review.approval.second_approver import may_approve
from blog.review.exceptions import editor_url
from blog.review.findings.models import Waiver
from blog.review.workflow.draft_checks import check_draft
from blog.review.workflow.quality_gate import evaluate, waive


class WaiverForm(forms.ModelForm):
    class Meta:
        model = Waiver
        fields = ("code", "block_id", "about", "reason")


@require_GET
def post_findings(request: HttpRequest, pk: int) -> HttpResponse:
    """The findings in the newest draft, which autosave updates."""
    post = get_editable_post(request, pk)
    found = evaluate(post.get_latest_revision_as_object())
    context = {"post": post, "found": found, "may_waive": may_approve(request.user)}
    return render(request, "blog_review/findings.html", context)


@require_POST
def waive_finding(request: HttpRequest, pk: int) -> HttpResponse:
    """Accepts a finding anyway, for the given reason."""
    post = get_editable_post(request, pk)
    if not may_approve(request.user):
        raise PermissionDenied
    form = WaiverForm(request.POST)
    if form.is_valid():
        waive(post, user=request.user, **form.cleaned_data)
        check_draft(post)
        messages.success(request, _("Accepted anyway. Your reason is stored."))
    else:
        messages.error(request, _("Nothing was changed. Give a reason of up to 500 characters."))
    return redirect(editor_url(post))


def get_editable_post(request: HttpRequest, pk: int) -> PostPage:
    post = get_object_or_404(PostPage, pk=pk)
    if not post.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return post


urlpatterns: list[URLPattern] = [
    path("posts/findings/<int:pk>/", post_findings, name="post_findings"),
    path("posts/findings/<int:pk>/waive/", waive_finding, name="waive_finding"),
]
