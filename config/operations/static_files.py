"""Collects the static files only if one of them changed."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect_static_files(stamp: Path) -> bool:
    """Collects if a file differs from the digest stored in `stamp`. Returns whether it collected."""
    wanted = static_files_digest()
    if stamp.exists() and stamp.read_text() == wanted and settings.STATIC_ROOT.exists():
        return False
    # A folder that existed before the first collection may contain other files.
    is_ours = stamp.exists()
    call_command("collectstatic", interactive=False, clear=is_ours, verbosity=0)
    stamp.write_text(wanted)
    return True


def static_files_digest() -> str:
    """Returns a digest of the code that stores static files, and of the name, size and time of each file."""
    digest = hashlib.sha256(Path(settings.BASE_DIR, "config", "storage.py").read_bytes())
    for finder in get_finders():
        for path, storage in finder.list([]):
            state = Path(storage.path(path)).stat()
            digest.update(f"{path} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()
