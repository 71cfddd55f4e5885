"""The default of a user's declaration, in their account."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel

from blog.taxonomy.authors import Author


class DeclarationForm(forms.ModelForm):
    class Meta:
        model = Author
        fields = ("declaration",)
        labels = {"declaration": _("How my texts are made")}
        help_texts = {"declaration": _("The default for your new posts. You can change it in each post.")}

    def save(self, commit: bool = True) -> Author:
        # Nothing that readers see of the author changes.
        Author.objects.filter(pk=self.instance.pk).update(declaration=self.cleaned_data["declaration"])
        return self.instance


class DeclarationPanel(BaseSettingsPanel):
    name = "declaration"
    title = _("Posts")
    order = 250

    def is_active(self) -> bool:
        return hasattr(self.user, "author")

    def get_form(self) -> DeclarationForm:
        sent = self.request.POST if self.request.method == "POST" else None
        return DeclarationForm(sent, instance=self.user.author, prefix=self.name)
