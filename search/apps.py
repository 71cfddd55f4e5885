from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    label = "finder"
    verbose_name = "Search"
