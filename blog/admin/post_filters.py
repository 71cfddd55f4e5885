"""Filters and search of the list of posts."""

from collections.abc import Iterable

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_filters.fields import ModelMultipleChoiceField
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.permission_policies.pages import PagePermissionPolicy

from blog.admin.taxonomy_usage import newest_naming
from blog.page_tree import below
from blog.pages.blog_index import BlogIndexPage
from blog.pages.post import PostPage
from blog.pages.states import State, posts_in
from blog.taxonomy.authors import Author
from blog.taxonomy.topics import Topic

DIGITS_OF_AN_ID = 18
IN_DRAFTS = "in:drafts"


def blogs_to_choose_from(request: HttpRequest) -> QuerySet[BlogIndexPage]:
    may = {"add", "change", "publish"}
    return PagePermissionPolicy(BlogIndexPage).instances_user_has_any_permission_for(request.user, may)


class ChosenField(ModelMultipleChoiceField):
    def _check_values(self, value: Iterable[str]) -> QuerySet:
        # A number that is too large for the database is an invalid choice, not a database error.
        too_long = next((one for one in value if len(str(one)) > DIGITS_OF_AN_ID), None)
        if too_long:
            raise ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": too_long}
            )
        return super()._check_values(value)


class ChosenFilter(django_filters.ModelMultipleChoiceFilter):
    field_class = ChosenField


class PostFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=State.choices, method="in_state", widget=forms.CheckboxSelectMultiple
    )
    whose = django_filters.MultipleChoiceFilter(
        label=_("Whose"), choices=[("mine", _("Mine"))], method="of_the_person", widget=forms.CheckboxSelectMultiple
    )
    author = ChosenFilter(
        label=_("Author"), queryset=Author.objects.all(), method="naming", widget=forms.CheckboxSelectMultiple
    )
    topic = ChosenFilter(
        label=_("Topic"), queryset=Topic.objects.all(), method="naming", widget=forms.CheckboxSelectMultiple
    )
    blog = ChosenFilter(
        label=_("Blog"), queryset=blogs_to_choose_from, method="in_blog", widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = PostPage
        fields: list[str] = []

    def in_state(self, posts: QuerySet, _name: str, states: list[str]) -> QuerySet:
        return posts.filter(posts_in(states)) if states else posts

    def of_the_person(self, posts: QuerySet, _name: str, whose: list[str]) -> QuerySet:
        """The posts that the user created or last edited."""
        person = self.request.user
        return posts.filter(Q(owner=person) | Q(latest_revision__user=person)) if whose else posts

    def naming(self, posts: QuerySet, _name: str, items: Iterable[Author | Topic]) -> QuerySet:
        chosen = list(items)
        return posts.filter(newest_naming(type(chosen[0]), [item.pk for item in chosen])) if chosen else posts

    def in_blog(self, posts: QuerySet, _name: str, blogs: Iterable[BlogIndexPage]) -> QuerySet:
        chosen = Q()
        for blog in blogs:
            chosen |= below(blog.path)
        return posts.filter(chosen)


def searched(posts: QuerySet[PostPage], text: str) -> QuerySet[PostPage]:
    """The posts that contain every word, found by the search app; without it, those whose title contains the words.

    ``in:drafts`` selects the posts whose newest text is not published.
    """
    words = [word for word in text.split() if word.lower() != IN_DRAFTS]
    if len(words) < len(text.split()):
        posts = posts.filter(Q(live=False) | Q(has_unpublished_changes=True))
    typed = " ".join(words).replace("\0", " ")
    found = [post for find in hooks.get_hooks("find_posts_by_text") for post in find(typed, posts)]
    return posts.filter(pk__in=found) if found else posts.filter(titled(typed))


def titled(words: str) -> Q:
    """Matches posts whose published or draft title contains every word, ignoring case."""
    found = Q()
    for word in words.split():
        # SQLite ignores the case of ASCII letters only.
        spellings = {word, word.lower(), word.upper(), word.capitalize()}
        spelled = Q()
        for spelling in spellings if not word.isascii() else [word]:
            spelled |= Q(title__icontains=spelling) | Q(draft_title__icontains=spelling)
        found &= spelled
    return found
