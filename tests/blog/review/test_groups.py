import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowTask

from blog.review.roles.groups import make_groups

pytestmark = pytest.mark.django_db


def rights(name):
    group = Group.objects.get(name=name)
    pages = group.page_permissions.values_list("page__depth", "permission__codename")
    files = group.collection_permissions.values_list("permission__codename", flat=True)
    return {code for depth, code in pages if depth == 1}, set(files)


def test_groups_may_do_on_pages_and_files_what_the_roles_say():
    make_groups()

    own_files = {"add_image", "choose_image", "add_document", "choose_document"}
    all_files = own_files | {"change_image", "change_document"}
    assert rights("Authors") == ({"add_page"}, own_files)
    assert rights("Reviewers") == ({"add_page", "change_page"}, own_files)
    assert rights("Editors") == ({"add_page", "change_page", "publish_page", "lock_page", "unlock_page"}, all_files)
    administrators = {"add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page"}
    assert rights("Administrators") == (administrators, all_files)


def test_step_of_an_earlier_version_becomes_gate_and_review():
    workflow = Workflow.objects.create(name="Review")
    old = GroupApprovalTask.objects.create(name="Review")
    WorkflowTask.objects.create(workflow=workflow, task=old, sort_order=0)

    make_groups()

    assert [type(task.specific).__name__ for task in workflow.tasks] == ["QualityGate", "PostReview"]
    old.refresh_from_db()
    assert not old.active


@pytest.mark.parametrize(
    ("permission", "holders"),
    [
        ("blog_review.add_approval", {"Reviewers", "Editors", "Administrators"}),
        ("wagtailadmin.access_admin", {"Authors", "Reviewers", "Editors", "Administrators"}),
        ("blog.change_topic", {"Editors", "Administrators"}),
        ("blog.delete_author", {"Editors", "Administrators"}),
        ("wagtailredirects.add_redirect", {"Editors", "Administrators"}),
        ("home.change_sitesettings", {"Administrators"}),
        ("auth.change_user", {"Administrators"}),
        ("wagtailcore.change_pageviewrestriction", {"Administrators"}),
    ],
)
def test_permission_belongs_to_these_groups(permission, holders):
    make_groups()

    app, codename = permission.split(".")
    groups = Group.objects.filter(permissions__content_type__app_label=app, permissions__codename=codename)
    assert set(groups.values_list("name", flat=True)) == holders


def test_posts_are_approved_by_reviewers_editors_and_administrators():
    make_groups()

    workflow = Page.get_first_root_node().get_workflow()
    gate, task = (task.specific for task in workflow.tasks)
    assert (workflow.name, type(gate).__name__, type(task).__name__) == ("Review", "QualityGate", "PostReview")
    assert set(task.groups.values_list("name", flat=True)) == {"Reviewers", "Editors", "Administrators"}


def test_second_run_changes_nothing(capsys):
    call_command("create_groups")
    capsys.readouterr()

    call_command("create_groups")

    assert capsys.readouterr().out == "Nothing to do: groups and workflow are as they should be.\n"


def test_second_run_gives_back_what_is_missing_and_keeps_what_was_added():
    make_groups()
    authors, editors = Group.objects.get(name="Authors"), Group.objects.get(name="Editors")
    authors.permissions.clear()
    extra = Group.objects.get(name="Administrators").permissions.get(codename="change_sitesettings")
    editors.permissions.add(extra)

    done = make_groups()

    assert done == ["Gave Authors 1 missing permissions."]
    assert extra in editors.permissions.all()


def test_untouched_groups_and_workflow_of_wagtail_are_gone():
    make_groups()

    assert not Group.objects.filter(name="Moderators").exists()
    assert list(Workflow.objects.values_list("name", flat=True)) == ["Review"]


def test_group_of_wagtail_with_people_stays():
    User.objects.create_user("mo").groups.add(Group.objects.get(name="Moderators"))

    make_groups()

    assert Group.objects.get(name="Moderators").user_set.count() == 1


def test_workflow_of_wagtail_that_somebody_changed_stays_in_use_and_is_named():
    workflow = Workflow.objects.get(name="Moderators approval")
    workflow.tasks[0].specific.groups.add(Group.objects.get(name="Editors"))

    done = make_groups()

    assert Page.get_first_root_node().get_workflow() == workflow
    assert "The workflow “Moderators approval” stays in use" in done[-1]
