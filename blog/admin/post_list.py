"""The list of posts: every post that the person may edit, flat, whichever blog it is in."""

from collections.abc import Iterable
from operator import attrgetter

import django_filters
from django import forms
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import formats, timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageTitleColumn, ParentPageColumn
from wagtail.admin.views.pages.choose_parent import ChooseParentView
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.permission_policies.pages import PagePermissionPolicy

from blog.admin.drafts import newest_drafts
from blog.admin.states import State, label_of, posts_in
from blog.admin.usage import newest_naming
from blog.models import Author, BlogIndexPage, PostAuthor, PostPage, Topic
from blog.models.sections import below


def blogs_to_choose_from(request: HttpRequest) -> QuerySet[BlogIndexPage]:
    return PagePermissionPolicy(BlogIndexPage).explorable_instances(request.user)


class PostFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=State.choices, method="in_state", widget=forms.CheckboxSelectMultiple
    )
    author = django_filters.ModelMultipleChoiceFilter(
        label=_("Author"), queryset=Author.objects.all(), method="naming", widget=forms.CheckboxSelectMultiple
    )
    topic = django_filters.ModelMultipleChoiceFilter(
        label=_("Topic"), queryset=Topic.objects.all(), method="naming", widget=forms.CheckboxSelectMultiple
    )
    blog = django_filters.ModelMultipleChoiceFilter(
        label=_("Blog"), queryset=blogs_to_choose_from, method="in_blog", widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = PostPage
        fields: list[str] = []

    def in_state(self, posts: QuerySet, _name: str, states: list[str]) -> QuerySet:
        return posts.filter(posts_in(states)) if states else posts

    def naming(self, posts: QuerySet, _name: str, items: Iterable[Author | Topic]) -> QuerySet:
        chosen = list(items)
        return posts.filter(newest_naming(type(chosen[0]), [item.pk for item in chosen])) if chosen else posts

    def in_blog(self, posts: QuerySet, _name: str, blogs: Iterable[BlogIndexPage]) -> QuerySet:
        chosen = Q()
        for blog in blogs:
            chosen |= below(blog.path)
        return posts.filter(chosen)


def titled(words: str) -> Q:
    """Every word stands somewhere in the title, published or drafted, in small or capital letters."""
    found = Q()
    for word in words.split():
        # SQLite compares letters outside ASCII as they are written.
        spellings = {word, word.lower(), word.upper(), word.capitalize()}
        spelled = Q()
        for spelling in spellings if not word.isascii() else [word]:
            spelled |= Q(title__icontains=spelling) | Q(draft_title__icontains=spelling)
        found &= spelled
    return found


def date_of(post: PostPage) -> str:
    moment = post.listed_on
    return formats.date_format(timezone.localtime(moment), "SHORT_DATE_FORMAT") if moment else ""


class PostIndexView(IndexView):
    page_title = _("Posts")
    add_item_label = _("New post")
    columns = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
        StatusTagColumn(
            "state", label=_("State"), accessor=label_of, sort_key="live", primary=attrgetter("live"), width="12%"
        ),
        Column("authors", label=_("Authors"), accessor="listed_authors", width="16%"),
        Column("topic", label=_("Topic"), accessor="listed_topic", width="12%"),
        Column("published", label=_("Published"), accessor=date_of, sort_key="listed_on", width="10%"),
        ParentPageColumn("blog", label=_("Blog"), width="10%"),
    ]

    @cached_property
    def verbose_name_plural(self) -> str:
        return PostPage._meta.verbose_name_plural

    def get_base_queryset(self) -> QuerySet[PostPage]:
        policy = PagePermissionPolicy(PostPage)
        posts = policy.instances_user_has_any_permission_for(self.request.user, {"change"})
        return self.annotate_queryset(posts)

    def annotate_queryset(self, pages: QuerySet[PostPage]) -> QuerySet[PostPage]:
        prepared = pages.defer_streamfields().select_related("content_type").prefetch_workflow_states()
        listed_on = Coalesce("published_on", "first_published_at")
        return prepared.annotate_site_root_state().annotate_approved_schedule().annotate(listed_on=listed_on)

    def order_queryset(self, queryset: QuerySet[PostPage]) -> QuerySet[PostPage]:
        if self.ordering == "-listed_on":
            return queryset.order_by(F("listed_on").desc(nulls_last=True), "-pk")
        return super().order_queryset(queryset)

    def search_queryset(self, queryset: QuerySet[PostPage]) -> QuerySet[PostPage]:
        return queryset.filter(titled(self.search_query)) if self.is_searching else queryset

    def get_ordering(self) -> str:
        # Titles are found, not ranked: there is no order by relevance.
        asked = self.request.GET.get("ordering")
        return asked if asked in self.get_valid_orderings() else self.default_ordering

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context = super().get_context_data(**kwargs)
        describe(context["object_list"])
        return context


def describe(posts: Iterable[PostPage]) -> None:
    """Gives each post what its newest version says of authors, topic and date, in four queries."""
    drafts = newest_drafts([post.pk for post in posts])
    stored = authors_stored([post.pk for post in posts])
    named = {post.pk: drafts[post.pk].authors if post.pk in drafts else stored.get(post.pk, ()) for post in posts}
    topic_of = {post.pk: drafts[post.pk].topic if post.pk in drafts else post.topic_id for post in posts}
    authors = Author.objects.in_bulk({author for names in named.values() for author in names})
    topics = Topic.objects.in_bulk({topic for topic in topic_of.values() if topic})
    for post in posts:
        post.listed_authors = ", ".join(authors[author].name for author in named[post.pk] if author in authors)
        post.listed_topic = topics.get(topic_of[post.pk], "")
        if post.pk in drafts and drafts[post.pk].published_on:
            post.listed_on = drafts[post.pk].published_on


def authors_stored(post_ids: list[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    rows = PostAuthor.objects.filter(page__in=post_ids).order_by("sort_order", "pk")
    for post, author in rows.values_list("page_id", "author_id"):
        found.setdefault(post, []).append(author)
    return found


class NewPostView(ChooseParentView):
    page_title = _("Choose the blog")

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not self.get_valid_parent_pages(request.user).exists():
            messages.error(request, _("There is no blog to which you may add a post."))
            return redirect("wagtailadmin_home")
        return super().get(request, *args, **kwargs)


class PostListingViewSet(PageListingViewSet):
    name = "posts"
    model = PostPage
    icon = "doc-full"
    index_view_class = PostIndexView
    choose_parent_view_class = NewPostView
    filterset_class = PostFilterSet
    columns = PostIndexView.columns
    ordering = "-latest_revision_created_at"


post_listing = PostListingViewSet()
