"""Mixins for modelsearch's backends of both databases: posts have an index of their own."""

from collections.abc import Iterable
from copy import copy
from functools import cached_property
from typing import Any

from django.db.models import Count, Model, QuerySet
from modelsearch.query import MatchAll, Phrase, PlainText
from wagtail.search.index import AutocompleteField, SearchField

from blog.models import PostPage
from search.backends.composed import expression_of
from search.engines import newest_matches
from search.engines.scope import scope_of
from search.index.indexer import index_posts
from search.query.finder import MAX_RESULTS, search_posts
from search.query.parser import Query, parse, strip_unstorable


class PostIndex:
    """Indexes posts in our index, and only their titles in modelsearch's."""

    def add_items(self, model: type[Model], objects: Iterable[Model]) -> None:
        if issubclass(model, PostPage):
            posts = list(objects)
            index_posts(posts)
            objects = [title_only(post) for post in posts]
        super().add_items(model, objects)

    def _refresh_title_norms(self, full: bool = False) -> None:
        """Does nothing: computing an average over all titles at each update takes longer with each post."""


def title_only(post: PostPage) -> PostPage:
    copied = copy(post)
    copied.get_search_fields = lambda: [SearchField("title"), AutocompleteField("title")]
    return copied


class PostCompiler:
    """Uses our index for full-text queries of posts, and modelsearch for everything else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*(strip_unstorable(value) if isinstance(value, str) else value for value in args), **kwargs)
        # Without an operator, posts with all words rank first, followed by those with some.
        self.wants_all_words = kwargs.get("operator") == "and"

    @property
    def is_about_posts(self) -> bool:
        is_ours = not isinstance(self.query, MatchAll)
        return is_ours and self.fields is None and issubclass(self.queryset.model, PostPage)

    def check(self) -> None:
        # The database applies the filters of the queryset, so every filter is supported.
        if not self.is_about_posts:
            super().check()

    @cached_property
    def found(self) -> list[int]:
        if isinstance(self.query, PlainText) and not self.wants_all_words:
            return search_posts(parse(self.query.query_string), self.queryset)
        if isinstance(self.query, Phrase):
            return search_posts(Query(phrases=[self.query.query_string]), self.queryset)
        return newest_matches(expression_of(self.query), among=scope_of(self.queryset), limit=MAX_RESULTS)


class PostResults:
    @property
    def is_ours(self) -> bool:
        # Autocomplete queries have a compiler of modelsearch.
        return isinstance(self.query_compiler, PostCompiler) and self.query_compiler.is_about_posts

    def _do_search(self) -> list[Any]:
        if not self.is_ours:
            return super()._do_search()
        compiler = self.query_compiler
        if not compiler.order_by_relevance:
            return list(self._posts()[self.start : self.stop])
        ids = compiler.found[self.start : self.stop]
        posts = compiler.queryset.order_by().in_bulk(ids)
        found = [posts[pk] for pk in ids if pk in posts]
        if self._score_field:
            for place, post in enumerate(found, start=self.start):
                setattr(post, self._score_field, 1 / (1 + place))
        return found

    def _do_count(self) -> int:
        if not self.is_ours:
            return super()._do_count()
        return len(self.query_compiler.found[self.start : self.stop])

    def _posts(self) -> QuerySet:
        return self.query_compiler.queryset.filter(pk__in=self.query_compiler.found)

    def facet(self, field_name: str) -> dict[Any, int]:
        if not self.is_ours:
            return super().facet(field_name)
        counted = self._posts().order_by().values_list(field_name).annotate(posts=Count("pk"))
        return dict(counted.order_by("-posts"))
