"""Reads environment variables. Each has a type, and an error message contains the name of the variable."""

import re
import secrets
from collections.abc import Callable
from ipaddress import ip_network
from itertools import pairwise
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

BASE_DIR = Path(__file__).resolve().parent.parent

_env = Env()

# A name, or an address as in RFC 3986. HOST_PATTERN also accepts a leading dot for a name of at least two labels and
# all its subdomains.
HOST_NAME = r"(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])"
HOST_PATTERN = re.compile(rf"{HOST_NAME}|(?:\.[a-z0-9-]+){{2,}}", re.IGNORECASE)
HOST_AND_PORT = re.compile(rf"{HOST_NAME}(?::([1-9][0-9]{{0,4}}))?")
MIN_SECRET_LENGTH, MIN_SECRET_CHARACTERS = 50, 10
GUESSABLE_SECRET = re.compile(
    r"insecure|change.?(me|this)|secret|example|password|openbook|only.for|your[ _-]|random|[<>]", re.IGNORECASE
)
SMTP_OVER_TLS, PLAIN_SMTP = 465, 25
IPV4 = 4
# The prefix length of the largest private network, fc00::/7. 10.0.0.0/8 is the largest one in IPv4.
MIN_NETWORK_PREFIX = 7
MAX_PORT = 65_535


def _read[T](reader: Callable[..., T], name: str, default: T | None) -> T:
    try:
        return reader(name) if default is None else reader(name, default)
    except EnvError as error:
        message = f"{name} cannot be used: {str(error).rstrip('.')}. Set it in the environment and start again."
        raise ImproperlyConfigured(message) from error


def text(name: str, default: str | None = None) -> str:
    """Returns a variable as text. Without a default, it must be set and must not be empty.

    Raises ImproperlyConfigured with the variable's name.
    """
    value = _read(_env.str, name, default)
    if default is None and not value.strip():
        raise ImproperlyConfigured(f"{name} is empty. Give it a value and start again.")
    return value


def number(name: str, default: int, *, at_least: int, at_most: int) -> int:
    """Returns an integer within bounds. Raises ImproperlyConfigured with the variable's name."""
    value = _read(_env.int, name, default)
    if not at_least <= value <= at_most:
        message = f"{name} is {value}, but must lie between {at_least} and {at_most}."
        raise ImproperlyConfigured(message)
    return value


def choice(name: str, default: str, *, choices: list[str]) -> str:
    """Returns one of the choices. Raises ImproperlyConfigured with the variable's name and the choices."""
    value = text(name, default).lower()
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}, but must be one of: {', '.join(sorted(choices))}.")
    return value


def words(name: str, default: list[str] | None = None) -> list[str]:
    """Returns a comma-separated list. Raises ImproperlyConfigured with the variable's name."""
    return [word.strip() for word in _read(_env.list, name, default) if word.strip()]


def folder(name: str, default: Path) -> Path:
    """Returns an absolute folder path. The folder does not have to exist yet."""
    value = text(name, str(default))
    if not value.strip():
        raise ImproperlyConfigured(f"{name} is empty. Name a folder, or leave it out.")
    try:
        path = Path(value).expanduser()
    except RuntimeError as error:
        raise ImproperlyConfigured(f"{name} is {value}, but nobody here has that home folder.") from error
    if path.exists() and not path.is_dir():
        raise ImproperlyConfigured(f"{name} is {path}, which is a file and not a folder.")
    return path.resolve()


def hosts(name: str) -> list[str]:
    """Returns host names. None of them may match every host. Raises ImproperlyConfigured with the variable's name."""
    found = words(name)
    if wrong := [host for host in found if not HOST_PATTERN.fullmatch(host)]:
        raise ImproperlyConfigured(
            f"{name} has {wrong[0]!r}, but must name the hosts of this site, as blog.example.org, without * or a port."
        )
    if not found:
        raise ImproperlyConfigured(f"{name} is empty. Name the hosts of this site, as blog.example.org.")
    return found


def proxies(name: str, default: list[str]) -> list[str]:
    """Returns IP addresses and networks, none of them every address.

    Raises ImproperlyConfigured with the variable's name.
    """
    found = words(name, default)
    networks = []
    for one in found:
        try:
            networks.append(ip_network(one))
        except ValueError:
            networks.append(None)
        if not networks[-1] or networks[-1].prefixlen < MIN_NETWORK_PREFIX:
            raise ImproperlyConfigured(
                f"{name} has {one!r}, but must hold addresses as 10.0.0.5 or networks as 10.0.0.0/8, of web servers "
                "in front of this site alone: whatever they say about who sends a request is believed."
            )
    # A server that listens only on IPv6 gets IPv4 addresses in this form.
    mapped = [f"::ffff:{each.network_address}/{96 + each.prefixlen}" for each in networks if each.version == IPV4]
    return [*found, *mapped]


