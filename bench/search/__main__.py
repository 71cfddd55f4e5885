"""How well and how fast readers find posts: `make bench-search DATA=FOLDER [DATABASE_URL=…] [POSTS="10000 100000"]`.

Uses a scratch database of the kind that DATABASE_URL names (SQLite without it), which is removed.
"""

import os
import sys
from pathlib import Path


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django  # noqa: PLC0415 (settings come first)

    django.setup()
    from django.db import connection  # noqa: PLC0415

    from bench.search import relevance, scale, spelling  # noqa: PLC0415
    from bench.site import empty_site  # noqa: PLC0415

    print(f"database: {connection.vendor}")
    for folder in sys.argv[1].split():
        with empty_site() as blog:
            print(f"\n{Path(folder).name}")
            relevance.measure(Path(folder), blog)
            spelling.measure()
    for posts in map(int, " ".join(sys.argv[2:]).split()):
        with empty_site() as blog:
            scale.measure(posts, blog)
            spelling.measure()


if __name__ == "__main__":
    main()
