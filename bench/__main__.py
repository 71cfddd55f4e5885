"""CPU per request of each kind of reader page, at 200 and at 10,000 posts, in one run; then of one diff.

Uses a scratch database of the kind that DATABASE_URL names (SQLite without it), which is removed.
"""

import os
import sys
from time import process_time

SIZES = (200, 10_000)
REQUESTS = 60
ALLOWED_GROWTH = 1.2


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django  # noqa: PLC0415 (settings come first)

    django.setup()
    from django.test.utils import setup_test_environment, teardown_test_environment  # noqa: PLC0415

    from bench import diff  # noqa: PLC0415

    setup_test_environment()
    try:
        measured = {size: measure(size) for size in SIZES}
    finally:
        teardown_test_environment()
    return max(report(measured), diff.main())


def measure(posts: int) -> dict[str, tuple[float, int]]:
    """Milliseconds of CPU and number of queries of one request, by the name of the page."""
    from django.db import connection  # noqa: PLC0415 (settings come first)

    from bench.addresses import addresses  # noqa: PLC0415
    from bench.site import scratch_site  # noqa: PLC0415

    with scratch_site(posts) as client:
        print(f"{posts} posts in {connection.vendor}", file=sys.stderr)
        return {name: cost(client, address) for name, address in addresses(posts).items()}


def cost(client: object, address: str) -> tuple[float, int]:
    from django.db import connection  # noqa: PLC0415 (settings come first)
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    for _ in range(3):
        response = client.get(address)
    if response.status_code != 200:
        message = f"{address} answered {response.status_code}"
        raise RuntimeError(message)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
        asked = len(queries)
    best = min(_once(client, address) for _ in range(REQUESTS))
    return best * 1000, asked


def _once(client: object, address: str) -> float:
    start = process_time()
    client.get(address)
    return process_time() - start


def report(measured: dict[int, dict[str, tuple[float, int]]]) -> int:
    small, large = (measured[size] for size in SIZES)
    print(f"{'page':<18}{SIZES[0]:>10} posts{SIZES[1]:>10} posts{'growth':>10}{'queries':>10}")
    grown = 0
    for name, (before, _queries) in small.items():
        after, queries = large[name]
        growth = after / before
        grown += growth > ALLOWED_GROWTH
        mark = "  more than allowed" if growth > ALLOWED_GROWTH else ""
        print(f"{name:<18}{before:>13.2f} ms{after:>13.2f} ms{growth:>9.2f}x{queries:>9}{mark}")
    print(f"CPU of one request in this process, best of {REQUESTS}; allowed growth {ALLOWED_GROWTH}x.")
    return 1 if grown else 0


if __name__ == "__main__":
    sys.exit(main())
