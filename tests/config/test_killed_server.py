"""A process of the server that is killed is replaced, and costs readers no more than what it was about to answer."""

import os
import re
import shlex
import shutil
import signal
import subprocess
import threading
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

import pytest

from tests.config.local_server import ROOT, Trial, descendants, environment, eventually, free_port

READERS = 4
# Per kill: what each reader was waiting for, and what met the closed door until the next process listened.
MOST_LOST = 5 * READERS


@pytest.fixture
def var_dir(first_start, tmp_path):
    return shutil.copytree(first_start, tmp_path / "var")


def documented_command(port):
    """What the operator's guide says to run, on another port."""
    guide = (ROOT / "docs" / "operators.md").read_text()
    (command,) = re.findall(r"^ +(\.venv/bin/python -m config\.operations\.server 8000)$", guide, re.MULTILINE)
    return shlex.split(command.replace("8000", str(port)))


@contextmanager
def trial(var_dir, port):
    running = Trial(var_dir, port)
    try:
        yield running.children
    finally:
        running.stop()


@contextmanager
def as_documented(var_dir, port):
    with subprocess.Popen(
        documented_command(port),
        cwd=ROOT,
        env=environment(var_dir),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            yield lambda: descendants(server.pid)
        finally:
            server.terminate()


def answering(children):
    """The processes that answer: those that hold a line and have no child. A trial's server is one of three."""
    return {pid for pid in children() if is_answering(pid)}


def is_answering(pid):
    try:
        command = Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return False
    return ("granian" in command or "config.operations.server" in command) and not descendants(pid)


class Reader(threading.Thread):
    """Asks again and again, twenty times a second, and notes every answer that did not come."""

    def __init__(self, address):
        super().__init__()
        self.address, self.lost, self.read, self.is_done = address, 0, 0, threading.Event()

    def run(self):
        while not self.is_done.wait(0.05):
            if is_answered(self.address):
                self.read += 1
            else:
                self.lost += 1


def is_answered(address):
    try:
        with urllib.request.urlopen(address, timeout=60) as response:
            return response.status == 200
    except (URLError, OSError):
        return False


@contextmanager
def readers_of(address):
    readers = [Reader(address) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    yield readers
    for reader in readers:
        reader.is_done.set()
        reader.join()


def listening(port):
    """How many doors are open at the port; each process of the server has one of its own."""
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    return sum(f":{port:04X} 00000000:0000 0A" in line for line in lines)


def kill_and_wait(children, port):
    """Kills the oldest process that answers, and waits until another one in its place listens."""
    before = answering(children)
    os.kill(min(before), signal.SIGKILL)
    assert eventually(lambda: len(answering(children)) == len(before) and answering(children) - before)
    assert eventually(lambda: listening(port) == len(before))


@pytest.mark.parametrize(("start", "processes"), [pytest.param(trial, 1, marks=pytest.mark.long), (as_documented, 2)])
def test_killed_process_is_replaced_under_load(var_dir, start, processes):
    port = free_port()
    with start(var_dir, port) as children:
        assert eventually(lambda: listening(port) == processes)
        with readers_of(f"http://127.0.0.1:{port}/") as readers:
            for _ in range(processes):
                kill_and_wait(children, port)

        assert sum(reader.lost for reader in readers) <= processes * MOST_LOST
        assert all(reader.read for reader in readers)


@pytest.mark.long
def test_trial_whose_process_is_killed_again_and_again_comes_back(var_dir):
    port = free_port()
    with trial(var_dir, port) as children:
        # The server takes the second kill within seconds for a process that cannot live, and ends itself.
        for _ in range(3):
            kill_and_wait(children, port)
        assert is_answered(f"http://127.0.0.1:{port}/")
