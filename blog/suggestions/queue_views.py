"""The editors' queue of suggestions in the admin."""

import re
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.auth import permission_required
from wagtail.admin.menu import MenuItem
from wagtail.permissions import page_permission_policy

from blog.suggestions.deciding import DecisionRefused, accept, comparison, decline, merged
from blog.suggestions.models import Suggestion

QUEUE_PERMISSION = "blog_suggestions.change_suggestion"
SUGGESTIONS_PER_PAGE = 50
MAX_ANSWER_LENGTH = 1_000
ANSWERS = (
    gettext_lazy("The text is correct."),
    gettext_lazy("The text follows our style guide."),
    gettext_lazy("It was changed already."),
    gettext_lazy("It does not belong to this post."),
)


class DeclineForm(forms.Form):
    answer = forms.CharField(
        label=gettext_lazy("What the reader is told"),
        max_length=MAX_ANSWER_LENGTH,
        widget=forms.TextInput(attrs={"list": "suggestion-answers"}),
    )


@permission_required(QUEUE_PERMISSION)
def queue(request: HttpRequest) -> HttpResponse:
    state = request.GET.get("state", Suggestion.State.OPEN)
    if state not in Suggestion.State.values:
        state = Suggestion.State.OPEN
    posts = page_permission_policy.instances_user_has_any_permission_for(request.user, {"change"})
    found = Suggestion.objects.filter(state=state, post__in=posts.values("pk"))
    found = found.select_related("post").defer("before", "after")
    page = Paginator(found.order_by("-created_at"), SUGGESTIONS_PER_PAGE).get_page(request.GET.get("p"))
    context = {"page": page, "state": state, "states": Suggestion.State.choices}
    return render(request, "blog_suggestions/admin/queue.html", context)


@permission_required(QUEUE_PERMISSION)
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    suggestion = get_object_or_404(Suggestion.objects.select_related("post", "decided_by"), pk=pk)
    post = suggestion.post
    if not post.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    form = DeclineForm()
    if request.method == "POST" and "decline" in request.POST:
        form = DeclineForm(request.POST)
        if form.is_valid():
            answer = form.cleaned_data["answer"]
            return act(request, suggestion, lambda: decline(suggestion, user=request.user, answer=answer))
    elif request.method == "POST":
        if "forget" in request.POST:
            return clear_reader(request, suggestion)
        choices = [words.replace("\r\n", "\n") for words in request.POST.getlist("choice")]
        seen = int_or_zero(request.POST.get("seen", "")) or None
        return act(request, suggestion, lambda: accept(suggestion, user=request.user, choices=choices, seen=seen))
    return render(request, "blog_suggestions/admin/decision.html", decision_context(suggestion, form))


def clear_reader(request: HttpRequest, suggestion: Suggestion) -> HttpResponse:
    Suggestion.objects.filter(pk=suggestion.pk).update(name="", contact="", may_be_named=False)
    messages.success(request, _("Name and address were deleted."))
    return redirect(request.path)


def int_or_zero(text: str) -> int:
    return int(text) if re.fullmatch("[0-9]{1,18}", text) else 0


def decision_context(suggestion: Suggestion, form: DeclineForm) -> dict[str, Any]:
    draft = suggestion.post.get_latest_revision_as_object()
    shown = {} if suggestion.decided_at else {"conflicts": merged(suggestion, draft).conflicts}
    compared = comparison(suggestion, draft) if suggestion.is_edit else None
    return {
        "suggestion": suggestion,
        "post": suggestion.post,
        "comparison": compared,
        "form": form,
        "answers": ANSWERS,
        **shown,
    }


def act(request: HttpRequest, suggestion: Suggestion, action: Any) -> HttpResponse:
    """Accepts or declines. Then an accepted edit waits in the editor, and the queue shows what is next."""
    try:
        post = action()
    except DecisionRefused as refused:
        messages.error(request, str(refused))
        return redirect(request.path)
    if post is None:
        messages.success(request, _("Declined. The reader sees your answer."))
        return redirect("suggestions")
    if not suggestion.is_edit:
        messages.success(request, _("Done. The reader sees that an editor has read it."))
        return redirect("suggestions")
    messages.success(request, _("Accepted. Publish the changes when you are ready."))
    return redirect("wagtailadmin_pages:edit", post.pk)


class SuggestionsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(QUEUE_PERMISSION)


def menu_item() -> MenuItem:
    return SuggestionsMenuItem(_("Suggestions"), reverse("suggestions"), icon_name="comment", order=250)


urlpatterns = [
    path("suggestions/", queue, name="suggestions"),
    path("suggestions/<int:pk>/", decision, name="decide_suggestion"),
]
