"""Turns results of the link checker into findings, which only warn."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from blog.models import PostPage, PublicPost
from blog.quality.checks import Finding
from blog.review.findings.models import Waiver
from blog.review.link_checker.extraction import Link, external_links
from blog.review.link_checker.models import LinkedAddress

DEAD_LINK_CODE = "dead-elsewhere"


@dataclass(frozen=True)
class DeadLinks:
    post_id: int
    title: str
    addresses: list[LinkedAddress]


def dead_link_findings(draft: PostPage) -> list[Finding]:
    """Links in the draft in memory whose last request failed. At most one query."""
    links = external_links(draft)
    if not links:
        return []
    failed = LinkedAddress.objects.failing().filter(address__in={link.address for link in links})
    failing = {address.address: address for address in failed}
    return [finding(link, failing[link.address]) for link in links if link.address in failing]


def finding(link: Link, address: LinkedAddress) -> Finding:
    words = (
        _("The link “%(words)s” to %(host)s has been broken since %(since)s (%(answer)s).")
        if address.is_dead
        else _("The link “%(words)s” to %(host)s did not work on %(asked)s (%(answer)s). It will be checked again.")
    )
    facts = {"words": link.words, "host": address.host, "answer": address.answer}
    days = {"since": day(address.failing_since), "asked": day(address.asked_at)}
    return Finding(DEAD_LINK_CODE, words % (facts | days), link.block_id, address.address)


def day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT")


def dead_links_in_public_posts(most: int) -> list[DeadLinks]:
    """Public posts with dead links that were not accepted anyway, oldest failures first. One query."""
    public = PublicPost.objects.readable().filter(post=OuterRef("postpage"))
    stands = Waiver.objects.filter(
        code=DEAD_LINK_CODE, post_uuid=OuterRef("postpage__uuid"), about=OuterRef("linkedaddress__address")
    )
    links = LinkedAddress.posts.through.objects.filter(Exists(public), ~Exists(stands), linkedaddress__is_dead=True)
    found: dict[int, DeadLinks] = {}
    for link in links.select_related("linkedaddress").annotate(title=F("postpage__title"))[:most]:
        found.setdefault(link.postpage_id, DeadLinks(link.postpage_id, link.title, [])).addresses.append(
            link.linkedaddress
        )
    return sorted(found.values(), key=lambda one: min(address.failing_since for address in one.addresses))
