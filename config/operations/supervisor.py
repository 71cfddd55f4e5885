"""The process that starts, monitors and stops the server and the worker."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import TextIO

from django.conf import settings

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
POLL_SECONDS = 0.2
# Longer than the timeout that the server gives its own workers.
STOP_TIMEOUT = 12.0
MAX_RESTART_PAUSE = 60.0
# The number of consecutive times that a server may end before it responds.
MAX_FAILED_STARTS = 3
MAX_LOG_BYTES = 5_000_000


class ChildProcess:
    """A child process with its log file. It has a session of its own, so that Ctrl-C reaches only the supervisor."""

    def __init__(self, name: str, command: list[str], *, logs: Path, environment: dict[str, str]) -> None:
        self.name = name
        self.log = logs / f"{name}.log"
        self._command = command
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._pause = 1.0
        # The time of the next start, or None while the process runs.
        self.due_at: float | None = None

    def start(self) -> None:
        if self.log.exists() and self.log.stat().st_size > MAX_LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own two commands, without a shell
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self._environment,
                cwd=settings.BASE_DIR,
                start_new_session=True,
            )
        self._started, self.due_at = time.monotonic(), None

    def plan_start(self) -> float:
        """Returns the pause in seconds before the next start. It doubles while the process keeps ending early."""
        lived = time.monotonic() - self._started
        self._pause = 1.0 if lived > MAX_RESTART_PAUSE else min(self._pause * 2, MAX_RESTART_PAUSE)
        self.due_at = time.monotonic() + self._pause
        return self._pause

    def has_ended(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def exit_code(self) -> int | None:
        return self._process.returncode if self._process else None

    def ask_to_stop(self) -> None:
        if self._process and not self.has_ended():
            self._process.terminate()

    def end(self, deadline: float) -> None:
        """Waits until the deadline, then kills the child process and its own children."""
        if self._process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(max(0.0, deadline - time.monotonic()))
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return  # The process group is empty.
        self._process.wait()

    def last_words(self, lines: int = 12) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


class Supervisor:
    """Runs until a signal, the end of its parent process, or a server that cannot start.

    It restarts a server or worker that ends unexpectedly.
    """

    def __init__(
        self, server: ChildProcess, worker: ChildProcess, *, parent: int | None, say: TextIO = sys.stdout
    ) -> None:
        self.server = server
        self.worker = worker
        self._parent = parent
        self._say = say
        self._is_stopping = False
        self._failed_starts = 0

    def run(self, *, is_ready: Callable[[], bool], when_ready: Callable[[], None]) -> int:
        """Returns the exit code: 0 after a requested stop, 1 after any other."""
        for number in STOP_SIGNALS:
            signal.signal(number, self._on_signal)
        try:
            self.server.start()
            if self._wait_until(is_ready):
                when_ready()
                self._watch(is_ready)
            return self._farewell()
        finally:
            self._stop_all()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._is_stopping = True

    def _must_stop(self) -> bool:
        is_orphan = self._parent is not None and os.getppid() != self._parent
        return self._is_stopping or is_orphan

    def _wait_until(self, is_ready: Callable[[], bool]) -> bool:
        while not self._must_stop() and not self.server.has_ended():
            if is_ready():
                return True
            time.sleep(POLL_SECONDS)
        return False

    def _watch(self, is_ready: Callable[[], bool]) -> None:
        self.worker.start()
        while not self._must_stop() and self._failed_starts < MAX_FAILED_STARTS:
            for part in (self.server, self.worker):
                if part.has_ended():
                    self._start_again(part)
            if self._failed_starts and is_ready():
                self._failed_starts = 0
            time.sleep(POLL_SECONDS)

    def _start_again(self, part: ChildProcess) -> None:
        if part.due_at is None:
            # Its child processes may still hold the port.
            part.end(0.0)
            if part is self.server:
                self._failed_starts += 1
            self._print(
                f"The {part.name} ended unexpectedly (code {part.exit_code()}); "
                f"starting it again in {part.plan_start():.0f} seconds. Its log: {part.log}"
            )
        elif time.monotonic() >= part.due_at:
            part.start()

    def _farewell(self) -> int:
        if self._must_stop():
            self._print("Stopping …")
            return 0
        self._print(
            f"The server cannot be started (code {self.server.exit_code()}), so everything stops. "
            f"The end of {self.server.log}:\n{self.server.last_words()}"
        )
        return 1

    def _stop_all(self) -> None:
        deadline = time.monotonic() + STOP_TIMEOUT
        for part in (self.worker, self.server):
            part.ask_to_stop()
        for part in (self.worker, self.server):
            part.end(deadline)

    def _print(self, text: str) -> None:
        # The terminal may be closed. The stop continues without the message.
        with suppress(OSError):
            print(text, file=self._say, flush=True)
