"""Starts `manage.py run` like a person does, in a folder of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def environment(var_dir, **changes):
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "SITE_URL"}}
    return kept | {"VAR_DIR": str(var_dir), "DJANGO_SETTINGS_MODULE": "config.settings.local"} | changes


def manage(*arguments, var_dir, **changes):
    """The finished process of a command of the site."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(var_dir, **changes),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Trial:
    """A site that runs; `words` is what it printed until it was ready."""

    def __init__(self, var_dir, port):
        self.port = port
        self._process = subprocess.Popen(
            [sys.executable, "manage.py", "run"],
            cwd=ROOT,
            env=environment(var_dir, PORT=str(port)),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.words = "".join(iter(self._read_line, ""))

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def _read_line(self):
        line = self._process.stdout.readline()
        return "" if line.startswith("`make login`") else line

    def children(self):
        """The process ids of everything that runs for this site."""
        return descendants(self._process.pid)

    def send(self, number):
        self._process.send_signal(number)

    def wait(self):
        """The exit code, once it has ended by itself or by a signal."""
        self._process.communicate(timeout=60)
        return self._process.returncode

    def stop(self):
        self.send(signal.SIGTERM)
        self.wait()


def descendants(pid):
    listing = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = dict(tuple(map(int, line.split())) for line in listing.splitlines())
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {pid}


def is_alive(pid):
    listing = subprocess.run(["ps", "-p", str(pid), "-o", "stat="], capture_output=True, text=True, check=False).stdout
    return bool(listing.strip()) and not listing.startswith("Z")


def eventually(claim, *, seconds=60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if claim():
            return True
        time.sleep(0.1)
    return False
