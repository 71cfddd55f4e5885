"""A site on the internet: what it refuses to start with, in every way of starting, and what it tells browsers."""

import json
import random
import sqlite3
import string
import subprocess
import sys

import pytest

from tests.config.local_server import ROOT, environment, free_port, manage
from tests.config.test_killed_server import documented_command
from tests.matrix import combinations

# The same in every process that collects these tests.
KEY = "".join(random.Random(1).choices(string.ascii_letters + string.digits, k=67))
GOOD = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": KEY,
    "ALLOWED_HOSTS": "blog.example.org,.example.net,[::1]",
    "SITE_URL": "https://blog.example.org",
}
ASK = """
import json, sys
import django
django.setup()
from django.test import Client
for host in sys.argv[2:]:
    answer = Client(raise_request_exception=False).get(sys.argv[1], headers={"host": host}, secure=True)
    print(json.dumps([answer.status_code, answer.headers.get("Strict-Transport-Security")]))
"""


@pytest.fixture
def newer_data(tmp_path):
    """A folder whose database went through a migration that nobody has yet."""
    with sqlite3.connect(tmp_path / "db.sqlite3") as database:
        database.execute(
            "CREATE TABLE django_migrations (id integer PRIMARY KEY, app text, name text, applied datetime)"
        )
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('blog', '9999_later', '2030-01-01')"
        )
    return tmp_path


def started_as_documented(var_dir, **changes):
    return subprocess.run(
        documented_command(free_port()), cwd=ROOT, env=environment(var_dir, **changes),
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


def asked(tmp_path, address, *hosts, **changes):
    """Status and HSTS header for each host, and what was logged."""
    changed = environment(tmp_path, **GOOD | changes) | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-c", ASK, address, *hosts]
    ran = subprocess.run(command, cwd=ROOT, env=changed, capture_output=True, text=True, timeout=300, check=True)
    return [json.loads(line) for line in ran.stdout.splitlines()], ran.stderr


UNSAFE = [
    ("ALLOWED_HOSTS", "*"),
    ("ALLOWED_HOSTS", "blog.example.org,*"),
    ("ALLOWED_HOSTS", "*.example.org"),
    ("ALLOWED_HOSTS", "https://blog.example.org"),
    ("ALLOWED_HOSTS", "blog.example.org:443"),
    ("ALLOWED_HOSTS", " , "),
    ("ALLOWED_HOSTS", ".org"),
    ("SITE_URL", "http://blog.example.org"),
    ("SITE_URL", "https://*"),
    ("SITE_URL", "https://me:pass@blog.example.org"),
    ("SITE_URL", "https://blog.example.org?a"),
    ("SITE_URL", "https://blog.example.org:port"),
    ("SITE_URL", "https://[::1"),
    ("TRUSTED_PROXIES", "*"),
    ("TRUSTED_PROXIES", "127.0.0.1,0.0.0.0/0"),
    ("TRUSTED_PROXIES", "10.0.0.1/8"),
    ("TRUSTED_PROXIES", "nginx"),
    ("SECRET_KEY", "abcdefghijklmnop" * 4 + "abc"),
    ("SECRET_KEY", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    ("SECRET_KEY", "put-your-own-key-of-fifty-signs-at-this-place-please-42"),
    ("SECRET_KEY", KEY[:49]),
    ("SECRET_KEY", "x" * 60),
    ("SECRET_KEY", "abcdefghijklm" * 5),
    ("SECRET_KEY", "django-insecure-" + KEY),
    ("SECRET_KEY", "please-change-me-before-you-put-this-on-the-internet-42"),
    ("SECRET_KEY", "only-for-tests" + KEY),
    ("HSTS", "everything"),
]


@pytest.mark.parametrize("setting", combinations(UNSAFE, sample=5, always=UNSAFE[-1:]))
def test_setting_that_is_unsafe_is_refused_in_a_sentence(tmp_path, setting):
    name, value = setting
    refused = manage("check", var_dir=tmp_path, **GOOD | {name: value})

    assert refused.returncode == 1
    assert refused.stderr.startswith(f"Not started: {name} ")
    assert len(refused.stderr.splitlines()) == 1
    assert name != "SECRET_KEY" or value not in refused.stderr


def test_good_settings_are_taken_without_a_warning(tmp_path):
    checked = manage("check", "--deploy", "--fail-level", "WARNING", var_dir=tmp_path, **GOOD)

    assert checked.returncode == 0, checked.stderr


def test_documented_command_refuses_an_unsafe_setting_in_a_sentence(tmp_path):
    refused = started_as_documented(tmp_path, **GOOD | {"ALLOWED_HOSTS": "*"})

    assert refused.returncode == 1
    assert "Not started: ALLOWED_HOSTS " in refused.stderr
    assert "Traceback" not in refused.stderr + refused.stdout


@pytest.mark.parametrize(
    ("choice", "header"),
    [
        pytest.param({}, "max-age=31536000", marks=pytest.mark.long),
        ({"HSTS": "subdomains"}, "max-age=31536000; includeSubDomains"),
        pytest.param({"HSTS": "preload"}, "max-age=31536000; includeSubDomains; preload", marks=pytest.mark.long),
    ],
)
def test_hsts_speaks_for_other_hosts_only_if_somebody_says_so(tmp_path, choice, header):
    assert asked(tmp_path, "/healthz", "blog.example.org", **choice) == ([[200, header]], "")


def test_request_for_another_host_costs_one_line_of_the_log(tmp_path):
    answers, log = asked(tmp_path, "/robots.txt", "evil.example.org", "blog.example.com")

    assert [status for status, _header in answers] == [400, 400]
    assert [line.split("HTTP_HOST header: ")[1].split(".")[0] for line in log.splitlines()] == ["'evil", "'blog"]


def test_newer_data_is_refused_by_the_documented_command(newer_data):
    refused = started_as_documented(newer_data)

    assert refused.returncode == 1
    assert "Not started: The data in " in refused.stderr
    assert "was made by a newer version of Openbook (it knows blog.9999_later)" in refused.stderr
    assert "Traceback" not in refused.stderr + refused.stdout


@pytest.mark.parametrize(
    "command",
    # That `run` refuses it, test_run.py says.
    [["worker"]]
    + [
        pytest.param(command, marks=pytest.mark.long)
        for command in (["run"], ["worker", "--once"], ["runserver", "--noreload", "0"])
    ],
)
def test_newer_data_is_refused_by_every_command_that_serves(newer_data, command):
    refused = manage(*command, var_dir=newer_data, PORT=str(free_port()))

    assert refused.returncode == 1
    assert "was made by a newer version of Openbook (it knows blog.9999_later)" in refused.stderr
    assert "Traceback" not in refused.stderr
