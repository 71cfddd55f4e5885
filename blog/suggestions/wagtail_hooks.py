from django.http import HttpRequest
from django.urls import URLPattern
from wagtail import hooks

from blog.models import PostPage
from blog.suggestions import queue_views
from blog.suggestions.credits import credited_names
from blog.suggestions.numbers import numbers_of_suggestions
from blog.suggestions.views import takes_suggestions

hooks.register("register_admin_menu_item", queue_views.menu_item)
hooks.register("permissions_of_publishers", lambda: [queue_views.QUEUE_PERMISSION])
hooks.register("names_of_credits", credited_names)
hooks.register("numbers_of_publishing", numbers_of_suggestions)


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return queue_views.urlpatterns


@hooks.register("post_context")
def link_to_form(post: PostPage, request: HttpRequest) -> dict[str, object]:
    return {"suggest_url": f"{post.public.url}suggest/" if takes_suggestions(post, request) else ""}
