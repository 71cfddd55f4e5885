"""What the entries of feeds say about the changes of their posts."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from wagtail.models import Site

from blog.history.corrections import MAX_CORRECTIONS_ON_POST, changes_of
from blog.models import BlogSettings, PostPage
from blog.views.feeds import EntryChanges


def entry_changes(posts: list[PostPage], request: HttpRequest) -> dict[int, EntryChanges]:
    """Corrections before the text, and one line about the newest version behind it. One query for all posts."""
    changes = changes_of(posts, BlogSettings.for_request(request))
    root = Site.find_for_request(request).root_url
    entries = {}
    for post in posts:
        found, before, behind = changes[post.uuid], "", ""
        if found.corrections:
            corrections = [correction.below(root) for correction in found.corrections[:MAX_CORRECTIONS_ON_POST]]
            before = render_to_string("blog_history/feed/corrections.html", {"corrections": corrections})
        if found.newest:
            behind = render_to_string("blog_history/feed/newest.html", {"change": found.newest.below(root)})
        entries[post.pk] = EntryChanges(found.news_at, before, behind)
    return entries
