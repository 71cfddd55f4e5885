"""The URLs of searches: the query and the order are their only parameters."""

from urllib.parse import urlencode

from django.urls import reverse


def search_parameters(query: str, *, is_by_date: bool = False) -> str:
    return urlencode({"q": query, **({"sort": "date"} if is_by_date else {})})


def search_url(query: str, *, is_by_date: bool = False) -> str:
    return f"{reverse('search')}?{search_parameters(query, is_by_date=is_by_date)}"


def feed_url(query: str) -> str:
    return f"{reverse('search_feed')}?{search_parameters(query)}"
