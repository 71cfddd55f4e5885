import pytest

from tests.migrated import ROOT, files_that_decide, fingerprint

ROOMS = ("blog", "config", "home", "search")


@pytest.fixture
def files(tmp_path):
    made = [tmp_path / name for name in ("0001_initial.py", "0002_more.py")]
    for file in made:
        file.write_text(f"# {file.name}")
    return made


def test_every_migration_of_ours_and_the_pinned_packages_decide_which_database_is_used():
    names = {str(file.relative_to(ROOT)) for file in files_that_decide()}

    ours = {str(file.relative_to(ROOT)) for room in ROOMS for file in (ROOT / room).rglob("migrations/*.py")}
    assert len(ours) >= 6
    assert names == ours | {"requirements/dev.txt"}


def test_kept_database_is_used_while_no_migration_changes(files):
    assert fingerprint(files) == fingerprint(reversed(files))


def test_changed_migration_asks_for_another_database(files):
    before = fingerprint(files)

    files[1].write_text("# changed")

    assert fingerprint(files) != before


def test_new_migration_asks_for_another_database(files):
    assert fingerprint(files[:1]) != fingerprint(files)
