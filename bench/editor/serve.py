"""Serves an admin with pages of many blocks: prints a line of JSON, then answers until it is ended.

The settings say whose: `python -m bench.editor.serve`, with the site's or with those of `bench.editor.stock`. The
database that DATABASE_URL names is filled.
"""

import json
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

BLOCKS = 200
WORDS = "<p>A ledger keeps <b>what happened</b>, when, and <i>perhaps</i> why.</p>"


class ThreadedServer(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class SilentHandler(WSGIRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Says nothing."""


def main() -> None:
    import django  # noqa: PLC0415 (settings come first)

    django.setup()
    from django.apps import apps  # noqa: PLC0415 (settings come first)
    from django.contrib.staticfiles.handlers import StaticFilesHandler  # noqa: PLC0415
    from django.core.handlers.wsgi import WSGIHandler  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    pages = stock_pages() if apps.is_installed("bench.editor.stock") else posts()
    server = make_server("127.0.0.1", 0, StaticFilesHandler(WSGIHandler()), ThreadedServer, SilentHandler)
    editors = {name: reverse("wagtailadmin_pages:edit", args=[pk]) for name, pk in pages}
    said = {"address": f"http://127.0.0.1:{server.server_port}", "pages": editors, "session": session()}
    print(json.dumps(said), flush=True)
    server.serve_forever()


def session() -> str:
    from django.contrib.auth.models import User  # noqa: PLC0415 (settings come first)
    from django.test import Client  # noqa: PLC0415

    client = Client()
    client.force_login(User.objects.create_superuser("bench"))
    return client.cookies["sessionid"].value


def stock_pages() -> Iterator[tuple[str, int]]:
    from wagtail.models import Page  # noqa: PLC0415 (settings come first)

    from bench.editor.stock.models import StockPage  # noqa: PLC0415

    page = StockPage(title="Stock", slug="stock", body=[("text", WORDS)] * BLOCKS)
    yield "stock", Page.objects.get(depth=1).add_child(instance=page).pk


def posts() -> Iterator[tuple[str, int]]:
    from bench.body import body  # noqa: PLC0415 (settings come first)
    from blog.models import BlogIndexPage, PostPage  # noqa: PLC0415
    from home.first_site import ensure_site  # noqa: PLC0415

    site = ensure_site("http://127.0.0.1")
    blog = BlogIndexPage.objects.child_of(site.root_page).get()
    for name, blocks in {"prose": [{"type": "text", "value": WORDS}] * BLOCKS, "mixed": body(BLOCKS)}.items():
        post = PostPage(title=name, slug=name, summary="Long.", body=json.dumps(blocks))
        yield name, blog.add_child(instance=post).pk


if __name__ == "__main__":
    main()
