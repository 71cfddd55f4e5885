"""What the forms of a post and of a bare page send when they are published."""

from dataclasses import dataclass

from django.urls import reverse
from wagtail.models import Page, Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from bench.publish.models import BarePage
from blog.blocks.prose import PROSE_FEATURES
from blog.models import BlogIndexPage, PostPage

FIELDS = {"slug": "bench", "seo_title": "", "search_description": "", "go_live_at": "", "expire_at": ""}
OF_A_POST = {
    "summary": "In short.",
    "cover": "",
    "cover_alt": "",
    "topic": "",
    "tags": "",
    "series": "",
    "series_place": "",
    "published_on": "",
    "licence": "",
    "canonical_url": "",
    "post_authors": inline_formset([]),
}


@dataclass(frozen=True)
class PublishForm:
    """The form of one page in the admin."""

    page: Page
    fields: dict

    @property
    def address(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    def filled(self, words: str) -> dict[str, str]:
        body = streamfield([("text", rich_text(words, features=PROSE_FEATURES))])
        sent = {**FIELDS, **self.fields, "title": "Bench", "body": body, "comments": inline_formset([])}
        return {**nested_form_data(sent), "action-publish": "1"}

    def is_published(self, words: str) -> bool:
        page = type(self.page).objects.get(pk=self.page.pk)
        return page.live and words in str(page.body.raw_data)


def post_form() -> PublishForm:
    root = Site.objects.get().root_page
    blog = BlogIndexPage.objects.child_of(root).get()
    return PublishForm(blog.add_child(instance=PostPage(title="Bench", slug="bench", live=False)), OF_A_POST)


def bare_form() -> PublishForm:
    root = Page.objects.get(pk=Site.objects.get().root_page_id)
    return PublishForm(root.add_child(instance=BarePage(title="Bench", slug="bench", live=False)), {})
