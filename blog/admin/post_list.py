"""The list of posts: every post that the user may edit, in all blogs."""

from collections.abc import Iterable
from operator import attrgetter

from django.db.models import F, Prefetch, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils import formats, timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageTitleColumn, ParentPageColumn
from wagtail.admin.views.pages.choose_parent import ChooseParentView
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import WorkflowState

from blog.admin import post_editor, schedule_messages, trash, unpublished_changes
from blog.admin.latest_drafts import newest_drafts
from blog.admin.permission_policies import OutsideTrashPolicy
from blog.admin.post_filters import PostFilterSet, searched
from blog.admin.post_tabs import post_tabs
from blog.pages.post import PostPage
from blog.pages.states import label_of
from blog.taxonomy.authors import Author, PostAuthor
from blog.taxonomy.topics import Topic


def date_of(post: PostPage) -> str:
    moment = post.listed_on
    return formats.date_format(timezone.localtime(moment), "SHORT_DATE_FORMAT") if moment else ""


# Columns that are hidden on a phone.
ASIDE = "post-list__aside"


class StateColumn(StatusTagColumn):
    """The state of a post, with messages about its schedule."""

    cell_template_name = "blog/admin/state_cell.html"

    def get_cell_context_data(self, instance: PostPage, parent_context: dict) -> dict:
        return {**super().get_cell_context_data(instance, parent_context), "lines": instance.schedule_lines}


class PostIndexView(IndexView):
    page_title = _("Posts")
    results_template_name = "blog/admin/post_results.html"
    add_item_label = _("New post")
    columns = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
        StateColumn(
            "state", label=_("State"), accessor=label_of, sort_key="live", primary=attrgetter("live"), width="20%"
        ),
        Column("authors", label=_("Authors"), accessor="listed_authors", classname=ASIDE, width="14%"),
        Column("topic", label=_("Topic"), accessor="listed_topic", classname=ASIDE, width="10%"),
        Column("published", label=_("Published"), accessor=date_of, sort_key="listed_on", classname=ASIDE, width="10%"),
        ParentPageColumn("blog", label=_("Blog"), classname=ASIDE, width="10%"),
    ]

    def get_context_data(self, **kwargs: object) -> dict:
        return {**super().get_context_data(**kwargs), "tabs": list(post_tabs(self.request))}

    @cached_property
    def verbose_name_plural(self) -> str:
        return PostPage._meta.verbose_name_plural

    def get_base_queryset(self) -> QuerySet[PostPage]:
        policy = OutsideTrashPolicy(PostPage)
        posts = policy.instances_user_has_any_permission_for(self.request.user, {"change"})
        return posts.annotate(listed_on=Coalesce("published_on", "first_published_at"))

    def paginate_queryset(self, queryset: QuerySet[PostPage], page_size: int) -> tuple:
        """Sorts ids only, and loads the posts of one page."""
        paginator, page, posts, is_paginated = super().paginate_queryset(queryset, page_size)
        ids = list(posts.values_list("pk", flat=True))
        found = prepared(PostPage.objects.filter(pk__in=ids)).in_bulk()
        page.object_list = [found[pk] for pk in ids if pk in found]
        describe(page.object_list)
        return paginator, page, page.object_list, is_paginated

    def order_queryset(self, queryset: QuerySet[PostPage]) -> QuerySet[PostPage]:
        if self.ordering == "-listed_on":
            return queryset.order_by(F("listed_on").desc(nulls_last=True), "-pk")
        return super().order_queryset(queryset)

    def search_queryset(self, queryset: QuerySet[PostPage]) -> QuerySet[PostPage]:
        return searched(queryset, self.search_query) if self.is_searching else queryset

    def get_ordering(self) -> str:
        # A search filters posts and does not rank them, so there is no ordering by relevance.
        asked = self.request.GET.get("ordering")
        return asked if asked in self.get_valid_orderings() else self.default_ordering


def prepared(posts: QuerySet[PostPage]) -> QuerySet[PostPage]:
    """Loads everything that a row and its menu need."""
    listed_on = Coalesce("published_on", "first_published_at")
    annotated = posts.annotate_site_root_state().annotate_approved_schedule().annotate(listed_on=listed_on)
    reviews = Prefetch(
        # Wagtail's own prefetch uses the content type of Page unless specific pages were loaded.
        "_specific_workflow_states",
        queryset=WorkflowState.objects.active().select_related("current_task_state__task"),
        to_attr="_current_workflow_states",
    )
    return annotated.defer_streamfields().select_related("content_type").prefetch_related(reviews)


def describe(posts: Iterable[PostPage]) -> None:
    """Sets on each post the authors, topic and date of its newest draft, and the messages about its schedule."""
    lines = schedule_messages.lines_of(posts, planned=[post.pk for post in posts if post.approved_schedule])
    drafts = newest_drafts([post.pk for post in posts if post.has_unpublished_changes])
    stored = authors_stored([post.pk for post in posts])
    named = {post.pk: drafts[post.pk].authors if post.pk in drafts else stored.get(post.pk, ()) for post in posts}
    topic_of = {post.pk: drafts[post.pk].topic if post.pk in drafts else post.topic_id for post in posts}
    authors = Author.objects.in_bulk({author for names in named.values() for author in names})
    topics = Topic.objects.in_bulk({topic for topic in topic_of.values() if topic})
    for post in posts:
        post.listed_authors = ", ".join(authors[author].name for author in named[post.pk] if author in authors)
        post.schedule_lines = lines.get(post.pk, [])
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
            messages.error(request, _("You do not have permission to add a post to any blog."))
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

    def get_urlpatterns(self) -> list[URLPattern]:
        ours = (trash, post_editor, schedule_messages, unpublished_changes)
        return [*super().get_urlpatterns(), *(pattern for part in ours for pattern in part.urlpatterns)]


post_listing = PostListingViewSet()
