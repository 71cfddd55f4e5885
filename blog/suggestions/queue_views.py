"""The editors' queue of suggestions in the admin."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.auth import permission_required
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.permissions import page_permission_policy

from blog.history.diff_context import Comparison
from blog.history.merge import Conflict
from blog.models import PostPage
from blog.review.approval.second_approver import PERMISSION_BACKEND
from blog.suggestions.deciding import (
    DecisionRefused,
    accept,
    accepted_text,
    comparison,
    decline,
    merged,
    parts_of,
    state_of_draft,
)
from blog.suggestions.models import Suggestion
from blog.suggestions.receiving import as_sent
from blog.suggestions.rota import all_turns, person_on_duty

QUEUE_PERMISSION = "blog_suggestions.change_suggestion"
SUGGESTIONS_PER_PAGE = 50
MAX_SUGGESTIONS_ON_DESK, MAX_SUGGESTIONS_IN_MENU = 8, 99
MAX_ANSWER_LENGTH = 1_000
ANSWERS = (
    gettext_lazy("The text is correct."),
    gettext_lazy("The text follows our style guide."),
    gettext_lazy("It was changed already."),
    gettext_lazy("It does not belong to this post."),
)


class DeclineForm(forms.Form):
    """A reason from the list, own words, or both."""

    reason = forms.ChoiceField(label=gettext_lazy("Reason"), required=False, choices=[("", gettext_lazy("Own words"))])
    answer = forms.CharField(
        label=gettext_lazy("What the reader is told"),
        required=False,
        max_length=MAX_ANSWER_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices += [(str(words), words) for words in ANSWERS]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        words = " ".join(filter(None, (given.get("reason"), given.get("answer"))))
        if not words and not self.errors:
            self.add_error("answer", gettext_lazy("Choose a reason, or write to the reader."))
        return {**given, "answer": words}


def open_suggestions(user: User) -> QuerySet[Suggestion]:
    """What waits for a decision, for posts that the user may edit."""
    return suggestions_for(user).filter(state=Suggestion.State.OPEN)


def waiting_suggestions(request: HttpRequest) -> list[Suggestion]:
    """The newest that wait, for the menu and the desk. One query for a request."""
    if not hasattr(request, "waiting_suggestions"):
        fields = ("kind", "remark", "post__title", "post__draft_title", "post__live")
        found = open_suggestions(request.user).select_related("post").only(*fields).order_by("-created_at")
        request.waiting_suggestions = list(found[: MAX_SUGGESTIONS_IN_MENU + 1])
    return request.waiting_suggestions


def suggestions_for(user: User) -> QuerySet[Suggestion]:
    posts = page_permission_policy.instances_user_has_any_permission_for(user, {"change"})
    return Suggestion.objects.filter(post__in=posts.values("pk"))


@permission_required(QUEUE_PERMISSION)
def queue(request: HttpRequest) -> HttpResponse:
    state = request.GET.get("state", Suggestion.State.OPEN)
    if state not in Suggestion.State.values:
        state = Suggestion.State.OPEN
    found = suggestions_for(request.user).filter(state=state).select_related("post").defer("before", "after")
    page = Paginator(found.order_by("-created_at"), SUGGESTIONS_PER_PAGE).get_page(request.GET.get("p"))
    has_rota = state == Suggestion.State.OPEN and bool(turns := all_turns())
    if has_rota:
        able = list(User.objects.with_perm(QUEUE_PERMISSION, backend=PERMISSION_BACKEND))
        for suggestion in page:
            suggestion.on_duty = person_on_duty(turns, suggestion.post, timezone.localdate(), able=able)
    context = {"page": page, "state": state, "states": Suggestion.State.choices, "has_rota": has_rota}
    return render(request, "blog_suggestions/admin/queue.html", context)


@permission_required(QUEUE_PERMISSION)
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    suggestion = get_object_or_404(Suggestion.objects.select_related("post", "decided_by"), pk=pk)
    if not suggestion.post.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    form = DeclineForm(request.POST if "decline" in request.POST else None)
    if "forget" in request.POST:
        return clear_reader(request, suggestion)
    if "hide" in request.POST:
        return hide_answer(request, suggestion)
    proposals = suggestion.proposals
    try:
        if form.is_valid():
            given = form.cleaned_data
            decline(suggestion, user=request.user, answer=given["answer"], is_shown="is_shown" in request.POST)
            messages.success(request, _("Declined. The reader sees your answer."))
            return redirect("suggestions")
        if request.method == "POST" and "decline" not in request.POST:
            proposals = chosen_proposals(suggestion, request.POST)
        if "accept" in request.POST:
            return accept_chosen(request, suggestion, proposals)
        accepted_text(suggestion, proposals)
    except DecisionRefused as refused:
        messages.error(request, str(refused))
        suggestion.refresh_from_db()
    context = {**decision_context(suggestion, form, proposals), "sent": request.POST}
    return render(request, "blog_suggestions/admin/decision.html", context)


def chosen_proposals(suggestion: Suggestion, sent: QueryDict) -> dict[str, str]:
    """The proposals of the parts that are checked, as they stand in the form; all if the form has no parts."""
    if "has_parts" not in sent:
        return suggestion.proposals
    chosen = set(sent.getlist("part"))
    return {
        name: as_sent(sent.get(f"edit-{name}", words))
        for name, words in suggestion.proposals.items()
        if name.partition(".link")[0] in chosen
    }


def accept_chosen(request: HttpRequest, suggestion: Suggestion, proposals: dict[str, str]) -> HttpResponse:
    """Then an accepted edit waits in the editor, and the queue shows what is next."""
    choices = [as_sent(words) for words in request.POST.getlist("choice")]
    answer = request.POST.get("thanks", "").strip()[:MAX_ANSWER_LENGTH]
    post = accept(
        suggestion,
        user=request.user,
        proposals=proposals,
        choices=choices,
        seen=request.POST.get("seen", ""),
        answer=answer,
        is_shown="is_shown" in request.POST,
    )
    if not suggestion.is_edit:
        messages.success(request, _("Done. The reader sees that an editor has read it."))
        return redirect("suggestions")
    messages.success(request, _("Accepted. Publish the changes when you are ready."))
    return redirect("wagtailadmin_pages:edit", post.pk)


def clear_reader(request: HttpRequest, suggestion: Suggestion) -> HttpResponse:
    Suggestion.objects.filter(pk=suggestion.pk).update(name="", contact="", may_be_named=False)
    messages.success(request, _("Name and address were deleted."))
    return redirect(request.path)


def hide_answer(request: HttpRequest, suggestion: Suggestion) -> HttpResponse:
    Suggestion.objects.filter(pk=suggestion.pk).update(is_shown=False)
    messages.success(request, _("Readers do not see the question and the answer any more."))
    return redirect(request.path)


def decision_context(suggestion: Suggestion, form: DeclineForm, proposals: dict[str, str]) -> dict[str, Any]:
    draft = suggestion.post.get_latest_revision_as_object()
    context = {
        "suggestion": suggestion,
        "post": suggestion.post,
        "comparison": chosen_comparison(suggestion, draft, proposals) if suggestion.is_edit else None,
        "form": form,
        "seen": state_of_draft(suggestion.post),
    }
    if suggestion.decided_at:
        return context
    parts = [
        {"part": part, "words": {name: proposals.get(name, words) for name, words in part.words.items()}}
        | {"is_chosen": not part.words.keys().isdisjoint(proposals)}
        for part in parts_of(suggestion, draft)
    ]
    return {**context, "parts": parts, "conflicts": conflicts_of(suggestion, draft, proposals)}


def chosen_comparison(suggestion: Suggestion, draft: PostPage, proposals: dict[str, str]) -> Comparison:
    """What the chosen edits change; of those that cannot be saved, what the reader's would."""
    try:
        return comparison(suggestion, draft, proposals)
    except (DecisionRefused, ValueError):
        return comparison(suggestion, draft, suggestion.proposals)


