from django.urls import path

from search.results.feed import search_feed
from search.results.views import search, titles

urlpatterns = [
    path("", search, name="search"),
    path("feed/", search_feed, name="search_feed"),
    path("titles/", titles, name="search_titles"),
]
