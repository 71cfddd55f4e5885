from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "blog.exchange"
    label = "blog_exchange"
    verbose_name = "Import and export"
