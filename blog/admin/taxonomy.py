"""Authors, topics, series and tags in the admin: usage counts and deletion."""

from collections.abc import Iterable

from django.db.models import Count, Model, QuerySet
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, NumberColumn, Table
from wagtail.snippets.views.snippets import DeleteView, IndexView, SnippetViewSet, SnippetViewSetGroup

from blog.admin.author_deletion import deletion_error_message, posts_of
from blog.admin.taxonomy_usage import posts_counted, posts_using
from blog.pages.post import PostPage
from blog.taxonomy.authors import Author
from blog.taxonomy.topics import Series, Tag, Topic

POSTS_NAMED = 20


class TaxonomyIndexView(IndexView):
    def order_queryset(self, queryset: QuerySet[Model]) -> QuerySet[Model]:
        """Sorts names case-insensitively, because the default differs between databases."""
        if self.ordering.lstrip("-") != self.default_ordering:
            return super().order_queryset(queryset)
        by_name = Lower(self.default_ordering)
        return queryset.order_by(by_name.desc() if self.ordering.startswith("-") else by_name, "pk")

    def get_table(self, object_list: Iterable[Model]) -> Table:
        counts = posts_counted(self.model)
        for item in object_list:
            item.posts_counted = counts[item.pk]
        return super().get_table(object_list)


class TaxonomyDeleteView(DeleteView):
    """Lists the posts that use the item, drafts included, before it is deleted."""

    @cached_property
    def posts(self) -> QuerySet[PostPage]:
        return posts_using(self.object)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context = super().get_context_data(**kwargs)
        found = list(
            self.posts.only(
                "pk", "title", "draft_title", "live", "has_unpublished_changes", "owner", "path", "depth", "url_path"
            )
        )
        return context | {
            "posts": found[:POSTS_NAMED],
            "posts_total": len(found),
            "live_total": sum(post.live and not post.is_trashed for post in found),
            "others_total": max(0, len(found) - POSTS_NAMED),
            "is_protected": bool(found) and self.model is Author,
        }


def refuse_authors_in_use(request: HttpRequest, items: Iterable[Model]) -> HttpResponse | None:
    """Refuses to delete authors of posts, with a message. Called before snippets are deleted."""
    if request.method != "POST":
        return None
    authors = [item for item in items if isinstance(item, Author)]
    in_use = [(author, posts) for author in authors if (posts := posts_of(author))]
    for author, posts in in_use:
        messages.error(request, deletion_error_message(author, posts))
    return redirect(reverse(Author.snippet_viewset.get_url_name("list"))) if in_use else None


class TaxonomyViewSet(SnippetViewSet):
    index_view_class = TaxonomyIndexView
    delete_view_class = TaxonomyDeleteView
    delete_template_name = "blog/admin/confirm_delete.html"
    copy_view_enabled = False
    list_per_page = 50
    chooser_per_page = 20
    # Uses the database, which finds parts of words; tags are not in the search index.
    search_backend_name = None
    titled_by = "name"
    posts_relation: str

    @cached_property
    def list_display(self) -> list[str | Column]:
        posts = NumberColumn("posts", label=_("Posts"), accessor="posts_counted", sort_key="posts_stored", width="12%")
        return [self.titled_by, posts]

    @cached_property
    def search_fields(self) -> list[str]:
        return [self.titled_by]

    @cached_property
    def ordering(self) -> str:
        return self.titled_by

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        return self.model.objects.annotate(posts_stored=Count(self.posts_relation))


class AuthorViewSet(TaxonomyViewSet):
    model = Author
    icon = "user"
    add_to_admin_menu = True
    menu_order = 150
    posts_relation = "post_authors"


class TopicViewSet(TaxonomyViewSet):
    model = Topic
    icon = "clipboard-list"
    posts_relation = "posts"


class SeriesViewSet(TaxonomyViewSet):
    model = Series
    icon = "list-ol"
    titled_by = "title"
    posts_relation = "posts"


class TagViewSet(TaxonomyViewSet):
    model = Tag
    icon = "tag"
    posts_relation = "tagged_posts"


class TaxonomyGroup(SnippetViewSetGroup):
    items = (TopicViewSet, SeriesViewSet, TagViewSet)
    menu_label = _("Topics and tags")
    menu_name = "subjects"
    menu_icon = "folder-open-inverse"
    menu_order = 160
