"""The notification setting of users who may approve but not publish. Wagtail offers it to publishers only."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab
from wagtail.admin.widgets import SwitchInput
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.users.models import UserProfile

from blog.review.approval.second_approver import may_approve


class ReviewNotificationsForm(forms.ModelForm):
    class Meta:
        model = UserProfile
        fields = ("submitted_notifications",)
        widgets = {"submitted_notifications": SwitchInput()}
        labels = {"submitted_notifications": _("posts to review")}
        help_texts = {"submitted_notifications": _("Receive mail when a post is submitted that you may approve")}


class ReviewNotificationsPanel(BaseSettingsPanel):
    name = "reviews"
    title = _("Reviews")
    tab = notifications_tab
    order = 110
    form_class = ReviewNotificationsForm
    form_object = "profile"

    def is_active(self) -> bool:
        publishes = policy_registry.get_by_type(Page).user_has_permission(self.user, "publish")
        return may_approve(self.user) and not publishes
