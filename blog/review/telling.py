"""After a post was published, scheduled, submitted or judged: what came of it, instead of Wagtail's own words."""

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Page

from blog.models import PostPage
from blog.models.sections import restrictions_on
from blog.review.deciding import people_to_ask
from blog.review.last_look import SUBMIT
from blog.review.models.tasks import APPROVE, HAND_OVER
from blog.review.refusals import editor_of
from blog.zones import said, zone_of


def say_it_was_published(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The person stays where they wrote: there is the message, and there they mend what they see once it is live."""
    if not isinstance(page, PostPage):
        return None
    return tell(request, page, what_came_of(page))


def say_what_came_of_the_review(request: HttpRequest, page: Page) -> HttpResponse | None:
    if not isinstance(page, PostPage):
        return None
    if SUBMIT in request.POST:
        return tell(request, page, words_of_submission(page, request))
    if "action-workflow-action" not in request.POST:
        return None
    action = request.POST.get("workflow-action-name")
    if action == HAND_OVER:
        to = page.current_workflow_task_state.handed_over.to
        return tell(request, page, _("You handed the review over to %(name)s.") % {"name": get_user_display_name(to)})
    if action != APPROVE:
        return tell(request, page, _("You asked for changes of “%(title)s”.") % {"title": page.title})
    return tell(request, page, what_came_of(PostPage.objects.get(pk=page.pk)))


def tell(request: HttpRequest, post: PostPage, words: str) -> HttpResponse:
    # Reading them takes Wagtail's own away.
    list(get_messages(request))
    messages.success(request, words)
    return redirect(editor_of(post))


def what_came_of(post: PostPage) -> str:
    scheduled = post.get_scheduled_revision_as_object()
    if scheduled and scheduled.go_live_at and scheduled.go_live_at > timezone.now():
        return words_of_schedule(scheduled)
    if not post.live:
        return _("“%(title)s” is approved, and goes on to the next step.") % {"title": post.title}
    context = {"post": post, "address": post.full_url or "", "places": places_of(post)}
    return render_to_string("blog_review/went_live.html", context)


def words_of_schedule(post: PostPage) -> str:
    moment = said(post.go_live_at, zone_of(post))
    return _("“%(title)s” is scheduled for %(moment)s.") % {"title": post.title, "moment": moment}


def words_of_submission(post: PostPage, request: HttpRequest) -> str:
    count = people_to_ask(post, request.user).count()
    asked = ngettext("%(count)s person was asked.", "%(count)s people were asked.", count) % {"count": count}
    return _("“%(title)s” is submitted. %(asked)s") % {"title": post.title, "asked": asked}


def places_of(post: PostPage) -> list[str]:
    """Where readers come across it; nowhere in a section that not everybody may read."""
    if restrictions_on(post.path).exists():
        return []
    blog = post.get_parent()
    places = [_("the blog “%(name)s”") % {"name": blog.title}, _("its feed")]
    if post.topic:
        places.append(_("the topic “%(name)s”") % {"name": post.topic.name})
    if post.series:
        places.append(_("the series “%(name)s”") % {"name": post.series.title})
    return places
