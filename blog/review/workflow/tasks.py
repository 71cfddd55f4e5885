"""The task types of the workflow."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm
from wagtail.models import AbstractGroupApprovalTask, Page, Task, TaskState, WorkflowState

from blog.models import PostPage, VersionedPageMixin
from blog.review.approval.approvals import approval_denial_reason, approve, lock_for_decision
from blog.review.workflow.assignment import assign_review
from blog.review.workflow.forms import ApprovalForm, AssignmentForm, ChangesForm
from blog.review.workflow.quality_gate import blocking_findings, check_no_blocking_findings

# Wagtail's names of the actions.
APPROVE_ACTION, REJECT_ACTION = "approve", "reject"
ASSIGN_ACTION = "hand-over"


class QualityGate(Task):
    """Passes a draft without blocking findings to the next task; otherwise returns it to its author."""

    class Meta:
        verbose_name = _("quality gate")
        verbose_name_plural = _("quality gates")

    @classmethod
    def get_description(cls) -> str:
        return _(
            "A post is stopped here if it has pictures without a description, broken links, no summary or "
            "open comments."
        )

    @transaction.atomic
    def start(self, workflow_state: WorkflowState, user: User | None = None) -> TaskState:
        step = super().start(workflow_state, user=user)
        post = workflow_state.content_object.specific
        found = blocking_findings(post.get_latest_revision_as_object()) if isinstance(post, PostPage) else []
        # Wagtail continues with the next task, or returns the post to its author.
        step.status = TaskState.STATUS_REJECTED if found else TaskState.STATUS_APPROVED
        step.comment = "\n".join(str(finding.words) for finding in found)
        step.finished_at = timezone.now()
        step.save()
        return step


class PostReview(AbstractGroupApprovalTask):
    """Someone who did not write the text approves exactly this text, or requests changes."""

    class Meta:
        verbose_name = _("review of a post")
        verbose_name_plural = _("reviews of posts")

    @classmethod
    def get_description(cls) -> str:
        return _("Members of the chosen groups approve posts of others. Only approved posts can go live.")

    def get_actions(self, obj: Page, user: User) -> list[tuple[str, str, bool]]:
        page = obj.specific
        actions = super().get_actions(obj, user)
        if not actions or not isinstance(page, VersionedPageMixin):
            return actions
        # All of them open a dialog. An approval is for the text that the dialog shows.
        others = [(REJECT_ACTION, _("Ask for changes"), True), (ASSIGN_ACTION, _("Hand over …"), True)]
        return others if approval_denial_reason(page, user) else [(APPROVE_ACTION, _("Approve"), True), *others]

    def get_form_for_action(self, action: str) -> type[TaskStateCommentForm]:
        return {APPROVE_ACTION: ApprovalForm, ASSIGN_ACTION: AssignmentForm}.get(action, ChangesForm)

    def get_template_for_action(self, action: str) -> str:
        return {APPROVE_ACTION: "blog_review/approve.html", ASSIGN_ACTION: "blog_review/hand_over.html"}.get(action, "")

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: User, action_name: str, **kwargs: str) -> None:
        if action_name == ASSIGN_ACTION:
            assign_review(task_state, by=user, **kwargs)
            return
        seen = kwargs.pop("seen", "")
        page = task_state.workflow_state.content_object.specific
        if isinstance(page, VersionedPageMixin):
            lock_for_decision(page, task_state)
            if action_name == APPROVE_ACTION:
                if isinstance(page, PostPage):
                    check_no_blocking_findings(task_state, page)
                approve(page, user=user, seen=seen, note=kwargs.get("comment", ""))
        super().on_action(task_state, user, action_name, **kwargs)