def secret(name: str) -> str:
    """Returns a key that is hard to guess. Raises ImproperlyConfigured with the variable's name, never its value."""
    value = text(name)
    # A sequence such as "abcdef", or repeated words, has few different steps from one character to the next.
    steps = {ord(after) - ord(before) for before, after in pairwise(value)}
    is_repeated = any(value.startswith(value[start:]) for start in range(1, len(value) // 2 + 1))
    is_varied = min(len(set(value)), len(steps)) >= MIN_SECRET_CHARACTERS and not is_repeated
    if len(value) < MIN_SECRET_LENGTH or not is_varied or GUESSABLE_SECRET.search(value):
        raise ImproperlyConfigured(
            f"{name} is short or easily guessed. Give it {MIN_SECRET_LENGTH} random characters: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    return value


def web_address(name: str, default: str | None = None, *, schemes: tuple[str, ...] = ("http", "https")) -> str:
    """Returns an http or https URL without a path. Raises ImproperlyConfigured otherwise."""
    value = text(name, default).strip().rstrip("/").lower()
    scheme, _slashes, host = value.partition("://")
    found = HOST_AND_PORT.fullmatch(host) if scheme in schemes else None
    if not found or int(found[1] or 0) > MAX_PORT:
        message = f"{name} is {value!r}, but must look like https://blog.example.org"
        raise ImproperlyConfigured(message)
    return value


def database(var_dir: Path) -> dict[str, object]:
    """Returns Django's settings for the database in DATABASE_URL. The default is SQLite in VAR_DIR."""
    url = text("DATABASE_URL", f"sqlite:///{var_dir / 'db.sqlite3'}")
    try:
        settings: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    except (ValueError, dj_database_url.UnknownSchemeError) as error:
        message = "DATABASE_URL cannot be read. It must look like postgres://user:password@host:5432/name"
        raise ImproperlyConfigured(message) from error
    if settings.get("ENGINE") not in {"django.db.backends.sqlite3", "django.db.backends.postgresql"}:
        raise ImproperlyConfigured(
            f"DATABASE_URL begins with {url.split(':')[0]}:, but must begin with sqlite: or postgres:"
        )
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        return settings | SQLITE
    return settings | {"OPTIONS": POSTGRESQL_OPTIONS | settings.get("OPTIONS", {})}


def mailer() -> dict[str, object]:
    """Returns Django's settings for the SMTP server from MAIL_HOST, MAIL_PORT, MAIL_USER and MAIL_PASSWORD."""
    port = number("MAIL_PORT", 587, at_least=1, at_most=MAX_PORT)
    options = {
        "host": text("MAIL_HOST", "localhost"),
        "port": port,
        "username": text("MAIL_USER", ""),
        "password": text("MAIL_PASSWORD", ""),
        "use_ssl": port == SMTP_OVER_TLS,
        "use_tls": port not in {SMTP_OVER_TLS, PLAIN_SMTP},
        "timeout": 20,
    }
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}


# An unreachable host does not block a thread for minutes. connect_timeout is in seconds. tcp_user_timeout is in
# milliseconds, until sent data is acknowledged.
POSTGRESQL_OPTIONS = {"connect_timeout": 5, "tcp_user_timeout": 20_000}
# Writers wait in a queue instead of failing (IMMEDIATE), and readers never wait for writers (WAL). Each waiting writer
# blocks a thread.
SQLITE = {
    "ENGINE": "config.sqlite",
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 5,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;"
            "PRAGMA mmap_size=134217728; PRAGMA temp_store=MEMORY;"
        ),
    },
}


def stored_secret(path: Path) -> str:
    """Returns a random secret. The first start stores it in a file that only its owner can read.

    Raises ImproperlyConfigured if the folder cannot be written.
    """
    try:
        if not path.exists() or not path.read_text().strip():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(50))
        return path.read_text().strip()
    except OSError as error:
        message = f"VAR_DIR is {path.parent}, but nothing can be written there ({error.strerror}). Name another folder."
        raise ImproperlyConfigured(message) from error
