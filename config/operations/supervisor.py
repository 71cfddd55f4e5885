"""One process that starts the server and the worker, watches them, and stops them together."""

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
TICK = 0.2
# Longer than the server grants its own workers.
PATIENCE = 12.0
LONGEST_PAUSE = 60.0
LOG_LIMIT = 5_000_000


class Part:
    """A child in a session of its own, so that Ctrl-C reaches the supervisor only, with its log file."""

    def __init__(self, name: str, command: list[str], *, logs: Path, environment: dict[str, str]) -> None:
        self.name = name
        self.log = logs / f"{name}.log"
        self._command = command
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
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

    def has_ended(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def exit_code(self) -> int | None:
        return self._process.returncode if self._process else None

    def ask_to_stop(self) -> None:
        if self._process and not self.has_ended():
            self._process.terminate()

    def end(self, deadline: float) -> None:
        """Waits until the deadline, then ends whatever is left of the child and its own children."""
        if self._process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(max(0.0, deadline - time.monotonic()))
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return  # Nobody is left in the group.
        self._process.wait()

    def last_words(self, lines: int = 12) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


class Supervisor:
    """Runs until a signal, the end of the server, or the end of the process that started it."""

    def __init__(self, server: Part, worker: Part, *, parent: int | None, say: TextIO = sys.stdout) -> None:
        self.server = server
        self.worker = worker
        self._parent = parent
        self._say = say
        self._is_stopping = False
        self._pause = 1.0

    def run(self, *, is_ready: Callable[[], bool], when_ready: Callable[[], None]) -> int:
        """Returns the exit code: 0 after a stop that was asked for, 1 after one that was not."""
        for number in STOP_SIGNALS:
            signal.signal(number, self._on_signal)
        try:
            self.server.start()
            if self._wait_until(is_ready):
                when_ready()
                self._watch()
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
            time.sleep(TICK)
        return False

    def _watch(self) -> None:
        self.worker.start()
        started = time.monotonic()
        while not self._must_stop() and not self.server.has_ended():
            if self.worker.has_ended():
                self._restart_worker(lived=time.monotonic() - started)
                started = time.monotonic()
            time.sleep(TICK)

    def _restart_worker(self, *, lived: float) -> None:
        """Starts the worker again after a pause, which doubles while it keeps dying young."""
        self._pause = 1.0 if lived > LONGEST_PAUSE else min(self._pause * 2, LONGEST_PAUSE)
        self._print(
            f"The worker ended unexpectedly (code {self.worker.exit_code()}); "
            f"starting it again in {self._pause:.0f} seconds. Its log: {self.worker.log}"
        )
        resume_at = time.monotonic() + self._pause
        while time.monotonic() < resume_at and not self._must_stop() and not self.server.has_ended():
            time.sleep(TICK)
        if not self._must_stop() and not self.server.has_ended():
            self.worker.start()

    def _farewell(self) -> int:
        if self._must_stop():
            self._print("Stopping …")
            return 0
        self._print(
            f"The server ended unexpectedly (code {self.server.exit_code()}), so everything stops. "
            f"The end of {self.server.log}:\n{self.server.last_words()}"
        )
        return 1

    def _stop_all(self) -> None:
        deadline = time.monotonic() + PATIENCE
        for part in (self.worker, self.server):
            part.ask_to_stop()
        for part in (self.worker, self.server):
            part.end(deadline)

    def _print(self, text: str) -> None:
        # The terminal may be gone; stopping matters more than saying so.
        with suppress(OSError):
            print(text, file=self._say, flush=True)
