"""The diff of pages in the admin, which replaces Wagtail's comparison of revisions."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.pages.revisions import RevisionsCompareView

from blog.history.content import Content, content_of
from blog.history.diff_context import Comparison, compare_with_context
from blog.history.models import PublishedVersion
from blog.models import VersionedPageMixin


class PostCompareView(RevisionsCompareView):
    """Compares two revisions. "live" is the public content, "latest" the newest draft. Permissions are Wagtail's."""

    page_title = gettext_lazy("What changed")
    template_name = "blog_history/admin/compare.html"

    def get_object(self, queryset: object = None) -> VersionedPageMixin:
        page = super().get_object(queryset)
        if not isinstance(page, VersionedPageMixin):
            raise Http404
        return page

    def _get_revision_and_heading(self, revision_id: str | int) -> tuple[Content, str]:
        post, heading = super()._get_revision_and_heading(revision_id)
        words = {"live": _("what readers see"), "latest": _("the newest draft")}
        return content_of(post), words.get(str(revision_id), heading)

    def _get_comparison(self, revision_a: Content, revision_b: Content) -> Comparison:
        return compare_with_context(revision_a, revision_b)


class VersionCompareView(PostCompareView):
    """Compares two published versions by their numbers."""

    def _get_revision_and_heading(self, revision_id: str | int) -> tuple[Content, str]:
        version = PublishedVersion.objects.filter(post_uuid=self.object.uuid, number=revision_id).first()
        if version is None or version.redacted_at:
            raise Http404
        return version.content, _("version %(number)s") % {"number": version.number}
