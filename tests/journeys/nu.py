"""What the Nu HTML checker says of pages."""

import json
import os
import subprocess
from pathlib import Path

from django.conf import settings

# A program that ends so soon is not worth being optimized; the stack holds the schema of HTML.
SHORT_LIVED = ["-Xmx256m", "-Xss4m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]


def complaints(pages, folder):
    """A line for each error and warning; ``pages`` are the bytes of pages by name, ``folder`` is for scratch files."""
    jar = os.environ.get("VNU_JAR") or settings.BASE_DIR / ".venv/checkers/node_modules/vnu-jar/build/dist/vnu.jar"
    assert Path(jar).is_file(), "No Nu checker: run `make test`, which installs it, or deploy/checkers.sh."
    files = [folder / f"{name}.html" for name in pages]
    for file, content in zip(files, pages.values(), strict=True):
        file.write_bytes(content)
    command = ["java", *SHORT_LIVED, "-jar", jar, "--format", "json", "--exit-zero-always", *files]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    said = [each for each in json.loads(done.stderr)["messages"] if is_complaint(each)]
    return [f"{Path(each['url']).stem}: {each['message']} {each.get('extract', '')!r}" for each in said]


def is_complaint(said):
    """Errors and warnings, but no advice on style; footnotes have a name and no heading."""
    if said["type"] == "info" and said.get("subType") != "warning":
        return False
    return not (said["message"].startswith("Section lacks heading") and "footnotes" in said["extract"])
