"""The first user of a local trial. It is created once, with a password that exists only on this machine."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.models import User

ADMIN_USERNAME = "admin"
# Contains no letters and digits that look alike.
LOGIN_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Login:
    name: str
    password: str


def new_login() -> Login:
    """Returns a login with a password of 75 random bits, in three groups that are easy to type."""
    groups = ("".join(secrets.choice(LOGIN_ALPHABET) for _ in range(5)) for _ in range(3))
    return Login(ADMIN_USERNAME, "-".join(groups))


def store_login(login: Login, var_dir: Path) -> None:
    """Writes the login to a file that only its owner can read."""
    path = _file(var_dir)
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(f"{login.name}\n{login.password}\n")


def stored_login(var_dir: Path) -> Login | None:
    """Returns the login in the file, even if it is not valid any more, or None without a readable file."""
    try:
        name, password = _file(var_dir).read_text().split()
    except (FileNotFoundError, ValueError):
        return None
    return Login(name, password)


def login_lines(var_dir: Path) -> list[str]:
    """Returns the instructions for logging in. They contain the password only if it is still valid."""
    login = stored_login(var_dir)
    if login is None:
        return ["Log in with your own account. (Openbook made none for this database.)"]
    user = User.objects.filter(username=login.name).first()
    if user is None:
        return [f"The user {login.name} that Openbook made does not exist any more. Log in with your own account."]
    if not user.check_password(login.password):
        return [
            f"User      {login.name}",
            "Password  changed since the first start, so it is not known here",
            f"          (forgotten? .venv/bin/python manage.py changepassword {login.name})",
        ]
    return [f"User      {login.name}", f"Password  {login.password}"]


def _file(var_dir: Path) -> Path:
    return var_dir / "login"