def conflicts_of(suggestion: Suggestion, draft: PostPage, proposals: dict[str, str]) -> list[Conflict]:
    try:
        return merged(suggestion, draft, proposals).conflicts
    except DecisionRefused:
        return []


class SuggestionsMenuItem(MenuItem):
    """Its label says how many suggestions wait."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(QUEUE_PERMISSION)

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        if count := len(waiting_suggestions(request)):
            words = str(count) if count <= MAX_SUGGESTIONS_IN_MENU else f"{MAX_SUGGESTIONS_IN_MENU}+"
            component.label = f"{self.label} ({words})"
        return component


class SuggestionsPanel(Component):
    """On the desk: the newest suggestions that wait."""

    name = "suggestions"
    template_name = "blog_suggestions/admin/panel.html"
    order = 110

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        request = (parent_context or {})["request"]
        may_decide = request.user.has_perm(QUEUE_PERMISSION)
        return {"suggestions": waiting_suggestions(request)[:MAX_SUGGESTIONS_ON_DESK] if may_decide else []}


def add_panel(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(SuggestionsPanel())


def menu_item() -> MenuItem:
    return SuggestionsMenuItem(_("Suggestions"), reverse("suggestions"), icon_name="comment", order=250)


urlpatterns = [
    path("suggestions/", queue, name="suggestions"),
    path("suggestions/<int:pk>/", decision, name="decide_suggestion"),
]
