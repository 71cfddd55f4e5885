from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.utils import timezone

from blog.media.renditions import RenditionQueue
from blog.scheduling.worker_status import downtime_message, record_heartbeat
from config.operations.worker import work_once
from search.suggest.vocabulary import VocabularyUpdater

NEVER = "The worker has never run. Scheduled posts do not go live."
SILENT = "The worker has not run for 3 minutes. Scheduled posts do not go live."


def later(**time):
    return time_machine.travel(timezone.now() + timedelta(**time), tick=False)


def test_server_that_lives_says_so_without_the_database(client):
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_site_is_ready_while_the_worker_makes_its_rounds(client):
    work_once(RenditionQueue(), VocabularyUpdater())

    response = client.get("/readyz")

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


@pytest.mark.django_db
def test_site_is_not_ready_when_the_worker_is_silent_and_says_why(client):
    record_heartbeat()

    with later(minutes=3):
        response = client.get("/readyz")

    assert (response.status_code, response.content.decode()) == (503, f"{SILENT}\n")
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_site_whose_worker_was_never_started_is_not_ready(client):
    assert client.get("/readyz").content.decode() == f"{NEVER}\n"


@pytest.mark.django_db
def test_site_without_its_database_is_not_ready_and_tells_nothing_about_it(client):
    def refuse(*_args):
        raise OperationalError("password authentication failed for user ada")

    with connection.execute_wrapper(refuse):
        response = client.get("/readyz")

    assert (response.status_code, response.content) == (503, b"The database does not answer.\n")


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_health_is_asked_and_not_told(client, address):
    assert client.post(address).status_code == 405


@pytest.mark.django_db
def test_heartbeat_holds_for_two_minutes():
    record_heartbeat()

    with later(seconds=119):
        assert downtime_message() == ""


@pytest.mark.django_db
def test_heartbeat_from_the_future_is_not_believed():
    with later(days=1):
        record_heartbeat()

    assert "clock was set back" in downtime_message()


@pytest.mark.django_db
def test_doctor_says_that_the_worker_is_silent(capsys):
    with pytest.raises(CommandError, match="1 findings"):
        call_command("doctor")

    assert capsys.readouterr().out.endswith(f"{NEVER} Start it: manage.py worker\n")


@pytest.mark.django_db
def test_first_screen_says_that_the_worker_is_silent(admin_client):
    record_heartbeat()
    assert "worker" not in admin_client.get("/admin/").content.decode()

    with later(minutes=3):
        assert SILENT in admin_client.get("/admin/").content.decode()
