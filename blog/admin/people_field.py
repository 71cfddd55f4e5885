"""The field of forms in which somebody is chosen."""

from django import forms
from django.contrib.auth.models import User
from wagtail.admin.utils import get_user_display_name


class PersonField(forms.ModelChoiceField):
    """Shows full names, with the username beside them because two people can have the same name."""

    def label_from_instance(self, user: User) -> str:
        name, username = get_user_display_name(user), user.get_username()
        return name if name == username else f"{name} ({username})"
