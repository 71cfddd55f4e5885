"""Published posts of plain text, written directly, without revisions."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from html import escape

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Locale, Page

from bench.seed import insert
from blog.models import BlogIndexPage, PostPage, PublicCount, PublicList, PublicPost


class Writer:
    """Adds posts to an empty blog, each an hour newer than the one before."""

    def __init__(self, blog: BlogIndexPage, *, posts_in_all: int) -> None:
        self.blog = blog
        self.written = 0
        self.first_moment = timezone.now() - timedelta(hours=posts_in_all + 1)
        self.locale = Locale.get_default()
        self.content_type = ContentType.objects.get_for_model(PostPage)

    def write(self, texts: Iterable[tuple[str, str]]) -> list[PostPage]:
        """Adds one post for each (title, text)."""
        pages = [self._post(title, text) for title, text in texts]
        insert(pages)
        Page.objects.filter(pk=self.blog.pk).update(numchild=self.written)
        # What `keep` would write, without reading the tree for it.
        PublicPost.objects.bulk_create(map(self._public, pages))
        PublicCount.objects.update_or_create(blog=self.blog, kind=PublicList.BLOG, defaults={"posts": self.written})
        return pages

    def _public(self, page: PostPage) -> PublicPost:
        moment = page.first_published_at
        month = moment.year * 100 + moment.month
        shown = {"slug": page.slug, "title": page.title, "month": month}
        return PublicPost(post_id=page.pk, blog=self.blog, published_at=moment, **shown)

    def _post(self, title: str, text: str) -> PostPage:
        self.written += 1
        slug = f"post-{self.written}"
        moment: datetime = self.first_moment + timedelta(hours=self.written)
        return PostPage(
            path=PostPage._get_path(self.blog.path, self.blog.depth + 1, self.written),
            depth=self.blog.depth + 1,
            title=title[:255],
            draft_title=title[:255],
            slug=slug,
            url_path=f"{self.blog.url_path}{slug}/",
            live=True,
            has_unpublished_changes=False,
            first_published_at=moment,
            last_published_at=moment,
            body=[("text", f"<p>{escape(text)}</p>")],
            locale=self.locale,
            content_type=self.content_type,
        )
