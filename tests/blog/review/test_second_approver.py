import pytest
from django.contrib.auth.models import Group, User

from blog.models import BlogSettings
from blog.review.approval.second_approver import approvers, requires_second_approver
from blog.review.roles.groups import make_groups
from tests.factories import make_site

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site():
    make_groups()
    return make_site()[0]


def join(name, group):
    user = User.objects.create_user(name)
    user.groups.add(Group.objects.get(name=group))
    return user


def test_second_person_who_may_approve_turns_them_on():
    User.objects.create_superuser("owner")
    join("wanda", "Authors")
    assert not requires_second_approver()

    join("rita", "Reviewers")

    assert requires_second_approver()
    assert set(approvers().values_list("username", flat=True)) == {"owner", "rita"}


def test_second_superuser_turns_them_on():
    User.objects.create_superuser("owner")
    User.objects.create_superuser("root")

    assert requires_second_approver()


def test_group_filled_from_its_own_side_turns_them_on():
    User.objects.create_superuser("owner")
    Group.objects.get(name="Editors").user_set.add(User.objects.create_user("edda"))

    assert requires_second_approver()


def test_people_who_left_do_not_count():
    User.objects.create_superuser("owner")
    User.objects.create_superuser("root", is_active=False)

    assert not requires_second_approver()


def test_who_switched_them_off_is_not_overruled_by_a_third_person():
    User.objects.create_superuser("owner")
    join("rita", "Reviewers")
    BlogSettings.objects.update(works_alone=True)

    join("edda", "Editors")

    assert not requires_second_approver()
