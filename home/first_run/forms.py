from django import forms
from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from blog.media.forms import PictureFormField
from blog.models import Author, BlogImage, BlogSettings
from home.demo.remover import remove_demo
from home.models import DemoItem, SiteSettings


class Company(models.TextChoices):
    ALONE = "alone", _("I work alone: I publish what I write")
    OTHERS = "others", _("With others: posts need approval as soon as a second person can approve them")


# Names of fields of BlogSettings.
READERS_SEE = [
    ("shows_history", _("Earlier versions of posts, and what changed")),
    ("shows_names", _("Who wrote each version")),
    ("shows_reviews", _("Which versions were approved by someone else")),
    ("shows_log", _("A log of changes on this site")),
    ("takes_suggestions", _("A form below each post to suggest an edit")),
]


class DemoChoice(models.TextChoices):
    KEEP = "keep", _("Keep it for now")
    REMOVE = "remove", _("Remove it and start empty")


class FirstRunForm(forms.ModelForm):
    """The form that a new site shows once. Every field has an initial value, so that the form can be skipped."""

    author = forms.CharField(
        label=_("Your name"),
        help_text=_("Readers see it below the posts that you write."),
        max_length=Author._meta.get_field("name").max_length,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    time_zone = BlogSettings._meta.get_field("time_zone").formfield()
    logo_file = PictureFormField(label=_("Logo"), required=False, widget=forms.FileInput)
    licence = BlogSettings._meta.get_field("licence").formfield()
    company = forms.ChoiceField(
        label=_("Who writes here?"), choices=Company, widget=forms.RadioSelect, initial=Company.ALONE
    )
    readers_see = forms.MultipleChoiceField(
        label=_("What do readers see of the work on posts?"),
        choices=READERS_SEE,
        widget=forms.CheckboxSelectMultiple,
        initial=["shows_history", "takes_suggestions"],
        required=False,
    )
    demo = forms.ChoiceField(
        label=_("Demo content"), choices=DemoChoice, widget=forms.RadioSelect, initial=DemoChoice.KEEP
    )

    class Meta:
        model = SiteSettings
        fields = ("name", "language", "accent")
        labels = {"name": _("Name of the site")}
        widgets = {"accent": forms.TextInput(attrs={"type": "color"})}

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.initial["author"] = user.get_full_name()
        self.blog_settings = BlogSettings.for_site(self.instance.site)
        self.initial["time_zone"] = self.blog_settings.time_zone
        self.initial["licence"] = self.blog_settings.licence
        # The same condition as on the page that removes the demo later.
        if not (user.is_superuser and DemoItem.objects.exists()):
            del self.fields["demo"]

    @transaction.atomic
    def save(self, commit: bool = True) -> SiteSettings:
        if file := self.cleaned_data["logo_file"]:
            title = self.cleaned_data["name"]
            self.instance.logo = BlogImage.objects.create(title=title, description=title, file=file)
        self.instance.is_fresh = False
        settings = super().save(commit)
        for name in ("time_zone", "licence"):
            setattr(self.blog_settings, name, self.cleaned_data[name])
        for name, _label in READERS_SEE:
            setattr(self.blog_settings, name, name in self.cleaned_data["readers_see"])
        self.blog_settings.save()
        if name := self.cleaned_data["author"]:
            self.name_person(name)
        if self.cleaned_data.get("demo") == DemoChoice.REMOVE:
            remove_demo(settings.site)
        return settings

    def name_person(self, name: str) -> None:
        Author.of_login(self.user, name=name, takes_over=True)
        if not self.user.get_full_name():
            self.user.first_name = name
            self.user.save(update_fields=["first_name"])

    @property
    def works_with_others(self) -> bool:
        return self.cleaned_data["company"] == Company.OTHERS
