"""A browser whose pictures are the same in every run: fixed clock, size and zone, nothing that moves."""

import io
import os
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.urls import reverse
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from deploy.pictures.site import ZONE
from tests.journeys import editing

# Milliseconds. A busy machine is slow, not wrong.
PATIENCE = 20_000
WIDTH, HEIGHT = 1120, 760
# Sharp enough to be read on a page that shows them smaller.
SHARPNESS = 1.5
QUALITY = 72
# The lines beside a form follow what is in view at a time of their own.
LEFT_OUT = ".w-minimap { visibility: hidden }"


@dataclass(frozen=True)
class Camera:
    browser: Browser
    address: str
    folder: Path

    def window(self, *, width: int = WIDTH, height: int = HEIGHT, **options: object) -> Page:
        """The only one: what was open is closed."""
        for context in self.browser.contexts:
            context.close()
        size = {"width": width, "height": height}
        fixed = {"timezone_id": ZONE, "locale": "en-GB", "reduced_motion": "reduce", "device_scale_factor": SHARPNESS}
        context: BrowserContext = self.browser.new_context(
            base_url=self.address, **{"viewport": size, **fixed, **options}
        )
        context.set_default_timeout(PATIENCE)
        context.clock.install(time=timezone.now())
        return context.new_page()

    def of(self, name: str, **size: int) -> Page:
        """A window in which this person is signed in."""
        page = self.window(**size)
        page.goto(reverse("wagtailadmin_home"))
        editing.sign_in(page, name)
        page.get_by_role("link", name="Posts").first.wait_for()
        return page

    def take(self, page: Page, name: str) -> None:
        page.mouse.move(0, 0)
        page.wait_for_load_state("networkidle")
        page.evaluate("document.activeElement.blur()")
        shown = page.screenshot(animations="disabled", caret="hide", style=LEFT_OUT)
        Image.open(io.BytesIO(shown)).save(self.folder / f"{name}.webp", quality=QUALITY, method=6)


@contextmanager
def looking_at(host: str, port: int, folder: Path) -> Generator[Camera]:
    found = subprocess.run(["deploy/browser.sh"], capture_output=True, text=True, check=True)
    arguments = [
        f"--host-resolver-rules=MAP {host}:80 127.0.0.1:{port}",
        # What works on an address with TLS only should be in the pictures.
        f"--unsafely-treat-insecure-origin-as-secure=http://{host}",
        "--disable-background-networking",
        "--font-render-hinting=none",
    ]
    # Chromium refuses to sandbox itself as root.
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found.stdout.strip(), args=arguments)
        try:
            yield Camera(browser, f"http://{host}", folder)
        finally:
            browser.close()


def weight(folder: Path) -> str:
    files = list(folder.glob("*.webp"))
    return f"{len(files)} pictures, {sum(file.stat().st_size for file in files) / 1024:.0f} KB, in {folder}"
