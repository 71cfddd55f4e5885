from django.urls import path, re_path

from blog.history.corrections_page import corrections_feed, corrections_page
from blog.history.heads import heads
from blog.history.markdown_view import post_as_markdown
from blog.history.policy_page import moved_policy_page, policy_file, policy_page
from blog.history.public_pages import changes_in_version, changes_since, history_file, version_list, version_page

urlpatterns = [
    path("heads.json", heads, name="heads"),
    path("<page_path:path>/archive/corrections/", corrections_page, {"is_moved": True}),
    path("<page_path:path>/archive/corrections/feed/", corrections_feed, {"is_moved": True}),
    path("<page_path:path>/corrections/", corrections_page, {"is_moved": False}),
    path("<page_path:path>/corrections/feed/", corrections_feed, {"is_moved": False}),
    path("<page_path:path>/archive/how-we-publish/", moved_policy_page),
    path("<page_path:path>/how-we-publish/", policy_page),
    path("<page_path:path>/how-we-publish.json", policy_file),
    # Wagtail's own pattern allows no dot.
    re_path(r"^(?P<path>(?:[\w-]+/)*[\w-]+)\.md$", post_as_markdown, name="post_as_markdown"),
    path("<page_path:path>/history.json", history_file),
    path("<page_path:path>/history/", version_list),
    path("<page_path:path>/history/<version:number>/", version_page),
    path("<page_path:path>/history/<version:number>/against/<version:older>/", changes_in_version),
    path("<page_path:path>/history/since/<version:number>/", changes_since),
]
