from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from config.operations.login import Login, new_login, store_login, stored_login


@pytest.fixture
def var_dir(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path


def shown():
    out = StringIO()
    call_command("login", stdout=out)
    return out.getvalue()


def test_passwords_differ_and_are_long_enough():
    passwords = {new_login().password for _ in range(50)}

    assert len(passwords) == 50
    assert {len(password) for password in passwords} == {17}


def test_login_can_be_read_by_its_owner_only_even_if_the_file_was_open_before(var_dir):
    (var_dir / "login").write_text("old")
    (var_dir / "login").chmod(0o644)

    store_login(Login("admin", "sesame"), var_dir)

    assert (var_dir / "login").stat().st_mode & 0o777 == 0o600
    assert stored_login(var_dir) == Login("admin", "sesame")


@pytest.mark.django_db
def test_password_is_shown_while_it_is_right(var_dir):
    User.objects.create_superuser("admin", password="sesame")
    store_login(Login("admin", "sesame"), var_dir)

    assert shown().split() == ["User", "admin", "Password", "sesame"]


@pytest.mark.django_db
def test_password_that_was_changed_is_not_shown(var_dir):
    User.objects.create_superuser("admin", password="open")
    store_login(Login("admin", "sesame"), var_dir)

    assert "changed since the first start" in shown()
    assert "sesame" not in shown()


@pytest.mark.django_db
def test_user_who_was_removed_is_said_to_be_gone(var_dir):
    store_login(Login("admin", "sesame"), var_dir)

    assert "does not exist any more" in shown()
    assert "sesame" not in shown()


@pytest.mark.django_db
@pytest.mark.parametrize("content", [None, "", "only-one-word"])
def test_missing_or_damaged_file_is_said_in_words(var_dir, content):
    if content is not None:
        (var_dir / "login").write_text(content)

    assert "Log in with your own account" in shown()
