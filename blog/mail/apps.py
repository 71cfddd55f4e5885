from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "blog.mail"
    label = "blog_mail"
    verbose_name = "Mail"
