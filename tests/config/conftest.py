import os

import pytest

from tests import migrated
from tests.config.local_server import free_port, manage


@pytest.fixture(scope="session")
def first_start(tmp_path_factory):
    """A folder in which the site was prepared once for all workers: to look at, and to copy."""
    root = tmp_path_factory.getbasetemp()
    root = root.parent if "PYTEST_XDIST_WORKER" in os.environ else root
    with migrated.locked(root):
        if not (root / "prepared").exists():
            prepared = manage("run", "--only-prepare", var_dir=root / "half-prepared", PORT=str(free_port()))
            assert prepared.returncode == 0, prepared.stdout + prepared.stderr
            (root / "half-prepared").rename(root / "prepared")
    return root / "prepared"
