"""A local trial: its port, its processes and its messages."""

import http.client
import os
import socket
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from config import env

from .errors import NotStarted
from .server import HOST
from .supervisor import ChildProcess, Supervisor


def wanted_port() -> int:
    """Returns the port from PORT. Raises NotStarted with a clear message."""
    try:
        return env.number("PORT", 8000, at_least=1, at_most=65535)
    except ImproperlyConfigured as error:
        raise NotStarted(str(error)) from error


def check_port_is_free(port: int) -> None:
    """Raises NotStarted unless the port is free.

    The server itself would not notice, because it shares a port with any process that allows this.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            reason = "may not be used by this user" if isinstance(error, PermissionError) else "is taken"
            raise NotStarted(f"Port {port} {reason}. Choose another: make run PORT={port % 60000 + 1080}") from error


def supervise(port: int, login: list[str], parent: int | None) -> int:
    logs = settings.VAR_DIR / "logs"
    logs.mkdir(exist_ok=True)
    environment = {"SITE_URL": site_url(port)} | os.environ | {"VAR_DIR": str(settings.VAR_DIR)}
    own_id = str(os.getpid())
    server = [sys.executable, "-m", "config.operations.server", str(port), own_id]
    worker = [sys.executable, "manage.py", "worker", "--parent", own_id]
    supervisor = Supervisor(
        ChildProcess("server", server, logs=logs, environment=environment),
        ChildProcess("worker", worker, logs=logs, environment=environment),
        parent=parent,
    )
    return supervisor.run(
        is_ready=lambda: is_answering(port), when_ready=lambda: print(banner(port, login), flush=True)
    )


def is_answering(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    try:
        connection.request("HEAD", "/")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def site_url(port: int) -> str:
    return f"http://{HOST}:{port}"


def banner(port: int, login: list[str]) -> str:
    lines = [
        "",
        "Openbook is running.",
        "",
        f"Site      {site_url(port)}/",
        f"Admin     {site_url(port)}{reverse('wagtailadmin_home')}",
        *login,
        f"Data      {settings.VAR_DIR}",
        f"Logs      {settings.VAR_DIR / 'logs'}",
        "",
        "This is a local trial, not for the internet: docs/operators.md",
        "`make login` shows user and password again. Ctrl-C stops.",
        "",
    ]
    return "\n".join(lines)
