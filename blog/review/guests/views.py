"""The page of a review link: the draft, and the comments of its guest."""

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from blog.history.content import content_of
from blog.history.diff_context import compare_with_context
from blog.models import PostPage, TrashedPost
from blog.review.approval.content_hash import approval_hash_of_page
from blog.review.guests.approvals import approve_as_guest, step_to_approve
from blog.review.guests.comments import MAX_COMMENT_LENGTH, GuestActionRefused, add_comment, add_reply, threads
from blog.review.guests.models import ReviewLink, ReviewLinkState
from blog.review.guests.passages import passages
from blog.review.guests.share_links import draft_as_read, find_link, last_visit_to_other_text, record_visit

CLOSED_LINK_MESSAGES = {
    ReviewLinkState.REVOKED: gettext_lazy("This link was revoked. Ask the person who gave it to you for a new one."),
    ReviewLinkState.EXPIRED: gettext_lazy("This link has expired. Ask the person who gave it to you for a new one."),
}
# Databases store no longer numbers.
MAX_ID_DIGITS = 18
DELETED_DRAFT_MESSAGE = gettext_lazy("The draft does not exist any more. Ask the person who gave you the link.")


# The secret in the URL authorizes the forms. There is no session that another site could use.
@method_decorator(csrf_exempt, name="dispatch")
class ReviewView(View):
    """GET changes nothing: mail servers and chats open links before people do."""

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: object, pk: int, secret: str) -> HttpResponse:
        link = find_link(pk, secret)
        if link is None:
            why = _("There is no such link. It may be incomplete: copy the whole link again.")
            response = closed_link_response(request, why, status=404)
        elif not link.is_open:
            response = closed_link_response(request, CLOSED_LINK_MESSAGES[link.state], status=410)
        elif not link.post.permissions_for_user(link.issued_by).can_edit():
            response = closed_link_response(request, CLOSED_LINK_MESSAGES[ReviewLinkState.REVOKED], status=410)
        elif TrashedPost.objects.filter(post=link.post).exists():
            response = closed_link_response(request, DELETED_DRAFT_MESSAGE, status=410)
        else:
            self.draft = link.draft()
            response = super().dispatch(request, link, secret)
        return response

    def http_method_not_allowed(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return HttpResponseNotAllowed(map(str.upper, self.http_method_names))

    def get(self, request: HttpRequest, link: ReviewLink, secret: str) -> HttpResponse:
        if "changes" in request.GET:
            return changes_response(request, link, self.draft)
        return draft_response(request, link, self.draft)

    def post(self, request: HttpRequest, link: ReviewLink, secret: str) -> HttpResponse:
        try:
            sent = request.POST
        except (BadRequest, SuspiciousOperation, MultiPartParserError, LookupError):
            request.encoding = "utf-8"
            return draft_response(request, link, self.draft, refusal=_("The request cannot be read."), status=400)
        # Visits of the user who created the link are not recorded.
        if request.user != link.issued_by:
            record_visit(link, self.draft)
        try:
            if sent.get("act") == "answer":
                add_reply(link, thread_id(sent), sent.get("text", ""))
            elif sent.get("act") == "comment":
                fields = {name: sent.get(name, "") for name in ("text", "quote", "around")}
                add_comment(link, self.draft, passage_id=sent.get("passage", ""), **fields)
            elif sent.get("act") == "approve":
                approve_as_guest(link, link.post, seen=sent.get("seen", ""))
                return render(request, "blog_review/outside/approved.html", {"page": self.draft, "link": link})
            else:
                return HttpResponse(status=204)
        except GuestActionRefused as refusal:
            return draft_response(request, link, self.draft, refusal=str(refusal), typed=sent, status=400)
        return redirect(reverse("review_link", args=[link.pk, secret]) + "#comments")


def draft_response(
    request: HttpRequest,
    link: ReviewLink,
    draft: PostPage,
    *,
    refusal: str = "",
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    digest = approval_hash_of_page(draft)
    context = {
        **draft.get_context(request),
        "link": link,
        "seen": digest if step_to_approve(link, link.post) else "",
        "saved_at": link.issued_at if link.content is not None else draft.latest_revision_created_at,
        "read_before": last_visit_to_other_text(link, digest),
        "threads": threads(link, draft),
        "passages": passages(draft.body) if link.may_comment else [],
        "longest_text": MAX_COMMENT_LENGTH,
        "refusal": refusal,
        # A refused reply is shown in its own form.
        "typed": typed if typed and typed.get("act") == "comment" else {},
        "answered": thread_id(typed) if typed and typed.get("act") == "answer" else 0,
        "answer": typed.get("text", "") if typed else "",
    }
    return render(request, "blog_review/outside/draft.html", context, status=status)


def changes_response(request: HttpRequest, link: ReviewLink, draft: PostPage) -> HttpResponse:
    visit = last_visit_to_other_text(link, approval_hash_of_page(draft))
    if visit is None:
        return redirect(request.path)
    found = compare_with_context(content_of(draft_as_read(visit)), content_of(draft))
    context = {"page": draft, "link": link, "visit": visit, "comparison": found}
    return render(request, "blog_review/outside/changes.html", context)


def closed_link_response(request: HttpRequest, why: str, *, status: int) -> HttpResponse:
    return render(request, "blog_review/outside/no_draft.html", {"why": why}, status=status)


def thread_id(sent: dict[str, str]) -> int:
    text = sent.get("thread", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MAX_ID_DIGITS else 0


urlpatterns = [
    path("review/<int:pk>/<str:secret>/", ReviewView.as_view(), name="review_link"),
    # For links without the final slash. A redirect would repeat the secret.
    path("review/<int:pk>/<str:secret>", ReviewView.as_view(), name="review_link_without_slash"),
]
