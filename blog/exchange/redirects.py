"""Redirects from a post's old addresses. One that an editor made is never touched."""

from dataclasses import dataclass, field

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from blog.exchange.imported import ImportedPost


@dataclass(slots=True)
class Redirects:
    """`pages` are the paths of the blog's own pages, where no redirect would ever be asked for."""

    site: Site | None
    pages: dict[str, str] = field(default_factory=dict)
    standing: dict[str, int | None] = field(default_factory=dict)
    claimed: dict[str, str] = field(default_factory=dict)

    def load(self) -> None:
        rows = Redirect.get_for_site(self.site).values_list("old_path", "redirect_page_id")
        self.standing = dict(rows)

    def wanted(self, post: ImportedPost, page_id: int | None) -> tuple[list[str], list[str]]:
        """The old addresses that need a redirect, and those that have theirs; what cannot have one is a finding."""
        missing: list[str] = []
        there: list[str] = []
        for path in post.old_addresses:
            owner = self.pages.get(path) or self.claimed.setdefault(path, post.source_id)
            if owner != post.source_id:
                post.find("address", f"{path} already belongs to {owner}")
            elif path in self.pages:
                continue
            elif path not in self.standing:
                missing.append(path)
            elif page_id is not None and self.standing[path] == page_id:
                there.append(path)
            else:
                post.find("address", f"{path} already redirects elsewhere; that redirect stays")
        return missing, there

    def make(self, paths: list[str], page_id: int) -> None:
        Redirect.objects.bulk_create(
            Redirect(old_path=path, site=self.site, redirect_page_id=page_id) for path in paths
        )
        self.standing.update(dict.fromkeys(paths, page_id))
