"""The facts in the dialog for approving a post."""

from dataclasses import dataclass

from django.utils import timezone
from wagtail.admin.utils import get_user_display_name

from blog.models import PostPage, VersionedPageMixin
from blog.review.approval.content_hash import approval_hash_of_page
from blog.review.approval.draft_writers import writers_of
from blog.review.workflow.models import HandOver
from blog.review.workflow.quality_gate import EvaluatedFinding, evaluate
from blog.settings.timezones import format_in_zone, zone_of_page


@dataclass(frozen=True)
class ApprovalFacts:
    """About the newest draft: its hash, its writers, where and when it goes live, its findings, its assignment.

    ``goes_live`` is in words, and empty where it does so at once.
    """

    page: VersionedPageMixin
    seen: str
    writers: list[str]
    address: str
    goes_live: str
    is_live: bool
    found: list[EvaluatedFinding]
    handed_over: HandOver | None


def facts(page: VersionedPageMixin) -> ApprovalFacts:
    draft = page.get_latest_revision_as_object()
    is_later = draft.go_live_at is not None and draft.go_live_at > timezone.now()
    return ApprovalFacts(
        page=draft,
        seen=approval_hash_of_page(draft),
        writers=[get_user_display_name(user) for user in writers_of(page)],
        address=draft.full_url or "",
        goes_live=format_in_zone(draft.go_live_at, zone_of_page(page)) if is_later else "",
        is_live=page.live,
        found=evaluate(draft) if isinstance(draft, PostPage) else [],
        handed_over=HandOver.objects.filter(step=page.current_workflow_task_state).select_related("to", "by").first(),
    )
