"""The state of a post in the words of the list of posts, wherever Wagtail shows the state of a page."""


class StatedMixin:
    @property
    def status_string(self) -> str:
        from blog.admin.states import label_of  # noqa: PLC0415 (it imports the model)

        return str(label_of(self))
