from django.urls import re_path

from blog.history.markdown_view import post_as_markdown

# Wagtail's own pattern allows no dot.
urlpatterns = [re_path(r"^(?P<path>(?:[\w-]+/)*[\w-]+)\.md$", post_as_markdown, name="post_as_markdown")]
