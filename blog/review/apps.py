from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "blog.review"
    label = "blog_review"
    verbose_name = "Review"
