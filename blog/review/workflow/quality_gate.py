"""The quality gate: findings in a draft that must be fixed, or accepted with a reason, before its review."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import ngettext
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Comment, TaskState

from blog.models import PostPage
from blog.quality.checks import Finding, findings
from blog.quality.readability import readability_findings
from blog.review.exceptions import BlockingFindings
from blog.review.findings.models import Waiver
from blog.review.link_checker.findings import dead_link_findings

# Other findings are warnings.
BLOCKING_CODES = frozenset(("dead-link", "missing-alt", "cover-alt", "empty-summary", "open-comments"))


@dataclass(frozen=True)
class EvaluatedFinding:
    """A finding and its waiver, if it was accepted anyway."""

    finding: Finding
    waiver: Waiver | None

    @property
    def can_block(self) -> bool:
        return self.finding.code in BLOCKING_CODES

    @property
    def blocks(self) -> bool:
        return self.can_block and self.waiver is None


def evaluate(draft: PostPage) -> list[EvaluatedFinding]:
    """The findings in the draft in memory: blocking, then warnings, then accepted. At most 7 queries."""
    given = Waiver.objects.filter(post_uuid=draft.uuid)
    waivers = {(waiver.code, waiver.block_id, waiver.about): waiver for waiver in given}
    found = [*open_comments(draft), *findings(draft), *dead_link_findings(draft), *readability_findings(draft)]
    result = [EvaluatedFinding(one, waivers.get((one.code, one.block_id, one.about))) for one in found]
    return sorted(result, key=lambda one: (not one.blocks, one.waiver is not None))


def blocking_findings(draft: PostPage) -> list[Finding]:
    return [one.finding for one in evaluate(draft) if one.blocks]


def check_no_blocking_findings(step: TaskState, post: PostPage) -> None:
    """Raises BlockingFindings if the draft has changed since it passed the gate and no longer passes."""
    has_gate = step.workflow_state.workflow.tasks.filter(qualitygate__isnull=False).exists()
    found = blocking_findings(post.get_latest_revision_as_object()) if has_gate else []
    if found:
        raise BlockingFindings(found[0].words, post)


def open_comments(draft: PostPage) -> list[Finding]:
    count = Comment.objects.filter(page=draft.pk, resolved_at=None).count()
    if not count:
        return []
    words = ngettext("%(count)s comment is not resolved.", "%(count)s comments are not resolved.", count)
    return [Finding("open-comments", words % {"count": count})]


def waive(post: PostPage, *, code: str, reason: str, user: User, block_id: str = "", about: str = "") -> Waiver:
    """Accepts a finding anyway. A new reason replaces an older one."""
    given = {"reason": reason, "user": user, "name": get_user_display_name(user), "given_at": timezone.now()}
    finding = {"code": code, "block_id": block_id, "about": about}
    waiver, _is_new = Waiver.objects.update_or_create(post_uuid=post.uuid, **finding, defaults=given)
    return waiver
