"""Script time of opening a post of 200 blocks in the editor, beside a stock Wagtail page of 200 rich text blocks.

All are opened in one Chromium, in turn; the median counts. CHROMIUM names it. The bound is on a post of 200 text
blocks, as many rich text editors as the stock page has. The mixed post, half of whose blocks are tables, code and
containers, has 262 of them and is told beside it.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, BrowserContext, sync_playwright

SETTINGS = ("bench.editor.stock.settings", "config.settings.test")
STOCK, BOUND = "stock", "prose"
TIMES = 5
ALLOWED = 1.5
MILLISECONDS_OF_PEACE = 500
# Resolves when the thread of the page has had nothing to do for a while.
AT_PEACE = """(peace) => new Promise((resolve) => {
  let timer = setTimeout(resolve, peace);
  new PerformanceObserver(() => { clearTimeout(timer); timer = setTimeout(resolve, peace); })
    .observe({ type: "longtask", buffered: true });
})"""


def main() -> int:
    with ExitStack() as stack:
        admins = [stack.enter_context(served(settings)) for settings in SETTINGS]
        browser = stack.enter_context(chromium())
        pages = [page for admin in admins for page in opened(browser, admin)]
        seconds: dict[str, list[float]] = {name: [] for name, _context, _address in pages}
        for turn in range(TIMES + 1):
            for name, context, address in pages:
                spent = script_seconds(context, address)
                # At first the browser has compiled nothing yet.
                if turn:
                    seconds[name].append(spent)
    return report({name: median(spent) for name, spent in seconds.items()})


@contextmanager
def served(settings: str) -> Iterator[dict]:
    """An admin of its own with its pages, as `serve` describes it."""
    with TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": settings,
            "DATABASE_URL": f"sqlite:///{folder}/scratch.sqlite3",
        }
        command = [sys.executable, "-m", "bench.editor.serve"]
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
            try:
                yield json.loads(process.stdout.readline())
            finally:
                process.terminate()


@contextmanager
def chromium() -> Iterator[Browser]:
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=arguments)
        yield browser
        browser.close()


def opened(browser: Browser, admin: dict) -> Iterator[tuple[str, BrowserContext, str]]:
    """The name of each page, a browser window that is signed in, and the address of its editor."""
    context = browser.new_context(base_url=admin["address"], viewport={"width": 1280, "height": 800})
    context.add_cookies([{"name": "sessionid", "value": admin["session"], "url": admin["address"]}])
    for name, address in admin["pages"].items():
        yield name, context, address


def script_seconds(context: BrowserContext, address: str) -> float:
    page = context.new_page()
    measuring = context.new_cdp_session(page)
    measuring.send("Performance.enable")
    page.goto(address)
    page.locator("[data-streamfield-child]").nth(199).wait_for(state="attached")
    page.evaluate(AT_PEACE, MILLISECONDS_OF_PEACE)
    metrics = {metric["name"]: metric["value"] for metric in measuring.send("Performance.getMetrics")["metrics"]}
    page.close()
    return metrics["ScriptDuration"]


def report(seconds: dict[str, float]) -> int:
    stock = seconds[STOCK]
    for name, spent in seconds.items():
        print(f"{name:<18}{spent:>8.2f} s{spent / stock:>8.2f}x")
    print(
        f"Script time of opening 200 blocks in the editor, median of {TIMES}; {BOUND} is allowed {ALLOWED}x of {STOCK}."
    )
    return int(seconds[BOUND] > ALLOWED * stock)


if __name__ == "__main__":
    sys.exit(main())
