from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.menu import MenuItem

from blog.admin.post_list import NewPostView
from blog.pages.post import PostPage


class PostsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return user_has_any_page_permission(request.user)


class NewPostMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        view = NewPostView(model=PostPage, request=request)
        return view.get_valid_parent_pages(request.user).exists()


posts = PostsMenuItem(_("Posts"), reverse_lazy("posts:index"), name="posts", icon_name="doc-full", order=10)
new_post = NewPostMenuItem(
    _("New post"), reverse_lazy("posts:choose_parent"), name="new-post", icon_name="plus", order=20
)
