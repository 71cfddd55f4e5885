from blog.media.models import BlogDocument, BlogImage, BlogRendition
from blog.pages.blog_index import BlogIndexPage
from blog.pages.post import PostPage
from blog.pages.trash import TrashedPost, TrashPage
from blog.pages.versioned import IntroductionMixin, PublishedTextMixin, VersionedPageMixin
from blog.public_index.models import PublicCount, PublicList, PublicPost, PublicPostAuthor, PublicPostTag
from blog.public_index.related import RelatedPost
from blog.scheduling.models import Heartbeat, ScheduledPublication
from blog.settings.models import BlogSettings
from blog.taxonomy.authors import Author, AuthorLink, PostAuthor
from blog.taxonomy.topics import Series, Tag, TaggedPost, Topic

__all__ = [
    "Author",
    "AuthorLink",
    "BlogDocument",
    "BlogImage",
    "BlogIndexPage",
    "BlogRendition",
    "BlogSettings",
    "Heartbeat",
    "IntroductionMixin",
    "PostAuthor",
    "PostPage",
    "PublicCount",
    "PublicList",
    "PublicPost",
    "PublicPostAuthor",
    "PublicPostTag",
    "PublishedTextMixin",
    "RelatedPost",
    "ScheduledPublication",
    "Series",
    "Tag",
    "TaggedPost",
    "Topic",
    "TrashPage",
    "TrashedPost",
    "VersionedPageMixin",
]
