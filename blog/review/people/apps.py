from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's users app with our viewsets for users and groups."""

    user_viewset = "blog.review.people.user_viewsets.ProtectedUserViewSet"
    group_viewset = "blog.review.people.user_viewsets.ProtectedGroupViewSet"
