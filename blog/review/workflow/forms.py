from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm


class ApprovalForm(TaskStateCommentForm):
    """An optional note, and the hash of the content that was shown."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comment"].label = _("Note (optional)")


class AssignmentForm(TaskStateCommentForm):
    """The id of the user who gets the review, and an optional note."""

    to = forms.IntegerField(label=_("To"), min_value=1, max_value=2**31)
    comment = forms.CharField(
        label=_("Note (optional)"), required=False, max_length=500, widget=forms.Textarea({"rows": 2})
    )


class ChangesForm(TaskStateCommentForm):
    """A required comment for the author."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comment"].required = True
        self.fields["comment"].label = _("What should be changed?")
