"""A site that was in use: the demo, 300 imported posts, a team, drafts, schedules, comments, links and a trash."""

import sys
import uuid
from datetime import UTC, datetime, timedelta
from random import Random

from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Comment, CommentReply, PageViewRestriction, Site

from blog.history.models import PublishedVersion
from blog.models import BlogDocument, BlogImage, BlogIndexPage, BlogRendition, BlogSettings, PostPage, Series, Topic
from blog.publishing.trash import move_to_trash
from blog.review.approval.approvals import record_trusted_approval
from blog.review.guests.comments import add_comment, add_reply
from blog.review.guests.share_links import create_link, revoke_links
from blog.review.models import Approval, Invitation, ReviewLink
from blog.review.people.invitations import invite
from home.models import HomePage
from search.models import PromotedPost, Synonyms
from tests.blog.media_files import CAPTIONS, RECORDINGS, tone
from tests.factories import BlogIndexPageFactory, InfoPageFactory, PostPageFactory
from tests.journeys.bodies import every_block, recordings
from tests.journeys.bodies import text as prose
from tests.upgrade.folder import write_folder

PASSWORD = "a long enough password"
FAR_AWAY = datetime(2099, 5, 4, 9, tzinfo=UTC)
PEOPLE = {"wanda": "Authors", "rita": "Reviewers", "edda": "Editors", "ada": "Administrators"}
SOURCE = "moved-in"


def fill(folder):
    """Writes everything into an empty, migrated database; returns the secrets that nobody can find out later."""
    with_repeatable_uuids()
    call_command("create_groups", verbosity=0)
    User.objects.create_superuser("root", password=PASSWORD)
    call_command("load_demo", verbosity=0)
    write_folder(folder)
    alone = {"works_alone": True, "time_zone": "Europe/Berlin"}
    BlogSettings.objects.update_or_create(site=Site.objects.get(), defaults=alone)
    call_command(
        "import_markdown",
        str(folder),
        source=SOURCE,
        blog="blog",
        permalink="/:title/",
        licence="of-the-blog",
        stdout=sys.stderr,
    )
    blog, people = BlogIndexPage.objects.get(slug="blog"), team()
    BlogSettings.objects.update(works_alone=False)
    edit(people)
    states(blog, people)
    curate(blog)
    secrets = talk(blog, people)
    # Their files are made again when somebody asks for them.
    BlogRendition.objects.all().delete()
    return secrets


def with_repeatable_uuids():
    """The names of files and the keys of posts are the same on both databases, so that they share the media."""
    dice = Random(1)
    uuid.uuid4 = lambda: uuid.UUID(int=dice.getrandbits(128), version=4)


def team():
    found = {}
    for name, group in PEOPLE.items():
        found[name] = User.objects.create_user(name, f"{name}@example.org", PASSWORD, first_name=name.title())
        found[name].groups.add(Group.objects.get(name=group))
    return found


def approved(post, by):
    revision = post.save_revision(user=by)
    record_trusted_approval(post, kind=Approval.Kind.REVIEW, user=User.objects.get(username="rita"))
    return revision


def edit(people):
    """Three posts have three versions, one of them redacted; two more have a draft newer than what is live."""
    posts = list(PostPage.objects.live().filter(imported_sources__isnull=False).order_by("pk")[:5])
    for post in posts[:3]:
        for change in ("Corrected once.", "Corrected twice."):
            approved(longer(post, change), people["edda"]).publish(user=people["edda"])
    first = PublishedVersion.objects.filter(post_uuid=posts[0].uuid).order_by("number").first()
    PublishedVersion.objects.filter(pk=first.pk).update(
        text="", shown={}, files={}, redacted_at=timezone.now(), redaction_reason="It named a person."
    )
    for post in posts[3:]:
        longer(post, "Not published yet.").save_revision(user=people["wanda"])


def longer(post, words):
    post = PostPage.objects.get(pk=post.pk)
    post.body = [*post.body.raw_data, prose(f"<p>{words}</p>")]
    return post


def films():
    files = {"tone.wav": tone(seconds=1), "film.webm": RECORDINGS["clip.webm"], "words.vtt": CAPTIONS}
    return [BlogDocument.objects.create(title=name, file=ContentFile(data, name=name)) for name, data in files.items()]


