"""The supervisor with two small programs in place of server and worker."""

import io
import os
import signal
import sys
import threading
import time

import pytest

from config.operations.supervisor import ChildProcess, Supervisor
from tests.config.local_server import eventually, is_alive

FOR_EVER = "import time; time.sleep(60)"


@pytest.fixture
def part(tmp_path):
    def make(name, code):
        return ChildProcess(name, [sys.executable, "-c", code], logs=tmp_path, environment=dict(os.environ))

    return make


@pytest.fixture(autouse=True)
def signals_stay_as_they_were():
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def run(server, worker, *, is_ready=lambda: True, parent=None):
    say = io.StringIO()
    supervisor = Supervisor(server, worker, parent=parent, say=say)
    code = supervisor.run(is_ready=is_ready, when_ready=lambda: say.write("Ready.\n"))
    return code, say.getvalue()


def stop_when(claim):
    """Sends the supervisor, which is this process, its signal."""
    eventually(claim)
    os.kill(os.getpid(), signal.SIGTERM)


def test_server_that_ends_is_started_again(part, tmp_path):
    started = tmp_path / "started"
    server = part("server", f"open({str(started)!r}, 'a').write('x'); import time; time.sleep(1)")
    worker = part("worker", FOR_EVER)
    threading.Thread(target=stop_when, args=[lambda: started.exists() and len(started.read_text()) >= 2]).start()

    code, words = run(server, worker)

    assert code == 0
    assert "The server ended unexpectedly (code 0); starting it again in 2 seconds." in words
    assert words.count("Ready.") == 1
    assert worker.has_ended()


def test_server_that_cannot_be_started_again_stops_everything_and_shows_its_last_words(part, tmp_path):
    started = tmp_path / "started"
    code = f"open({str(started)!r}, 'a').write('x'); import time; time.sleep(1); print('no more room'); exit(3)"
    server = part("server", code)
    worker = part("worker", FOR_EVER)

    # It answers once, and never after its first end.
    answers = [True]
    code, words = run(server, worker, is_ready=lambda: bool(answers) and answers.pop())

    assert code == 1
    assert len(started.read_text()) == 3
    assert "Ready." in words
    assert "The server cannot be started (code 3)" in words
    assert "no more room" in words
    assert worker.has_ended()


def test_restarted_server_leaves_nothing_of_the_old_one_behind(part, tmp_path):
    note = tmp_path / "pids"
    code = (
        "import subprocess, sys, time;"
        f"p = subprocess.Popen([sys.executable, '-c', {FOR_EVER!r}]); open({str(note)!r}, 'a').write(f'{{p.pid}} ');"
        "time.sleep(1)"
    )
    threading.Thread(target=stop_when, args=[lambda: note.exists() and len(note.read_text().split()) >= 2]).start()

    run(part("server", code), part("worker", FOR_EVER))

    assert not any(is_alive(int(pid)) for pid in note.read_text().split())


def test_server_that_never_becomes_ready_is_no_success(part):
    code, words = run(part("server", "raise SystemExit(4)"), part("worker", FOR_EVER), is_ready=lambda: False)

    assert code == 1
    assert "Ready." not in words
    assert "code 4" in words


def test_worker_that_ends_is_started_again(part, tmp_path):
    started = tmp_path / "started"
    worker = part("worker", f"open({str(started)!r}, 'a').write('x')")
    threading.Thread(target=stop_when, args=[lambda: started.exists() and len(started.read_text()) >= 2]).start()

    _, words = run(part("server", FOR_EVER), worker)

    assert len(started.read_text()) >= 2
    assert "The worker ended unexpectedly (code 0); starting it again in 2 seconds." in words


def test_loss_of_the_starting_process_stops_everything(part):
    server, worker = part("server", FOR_EVER), part("worker", FOR_EVER)

    code, words = run(server, worker, parent=os.getpid())

    assert code == 0
    assert "Stopping" in words
    assert server.has_ended()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signal_stops_everything(part, number):
    server, worker = part("server", FOR_EVER), part("worker", FOR_EVER)
    threading.Timer(1.5, lambda: os.kill(os.getpid(), number)).start()

    code, words = run(server, worker)

    assert (code, words) == (0, "Ready.\nStopping …\n")
    assert server.has_ended()
    assert worker.has_ended()


def test_signal_while_the_server_loads_stops_it(part):
    server = part("server", FOR_EVER)
    threading.Timer(1, lambda: os.kill(os.getpid(), signal.SIGTERM)).start()
    started = time.monotonic()

    code, words = run(server, part("worker", FOR_EVER), is_ready=lambda: False)

    assert (code, "Ready." in words) == (0, False)
    assert time.monotonic() - started < 10


def test_long_log_is_put_aside_at_the_next_start(part, tmp_path):
    (tmp_path / "server.log").write_bytes(b"x" * 5_000_001)

    run(part("server", "print('fresh')"), part("worker", FOR_EVER), is_ready=lambda: False)

    assert (tmp_path / "server.log").read_text() == "fresh\n"
    assert (tmp_path / "server.log.1").stat().st_size == 5_000_001
