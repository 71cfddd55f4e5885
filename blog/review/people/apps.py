from wagtail.users.apps import WagtailUsersAppConfig


class LoginsConfig(WagtailUsersAppConfig):
    """Wagtail's app of logins, with our screens to edit a login or a role."""

    user_viewset = "blog.review.people.user_viewsets.LoginViewSet"
    group_viewset = "blog.review.people.user_viewsets.RoleViewSet"
