from wagtail.users.apps import WagtailUsersAppConfig


class LoginsConfig(WagtailUsersAppConfig):
    """Wagtail's app of logins, with our screen to edit one."""

    user_viewset = "blog.review.people.logins.LoginViewSet"
