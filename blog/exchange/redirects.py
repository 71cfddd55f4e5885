"""Creates redirects from the old addresses of posts. Existing redirects stay."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from blog.exchange.addresses import LinkTargets, old_path
from blog.exchange.imported_post import ImportedPost


@dataclass(slots=True)
class RedirectImporter:
    """`pages` are the paths of pages of the blog, at which redirects would have no effect."""

    site: Site | None
    pages: dict[str, str] = field(default_factory=dict)
    standing: dict[str, int | str] = field(default_factory=dict)
    claimed: dict[str, str] = field(default_factory=dict)

    def load(self) -> None:
        rows = Redirect.get_for_site(self.site).values_list("old_path", "redirect_page_id", "redirect_link")
        self.standing = {path: page_id or link for path, page_id, link in rows}

    def end_of(self, stub: ImportedPost, targets: LinkTargets, pages: Mapping[str, int]) -> int | str:
        """The target of a file that only redirects: a page id or an address."""
        own = stub.old_addresses[0] if stub.old_addresses else ""
        page = pages.get(targets.find(stub.redirect_to, source_id=stub.source_id, own_address=own) or "")
        address = targets.absolute(stub.redirect_to, own) or stub.redirect_to
        if not own:
            stub.find("redirect", f"leads to {address}, but from no old address that is known; give --permalink")
        elif not page and old_path(address) in stub.old_addresses and not targets.is_elsewhere(address):
            stub.find("redirect", f"{address} would lead to itself")
            stub.old_addresses.clear()
        return page or address

    def wanted(self, post: ImportedPost, target: int | str | None) -> tuple[list[str], list[str]]:
        """The old addresses that need a redirect to the target, and those that have it.

        Addresses that cannot have a redirect become findings.
        """
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
            elif self.standing[path] == target:
                there.append(path)
            else:
                post.find("address", f"{path} already redirects elsewhere; that redirect stays")
        return missing, there

    def make(self, paths: list[str], target: int | str) -> None:
        to = {"redirect_link": target} if isinstance(target, str) else {"redirect_page_id": target}
        Redirect.objects.bulk_create(Redirect(old_path=path, site=self.site, **to) for path in paths)
        self.standing.update(dict.fromkeys(paths, target))
