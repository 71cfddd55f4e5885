import io
import json

import pytest
from django.core.management import CommandError, call_command
from PIL import Image


@pytest.fixture
def folder(tmp_path):
    """Writes files into a folder of posts: folder({"a.md": "text"}) gives the folder."""
    root = tmp_path / "posts"
    root.mkdir()

    def write(files):
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return root

    return write


@pytest.fixture
def run(tmp_path, blog):
    """Runs the command and gives its report as written to the JSON file."""

    def run(folder, *options):
        report = tmp_path / "report.json"
        report.unlink(missing_ok=True)
        try:
            call_command(
                "import_markdown",
                str(folder),
                "--licence",
                "of-the-blog",
                *options,
                "--report",
                str(report),
                stdout=io.StringIO(),
            )
        except CommandError:
            # The command fails when a file could not come in; what it did with the others stands in the report.
            if not report.exists():
                raise
        return json.loads(report.read_text())

    return run


@pytest.fixture
def png():
    def make(colour="red", size=(8, 8)):
        out = io.BytesIO()
        Image.new("RGB", size, colour).save(out, "PNG")
        return out.getvalue()

    return make
