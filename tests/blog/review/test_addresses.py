"""The table of who gets what at every address of the admin. ``REWRITE=1`` writes it anew: read the difference.

An empty form is a 500 where Wagtail's own views take for granted what each of its forms sends: a field that is looked
up (``copy``, ``revert``, ``import/process``), or the form of a chooser. Two of the eight are MultiValueDictKeyErrors. A
middleware that answered these with 400 would leave the other six, and hide from the log where our own do the same.
Nothing is stored or shown by any of them.
"""

import os
from pathlib import Path

import pytest

from tests.blog.review.addresses import PEOPLE, admin_routes, answer, clients, filled, make_world, variants

TABLE = Path(__file__).with_name("addresses.txt")
# Made to fail.
LEFT_OUT = {"wagtailadmin_error_test", "wagtailadmin_logout"}


def lines():
    world = make_world()
    people = clients(world.team)
    yield f"{'':6} {'':88} {' '.join(f'{name:9}' for name in PEOPLE)}".rstrip()
    for route in addresses():
        path = filled(route, world)
        for method in ("GET", "POST"):
            words = [answer(people[person], method, path) for person in PEOPLE]
            yield f"{method:6} {route:88} {' '.join(f'{word:9}' for word in words)}".rstrip()


def addresses():
    return [address for route, name in admin_routes() if name not in LEFT_OUT for address in variants(route)]


def test_table_has_every_address():
    listed = {line[7:].split("  ")[0].split(" ")[0] for line in TABLE.read_text().splitlines()[1:]}

    assert set(addresses()) == listed


@pytest.mark.long
@pytest.mark.django_db
def test_everybody_gets_what_the_table_says_at_every_address():
    found = list(lines())
    if os.environ.get("REWRITE"):
        TABLE.write_text("\n".join(found) + "\n")
    assert found == TABLE.read_text().splitlines()
