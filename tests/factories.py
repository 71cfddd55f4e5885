"""The least valid object of each kind; a test states every value that it asserts."""

from datetime import timedelta

import factory
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from blog.models import (
    Author,
    BlogIndexPage,
    PostAuthor,
    PostPage,
    PublicPost,
    PublicPostAuthor,
    PublicPostTag,
    Series,
    Tag,
    Topic,
)
from home.models import HomePage, InfoPage


class PageFactory(factory.django.DjangoModelFactory):
    """Adds the page under ``parent``, live unless ``live=False``, without a revision."""

    class Meta:
        abstract = True

    title = factory.Sequence(lambda number: f"Page {number}")

    @classmethod
    def _create(cls, model_class, *args, parent, live=True, **kwargs):
        moment = timezone.now() if live else None
        dates = {"first_published_at": moment, "last_published_at": moment}
        page = model_class(*args, live=live, has_unpublished_changes=not live, **dates, **kwargs)
        return cls.add(page, parent)

    @classmethod
    def add(cls, page, parent):
        parent.add_child(instance=page)
        return type(page).objects.get(pk=page.pk)


class HomePageFactory(PageFactory):
    class Meta:
        model = HomePage


class InfoPageFactory(PageFactory):
    class Meta:
        model = InfoPage


class BlogIndexPageFactory(PageFactory):
    class Meta:
        model = BlogIndexPage


class PostPageFactory(PageFactory):
    class Meta:
        model = PostPage

    title = factory.Sequence(lambda number: f"Post {number}")

    @classmethod
    def _create(cls, model_class, *args, tags=(), authors=(), **kwargs):
        cls.relations = tags, authors
        return super()._create(model_class, *args, **kwargs)

    @classmethod
    def add(cls, page, parent):
        tags, authors = cls.relations
        page.tags.add(*tags)
        page.post_authors = [PostAuthor(author=author, sort_order=place) for place, author in enumerate(authors)]
        return super().add(page, parent)


class AuthorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Author

    name = factory.Sequence(lambda number: f"Author {number}")


class TopicFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Topic

    name = factory.Sequence(lambda number: f"Topic {number}")


class SeriesFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Series

    title = factory.Sequence(lambda number: f"Series {number}")


class TagFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Tag

    name = factory.Sequence(lambda number: f"tag-{number}")


def of_posts(model):
    """The versions or approvals of posts, without those of the home page and the blog."""
    return model.objects.filter(post_uuid__in=PostPage.objects.values("uuid"))


def make_site(**home):
    """A site with a home page and one blog at /blog/; returns (site, home, blog)."""
    Site.objects.all().delete()
    Page.objects.filter(depth=2).delete()
    root = Page.objects.get(depth=1)
    home = HomePageFactory(parent=root, title="Home", slug="home", **home)
    site = Site.objects.create(hostname="testserver", root_page=home, is_default_site=True)
    return site, home, BlogIndexPageFactory(parent=home, title="Blog", slug="blog")


def restrict(page):
    """Asks for a login before ``page`` and all below it."""
    return PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def expire(post):
    """Lets the post's time end a minute ago, before anything has noticed: its rows for readers still stand."""
    post.expire_at = timezone.now() + timedelta(hours=1)
    post.save_revision().publish()
    post.expire_at = timezone.now() - timedelta(minutes=1)
    PostPage.objects.filter(pk=post.pk).update(expire_at=post.expire_at)
    for rows in (PublicPost, PublicPostTag, PublicPostAuthor):
        rows.objects.filter(post=post).update(expires_at=post.expire_at)
    return post


def text(html):
    return [{"type": "text", "value": html}]
