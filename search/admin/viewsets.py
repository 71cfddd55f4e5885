"""Admin views for synonyms and promoted posts."""

from operator import attrgetter

from django.db.models import Exists, Model, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, PageChooserPanel
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views.generic import CreateView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from blog.models import PublicPost
from search.admin.forms import PromotedPostForm, SynonymsForm
from search.analytics.report import ReportViewSet
from search.models import PromotedPost, Synonyms


class PrefilledCreateView(CreateView):
    """A create view that takes the value of a field from the query string; the report links to it."""

    model: type[Model]
    prefilled: str

    def get_initial_form_instance(self) -> Model:
        return self.model(**{self.prefilled: self.request.GET.get(self.prefilled, "").replace("\0", "")[:200]})


class SynonymsCreateView(PrefilledCreateView):
    prefilled = "words"
    page_title = _("New synonyms")


class PromotedPostCreateView(PrefilledCreateView):
    prefilled = "queries"
    page_title = _("New editors’ choice")


class PromotedPostIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[PromotedPost]:
        readable = PublicPost.objects.readable()
        posts = super().get_base_queryset().select_related("post")
        return posts.annotate(is_readable=Exists(readable.filter(pk=OuterRef("post"))))


def status_label(promotion: PromotedPost) -> str:
    return _("See it first") if promotion.is_readable else _("Cannot read it now")


class SearchViewSet(ModelViewSet):
    copy_view_enabled = False
    list_per_page = 50
    add_to_reference_index = False
    search_backend_name = None


class SynonymsViewSet(SearchViewSet):
    model = Synonyms
    name = "synonyms"
    icon = "resubmit"
    menu_label = _("Synonyms")
    add_view_class = SynonymsCreateView
    list_display = ["words"]
    search_fields = ["words"]
    ordering = "words"
    edit_handler = ObjectList([FieldPanel("words")], base_form_class=SynonymsForm)


class PromotedPostViewSet(SearchViewSet):
    model = PromotedPost
    name = "promoted"
    icon = "thumbtack"
    menu_label = _("Editors’ choice")
    add_view_class = PromotedPostCreateView
    index_view_class = PromotedPostIndexView
    list_display = [
        "searches",
        Column("post", label=_("Post"), accessor="post", width="35%"),
        StatusTagColumn(
            "is_readable", label=_("Readers"), accessor=status_label, primary=attrgetter("is_readable"), width="20%"
        ),
    ]
    search_fields = ["queries", "post__title"]
    ordering = "post__title"
    edit_handler = ObjectList([FieldPanel("queries"), PageChooserPanel("post")], base_form_class=PromotedPostForm)


class SearchGroup(ModelViewSetGroup):
    items = (ReportViewSet, SynonymsViewSet, PromotedPostViewSet)
    menu_label = _("Readers’ search")
    menu_name = "readers-search"
    menu_icon = "search"
    menu_order = 170
