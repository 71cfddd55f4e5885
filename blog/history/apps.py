from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "blog.history"
    label = "blog_history"
    verbose_name = "History"
