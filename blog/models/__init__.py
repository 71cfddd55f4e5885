from .media import BlogDocument, BlogImage, BlogRendition
from .pages import BlogIndexPage
from .people import Author, AuthorLink, PostAuthor
from .posts import PostPage
from .public import PublicCount, PublicList, PublicPost, PublicPostAuthor, PublicPostTag
from .related import RelatedPost
from .schedule import Heartbeat, ScheduledPublication
from .settings import BlogSettings
from .topics import Series, Tag, TaggedPost, Topic
from .trash import TrashedPost, TrashPage

__all__ = [
    "Author",
    "AuthorLink",
    "BlogDocument",
    "BlogImage",
    "BlogIndexPage",
    "BlogRendition",
    "BlogSettings",
    "Heartbeat",
    "PostAuthor",
    "PostPage",
    "PublicCount",
    "PublicList",
    "PublicPost",
    "PublicPostAuthor",
    "PublicPostTag",
    "RelatedPost",
    "ScheduledPublication",
    "Series",
    "Tag",
    "TaggedPost",
    "Topic",
    "TrashPage",
    "TrashedPost",
]
