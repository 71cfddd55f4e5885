"""The addresses of searches. What a reader typed and the order are all that they hold."""

from urllib.parse import urlencode

from django.urls import reverse


def search_parameters(query: str, *, is_by_date: bool = False) -> str:
    return urlencode({"q": query, **({"sort": "date"} if is_by_date else {})})


def search_address(query: str, *, is_by_date: bool = False) -> str:
    return f"{reverse('search')}?{search_parameters(query, is_by_date=is_by_date)}"


def feed_address(query: str) -> str:
    return f"{reverse('search_feed')}?{search_parameters(query)}"
