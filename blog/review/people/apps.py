from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's app of logins, with our screens to edit a login or a role."""

    user_viewset = "blog.review.people.user_viewsets.ProtectedUserViewSet"
    group_viewset = "blog.review.people.user_viewsets.ProtectedGroupViewSet"
