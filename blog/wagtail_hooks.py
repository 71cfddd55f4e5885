"""Wagtail hooks of the blog. The code is in ``blog.admin``."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db.models import ForeignKey, Model
from django.dispatch import receiver
from django.http import Http404, HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html, format_html_join
from wagtail import hooks
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page, PageQuerySet, get_page_models
from wagtail.permissions import register_permission_policy
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.signals import init_new_page
from wagtail.snippets.models import register_snippet

from blog.admin import formula_preview, menu
from blog.admin.account import DeclarationPanel
from blog.admin.body import urls as body_urls
from blog.admin.default_author import preset_author
from blog.admin.deletion import TrashBulkAction, answer_deletion
from blog.admin.draftail_entities import FOOTNOTE_ENTITY, INLINE_MATH_ENTITY
from blog.admin.homepage_panels import SchedulePanel
from blog.admin.link_previews import address_for_script, link_card
from blog.admin.page_editor import PageCreateView, PageEditView, PageRevertView
from blog.admin.people_field import PersonField
from blog.admin.permission_policies import MoveToSectionBulkAction, SearchedPolicy, private_drafts
from blog.admin.post_editor import PostViewSet
from blog.admin.post_list import PostListingViewSet, post_listing
from blog.admin.sections import refuse_alias, refuse_copying_section, refuse_new_section
from blog.admin.taxonomy import AuthorViewSet, TaxonomyGroup, refuse_authors_in_use
from blog.blocks.code import LANGUAGE_LIST
from blog.body.link_handlers import OwnDocumentLinkHandler, ReadablePageLinkHandler
from blog.models import PostPage, TrashPage
from blog.rendering.highlight import LANGUAGES

register_form_field_override(ForeignKey, to=User, override={"form_class": PersonField})
register_permission_policy(Page, SearchedPolicy())
register_snippet(AuthorViewSet)
register_snippet(TaxonomyGroup)
# After Wagtail's own, which it replaces.
hooks.register("register_account_settings_panel", DeclarationPanel)
hooks.register("register_bulk_action", TrashBulkAction, order=100)
hooks.register("register_bulk_action", MoveToSectionBulkAction, order=100)


# After Wagtail's own, which it replaces.
@hooks.register("register_rich_text_features", order=100)
def links_to_readable_pages(features: FeatureRegistry) -> None:
    features.register_link_type(ReadablePageLinkHandler)
    features.register_link_type(OwnDocumentLinkHandler)
    # Pictures and players are blocks, so that rich text renders no embeds.
    features.embed_types.clear()


@hooks.register("register_rich_text_features")
def math_and_footnotes(features: FeatureRegistry) -> None:
    INLINE_MATH_ENTITY.register(features)
    FOOTNOTE_ENTITY.register(features)


@hooks.register("register_admin_urls")
def addresses_of_the_editor() -> list[URLPattern]:
    return [path("formula/", formula_preview.preview, name="formula_preview")]


@hooks.register("register_admin_viewset")
def list_of_posts() -> PostListingViewSet:
    return post_listing


@hooks.register("register_admin_viewset")
def editors() -> list[PageViewSet]:
    # Rooms above give view classes by the name of the viewset's attribute.
    of_posts = {name: view for views in hooks.get_hooks("post_editor_views") for name, view in views().items()}
    others = (model for model in get_page_models() if model is not PostPage)
    # Keeps Wagtail's explorer.
    views = {"add_view_class": PageCreateView, "edit_view_class": PageEditView, "parent_models": ()}
    views["revisions_revert_view_class"] = PageRevertView
    return [
        PostViewSet("post_editor", **of_posts),
        *(PageViewSet(model._meta.model_name, model=model, **views) for model in others),
    ]


@hooks.register("register_admin_menu_item")
def posts_in_menu() -> MenuItem:
    return menu.posts


@hooks.register("register_admin_menu_item")
def new_post_in_menu() -> MenuItem:
    return menu.new_post


@hooks.register("construct_homepage_panels")
def first_screen(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(SchedulePanel())


@hooks.register("before_create_page")
def restrict_section_creation(request: HttpRequest, parent: Page, page_class: type[Page]) -> HttpResponse | None:
    return refuse_new_section(request, parent, page_class)


@hooks.register("before_copy_page")
def restrict_section_copying(request: HttpRequest, page: Page) -> HttpResponse | None:
    return refuse_copying_section(request, page)


@hooks.register("before_copy_page")
def prevent_aliases(request: HttpRequest, page: Page) -> HttpResponse | None:
    return refuse_alias(request, page)


@hooks.register("before_delete_snippet")
def prevent_deleting_authors_in_use(request: HttpRequest, items: Iterable[Model]) -> HttpResponse | None:
    return refuse_authors_in_use(request, items)


@hooks.register("before_delete_page")
def put_deleted_posts_into_the_trash(request: HttpRequest, page: Page) -> HttpResponse | None:
    return answer_deletion(request, page)


@hooks.register("construct_page_chooser_queryset")
def choose_nothing_from_the_trash(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    # Filters by tree path, which is in the search index.
    trash, private = TrashPage.objects.first(), private_drafts(request.user)
    # The chooser shows the title of the parent page.
    if private.filter(pk=request.resolver_match.kwargs.get("parent_page_id")).exists():
        raise Http404
    pages = pages.exclude(pk__in=private)
    return pages.not_descendant_of(trash, inclusive=True) if trash else pages


@hooks.register("register_admin_urls")
def addresses_of_bodies() -> list[URLPattern]:
    return body_urls.urlpatterns


@hooks.register("insert_global_admin_css")
def admin_stylesheets() -> str:
    sheets = ("admin", "body", "schedule")
    return format_html_join(
        "\n", '<link rel="stylesheet" href="{}">', ((static(f"blog/admin/{sheet}.css"),) for sheet in sheets)
    )


@hooks.register("insert_editor_js")
def editor_scripts() -> str:
    names = ["rich-text.js", "unchanged.js", "enter.js", "title-focus.js", "post-form.js", "moments.js"]
    scripts = format_html_join(
        "\n", '<script src="{}" defer></script>', ((static(f"blog/admin/{name}"),) for name in names)
    )
    return format_html('{}\n<script type="module" src="{}"></script>', scripts, static("blog/admin/body/editor.js"))


@hooks.register("insert_editor_js")
def languages_of_code() -> str:
    options = format_html_join("", '<option value="{}">{}</option>', LANGUAGES)
    return format_html('<datalist id="{}">{}</datalist>', LANGUAGE_LIST, options)


@hooks.register("register_admin_urls")
def admin_addresses() -> list[URLPattern]:
    return [path("link-card/", link_card, name="blog_link_card")]


@hooks.register("insert_editor_js")
def address_of_link_cards() -> str:
    return address_for_script()


@receiver(init_new_page)
def start_post(page: Page, **_: object) -> None:
    if isinstance(page, PostPage):
        preset_author(page, page.owner)