def states(blog, people):
    """One post of every state, and one with every block."""
    picture = BlogImage.objects.order_by("pk").first()
    topic, series = Topic.objects.order_by("pk").first(), Series.objects.order_by("pk").first()

    def draft(title, body=None, **fields):
        body = body or [prose(f"<p>Words of {title}.</p>")]
        return PostPageFactory(parent=blog, title=title, summary="In short.", live=False, body=body, **fields)

    full = draft("Every block", [*every_block(picture), *recordings(picture, *films())], topic=topic, series=series,
                 series_place=9, cover=picture, cover_alt="Three lines", tags=["Python", "ledger"])  # fmt: skip
    approved(full, people["wanda"]).publish(user=people["edda"])
    draft("A mere draft", owner=people["wanda"]).save_revision(user=people["wanda"])
    scheduled = draft("Scheduled", go_live_at=FAR_AWAY)
    approved(scheduled, people["wanda"]).publish(user=people["edda"])
    approved(draft("Ends later", expire_at=FAR_AWAY), people["wanda"]).publish(user=people["edda"])
    expired = draft("Expired", expire_at=timezone.now() + timedelta(hours=1))
    approved(expired, people["wanda"]).publish(user=people["edda"])
    PostPage.objects.filter(pk=expired.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled")
    withdrawn = draft("Withdrawn")
    approved(withdrawn, people["wanda"]).publish(user=people["edda"])
    PostPage.objects.get(pk=withdrawn.pk).unpublish(user=people["edda"])
    for title in ("Deleted while live", "Deleted draft"):
        deleted = draft(title)
        if "live" in title:
            approved(deleted, people["wanda"]).publish(user=people["edda"])
        move_to_trash(PostPage.objects.get(pk=deleted.pk), user=people["edda"])
    closed = BlogIndexPageFactory(parent=HomePage.objects.get(), title="Inside", slug="inside")
    PageViewRestriction.objects.create(page=closed, restriction_type="password", password=PASSWORD)
    inside = PostPageFactory(
        parent=closed, title="For members", slug="for-members", live=False, body=[prose("<p>In.</p>")]
    )
    approved(inside, people["wanda"]).publish(user=people["edda"])
    page = InfoPageFactory(
        parent=HomePage.objects.get(), title="Imprint", slug="imprint", body=every_block(picture)[:3]
    )
    page.save_revision(user=people["ada"]).publish(user=people["ada"])


def curate(blog):
    Synonyms.objects.create(words="CI, continuous integration")
    promoted = PromotedPost.objects.create(post=PostPage.objects.get(title="Every block"))
    promoted.save()
    site = Site.objects.get()
    Redirect.add_redirect("/old-home", "/blog/", is_permanent=True, site=site)
    Redirect.add_redirect("/elsewhere", "https://example.org/there", is_permanent=False, site=site)


def talk(blog, people):
    """Reviews, comments of the team and of guests, links and an invitation."""
    post = PostPage.objects.get(title="A mere draft")
    post.get_workflow().start(post, people["wanda"])
    said = Comment.objects.create(page=post, user=people["rita"], text="Say which harbour.", contentpath="title")
    CommentReply.objects.create(comment=said, user=people["wanda"], text="The old one.")
    done = Comment.objects.create(page=post, user=people["rita"], text="Typo.", contentpath="summary")
    Comment.objects.filter(pk=done.pk).update(resolved_at=timezone.now(), resolved_by=people["wanda"])
    secrets = {}
    for name in ("open", "pinned", "revoked"):
        link = ReviewLink(post=post, name=f"Guest {name}", expires_at=FAR_AWAY)
        if name == "pinned":
            link.content = post.get_latest_revision_as_object().serializable_data()
        secrets[name] = f"/review/{link.pk}/{create_link(link, by=people['ada'])}/"
        if name == "revoked":
            revoke_links(post, link.pk)
            continue
        draft = link.draft()
        thread = add_comment(
            link, draft, text=f"From {name}.", passage_id="", quote="Words of", around="Words of A mere draft."
        )
        add_reply(link, thread.pk, "One more thing.")
    invitation = Invitation(name="Nell", role=Group.objects.get(name="Authors"), invited_by=people["ada"])
    secrets["invitation"] = f"/admin/join/{invitation.pk}/{invite(invitation)}/"
    Invitation.objects.update(expires_at=FAR_AWAY)
    return secrets
