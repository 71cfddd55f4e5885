"""Sets up a scratch site at a moment that stands still, walks through an editor's day in Chromium, and ends both."""

import os
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
HOST = "blog.example.org"


def main() -> None:
    with tempfile.TemporaryDirectory() as var_dir:
        # What somebody's shell says of their own site is not meant for this one.
        os.environ.pop("DATABASE_URL", None)
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "config.settings.local",
            # Playwright's event loop runs in this thread, which Django takes for asynchronous code.
            "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
            "SITE_URL": f"http://{HOST}",
            "VAR_DIR": var_dir,
        }
        import django  # noqa: PLC0415 (settings come first)

        django.setup()
        from deploy.pictures import camera, site, story  # noqa: PLC0415 (settings come first)

        with site.scratch_site(HOST) as scratch, camera.looking_at(HOST, scratch.port, FOLDER) as eye:
            for scene in story.SCENES:
                print(f"{scene.__name__.replace('_', ' ')} …", file=sys.stderr)
                scratch.go_on()
                scene(eye)
    print(camera.weight(FOLDER))


if __name__ == "__main__":
    main()
