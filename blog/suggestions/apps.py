from django.apps import AppConfig


class SuggestionsConfig(AppConfig):
    name = "blog.suggestions"
    label = "blog_suggestions"
    verbose_name = "Suggestions"
