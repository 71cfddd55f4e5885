from django.http import HttpRequest
from django.urls import URLPattern
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from blog.models import PostPage
from blog.suggestions import queue_views
from blog.suggestions.credits import credited_names
from blog.suggestions.deciding import ACCEPTED_LOG_ACTION, AcceptedLogFormatter
from blog.suggestions.numbers import numbers_of_suggestions
from blog.suggestions.questions import answered_questions
from blog.suggestions.views import takes_suggestions

hooks.register("register_admin_menu_item", queue_views.menu_item)
hooks.register("construct_homepage_panels", queue_views.add_panel)
hooks.register("permissions_of_publishers", lambda: [queue_views.QUEUE_PERMISSION])
hooks.register("names_of_credits", credited_names)
hooks.register("numbers_of_publishing", numbers_of_suggestions)
hooks.register("questions_on_history", answered_questions)


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return queue_views.urlpatterns


@hooks.register("register_log_actions")
def register_log_formatter(actions: LogActionRegistry) -> None:
    actions.register_action(ACCEPTED_LOG_ACTION)(AcceptedLogFormatter)


@hooks.register("post_context")
def link_to_form(post: PostPage, request: HttpRequest) -> dict[str, object]:
    return {"suggest_url": f"{post.public.url}suggest/" if takes_suggestions(post, request) else ""}
