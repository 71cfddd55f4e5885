import pytest
from django.contrib.staticfiles import finders

from config.operations.static_files import collect_static_files


@pytest.fixture
def sources(settings, tmp_path):
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "a.css").write_text("a{b:c}")
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "static"
    finders.get_finder.cache_clear()
    yield folder
    finders.get_finder.cache_clear()


def test_files_are_collected_once_while_nothing_changes(sources, tmp_path):
    assert collect_static_files(tmp_path / "stamp")
    assert not collect_static_files(tmp_path / "stamp")


def test_changed_file_is_collected_again_and_a_removed_one_goes(sources, settings, tmp_path):
    (sources / "old.css").write_text("")
    collect_static_files(tmp_path / "stamp")
    (sources / "a.css").write_text("a{b:changed}")
    (sources / "old.css").unlink()

    assert collect_static_files(tmp_path / "stamp")
    assert (settings.STATIC_ROOT / "a.css").read_text() == "a{b:changed}"
    assert not (settings.STATIC_ROOT / "old.css").exists()


def test_somebody_elses_files_in_the_folder_survive_the_first_collection(sources, settings, tmp_path):
    settings.STATIC_ROOT.mkdir()
    (settings.STATIC_ROOT / "mine.txt").write_text("mine")

    collect_static_files(tmp_path / "stamp")

    assert (settings.STATIC_ROOT / "mine.txt").read_text() == "mine"


def test_lost_files_are_collected_again(sources, settings, tmp_path):
    collect_static_files(tmp_path / "stamp")
    (settings.STATIC_ROOT / "a.css").unlink()
    settings.STATIC_ROOT.rmdir()

    assert collect_static_files(tmp_path / "stamp")
