from django import forms
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import Group, User
from django.utils.translation import gettext_lazy as _

from blog.models import Author
from blog.review.approval.second_approver import next_approver_enables_it
from blog.review.people.models import Invitation
from blog.review.roles.permissions import ROLES

# A short form of the table in docs/editors.md.
WHAT_THEY_MAY = {
    "Authors": _("write posts and submit them for review"),
    "Reviewers": _("also change drafts of others and approve them"),
    "Editors": _("also publish, schedule and unpublish, and manage topics, authors and pictures"),
    "Administrators": _("everything, including people and settings"),
}


class RoleField(forms.ModelChoiceField):
    widget = forms.RadioSelect

    def label_from_instance(self, group: Group) -> str:
        return f"{group.name}: {WHAT_THEY_MAY[group.name]}"


class InvitationForm(forms.ModelForm):
    role = RoleField(Group.objects.none(), label=_("Role"), empty_label=None)
    turns_four_eyes_on = forms.BooleanField(
        label=_("Posts need approval by someone else from now on"), required=False, initial=True
    )

    class Meta:
        model = Invitation
        fields = ("name", "email", "role")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        groups = {group.name: group for group in Group.objects.filter(name__in=[role.name for role in ROLES])}
        # Ordered by permissions.
        ordered = [groups[role.name] for role in ROLES if role.name in groups]
        self.fields["role"].queryset = Group.objects.filter(pk__in=[group.pk for group in ordered])
        self.fields["role"].choices = [(group.pk, self.fields["role"].label_from_instance(group)) for group in ordered]
        self.initial.setdefault("role", ordered[0].pk if ordered else None)
        if not next_approver_enables_it():
            del self.fields["turns_four_eyes_on"]

    def save(self, commit: bool = True) -> Invitation:
        may_approve = self.cleaned_data["role"].name in {role.name for role in ROLES if role.approves}
        is_unticked = not self.cleaned_data.get("turns_four_eyes_on", True)
        self.instance.keeps_four_eyes_off = may_approve and is_unticked
        return super().save(commit)


class JoinForm(UserCreationForm):
    """The name, the user name and the password of a new user."""

    first_name = forms.CharField(
        label=_("Your name"),
        help_text=_("Readers see it below the posts that you write."),
        max_length=Author._meta.get_field("name").max_length,
    )

    class Meta(UserCreationForm.Meta):
        fields = ("first_name", "username")
        help_texts = {"username": _("Letters, digits and @ . + - _")}
        labels = {"username": _("Username")}

    def __init__(self, *args: object, invitation: Invitation, **kwargs: object) -> None:
        person = User(email=invitation.email)
        super().__init__(*args, instance=person, initial={"first_name": invitation.name}, **kwargs)
        self.fields["password2"].label = _("Password again")
        self.fields["password2"].help_text = ""
        for name, purpose in (("first_name", "name"), ("username", "username")):
            self.fields[name].widget.attrs["autocomplete"] = purpose

    def person(self) -> User:
        """The unsaved user of a valid form."""
        return self.save(commit=False)
