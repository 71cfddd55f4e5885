"""The four groups of people who work on a blog, and what each may do."""

from dataclasses import dataclass

from blog.review.approval.second_approver import APPROVE_PERMISSION

OWN_FILE_ACTIONS = ("add", "choose")
ALL_FILE_ACTIONS = ("add", "change", "choose")
TAXONOMY_PERMISSIONS = tuple(
    f"blog.{verb}_{model}" for model in ("author", "topic", "series", "tag") for verb in ("add", "change", "delete")
)
REDIRECT_PERMISSIONS = tuple(f"wagtailredirects.{verb}_redirect" for verb in ("add", "change", "delete"))
SITE_PERMISSIONS = (
    # Wagtail has no permission of its own for restricting sections; blog.pages.sections asks for this one.
    "wagtailcore.change_pageviewrestriction",
    "blog_mail.change_mail",
    *(
        f"{app}.{verb}_{model}"
        for app, model in (
            ("auth", "user"),
            ("auth", "group"),
            ("wagtailcore", "site"),
            ("wagtailcore", "collection"),
            ("wagtailcore", "workflow"),
            ("wagtailcore", "task"),
        )
        for verb in ("add", "change", "delete")
    ),
)


@dataclass(frozen=True)
class Role:
    """``pages`` are Wagtail's actions that are allowed on every page; "add" allows own pages only.

    ``files`` are the same for pictures and documents, ``permissions`` other ones as "app.codename".
    ``changes_settings`` allows every settings page of the site.
    """

    name: str
    pages: tuple[str, ...]
    files: tuple[str, ...]
    permissions: tuple[str, ...] = ()
    changes_settings: bool = False

    @property
    def publishes(self) -> bool:
        """Whether the role also gets the permissions of the hook ``permissions_of_publishers``."""
        return "publish" in self.pages

    @property
    def approves(self) -> bool:
        return APPROVE_PERMISSION in self.permissions


AUTHORS = Role("Authors", pages=("add",), files=OWN_FILE_ACTIONS)
REVIEWERS = Role("Reviewers", pages=("add", "change"), files=OWN_FILE_ACTIONS, permissions=(APPROVE_PERMISSION,))
EDITORS = Role(
    "Editors",
    pages=("add", "change", "publish", "lock", "unlock"),
    files=ALL_FILE_ACTIONS,
    permissions=(APPROVE_PERMISSION, *TAXONOMY_PERMISSIONS, *REDIRECT_PERMISSIONS),
)
ADMINISTRATORS = Role(
    "Administrators",
    pages=("add", "change", "publish", "lock", "unlock", "bulk_delete"),
    files=ALL_FILE_ACTIONS,
    permissions=(APPROVE_PERMISSION, *TAXONOMY_PERMISSIONS, *REDIRECT_PERMISSIONS, *SITE_PERMISSIONS),
    changes_settings=True,
)
ROLES = (AUTHORS, REVIEWERS, EDITORS, ADMINISTRATORS)
