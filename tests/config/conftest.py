import os
import shutil

import pytest

from tests import migrated
from tests.config.local_server import free_port, manage


@pytest.fixture(scope="session")
def first_start(migrated_folder, tmp_path_factory):
    """A folder in which the site was prepared once for all workers: to look at, and to copy.

    The database is migrated already, as it takes long; tests/upgrade migrates one by a start.
    """
    root = tmp_path_factory.getbasetemp()
    root = root.parent if "PYTEST_XDIST_WORKER" in os.environ else root
    with migrated.locked(root):
        if not (root / "prepared").exists():
            (root / "half-prepared").mkdir()
            shutil.copy(migrated.sqlite_file(migrated_folder, root), root / "half-prepared" / "db.sqlite3")
            prepared = manage("run", "--only-prepare", var_dir=root / "half-prepared", PORT=str(free_port()))
            assert prepared.returncode == 0, prepared.stdout + prepared.stderr
            (root / "half-prepared").rename(root / "prepared")
    return root / "prepared"
