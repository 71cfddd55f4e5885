"""Checks for free space on the disks to which the site writes."""

import os
from pathlib import Path
from tempfile import gettempdir

from django.conf import settings
from django.utils.translation import gettext as _

# Space for the largest upload and its temporary copy, and inodes for a few new files.
MIN_BYTES, MIN_FILES = 2 * settings.WAGTAILDOCS_MAX_UPLOAD_SIZE, 20


def disk_full_message() -> str:
    """A message with the setting whose disk is full, without its path; "" if there is enough space."""
    folders = {"VAR_DIR": settings.VAR_DIR, "MEDIA_ROOT": settings.MEDIA_ROOT, "TMPDIR": gettempdir()}
    for name, folder in folders.items():
        if not Path(folder).is_dir():
            continue
        disk = os.statvfs(folder)
        # Some file systems do not limit the number of files.
        if disk.f_bavail * disk.f_frsize < MIN_BYTES or (disk.f_files and disk.f_favail < MIN_FILES):
            return _("The disk of %(name)s is full. Uploading and saving will fail.") % {"name": name}
    return ""
