"""Static files for readers: one minified stylesheet, names with a hash of the content, compressed copies."""

import posixpath
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Stylesheets whose @import rules are replaced by the imported files.
BUNDLED_STYLESHEETS = ("css/site.css",)

_LITERAL = r""""(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|url\([^)"']*\)"""
_COMMENT = re.compile(rf"({_LITERAL})|/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(rf"({_LITERAL})|\s*([{{}};,])\s*|\s+", re.DOTALL)
_IMPORT = re.compile(
    r"""@import\s*(?:url\(\s*)?["']?([^"')\s]+)["']?\s*\)?\s*(?:layer\(\s*([\w.-]+)\s*\))?\s*([^;]*);"""
)
_RELATIVE = re.compile(r"""url\(\s*(["']?)(?!["']|[a-z]+:|/|#)([^)"']+)\1\s*\)""")


class MediaStorage(FileSystemStorage):
    def _save(self, name: str, content: File) -> str:
        try:
            return super()._save(name, content)
        except OSError:
            # Deletes the incomplete file if the disk is full.
            with suppress(OSError):
                self.delete(name)
            raise


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Bundles the stylesheets in BUNDLED_STYLESHEETS, then hashes and compresses files like its parent class."""

    # Modules import each other by hashed names. Otherwise a browser could combine old and new modules.
    support_js_module_import_aggregation = True

    def post_process(self, paths: dict, *args: object, **kwargs: object) -> Iterator[tuple]:
        if not kwargs.get("dry_run"):
            for name in BUNDLED_STYLESHEETS:
                if name in paths:
                    self.delete(name)
                    self._save(name, ContentFile(minify(bundle(name)).encode()))
                    paths[name] = (self, name)
        yield from super().post_process(paths, *args, **kwargs)

    def compress_files(self, paths: set[str]) -> Iterator[tuple[str, str]]:
        # Pages refer only to the hashed files. Compressing the others too would take twice as long.
        return super().compress_files(paths & set(self.hashed_files.values()))


def bundle(name: str) -> str:
    """Returns the stylesheet with each @import replaced by the imported file, inside its layer.

    Raises ImproperlyConfigured for a missing file and for conditions other than a layer.
    """

    def replace(rule: re.Match[str]) -> str:
        address, layer, rest = rule.groups()
        if rest.strip() or "//" in address:
            raise ImproperlyConfigured(f"{name} holds an @import that cannot be joined: {rule[0]}")
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), address))
        content = _moved(bundle(target), target, name)
        return f"@layer {layer} {{\n{content}\n}}" if layer else content

    return _IMPORT.sub(replace, without_comments(_source(name)))


def without_comments(css: str) -> str:
    return _COMMENT.sub(lambda found: found[1] or " ", css)


def minify(css: str) -> str:
    """Returns the same rules without comments and insignificant whitespace. Strings are not changed."""
    return _SPACE.sub(lambda found: found[1] or found[2] or " ", without_comments(css)).strip()


def _source(name: str) -> str:
    path = finders.find(name)
    if not isinstance(path, str):
        raise ImproperlyConfigured(f"{name} is imported by a style sheet, but there is no such static file.")
    return Path(path).read_text(encoding="utf-8")


def _moved(css: str, old_name: str, new_name: str) -> str:
    """Rewrites relative URLs for a file in another folder."""
    old, new = posixpath.dirname(old_name), posixpath.dirname(new_name)

    def rewrite(found: re.Match[str]) -> str:
        return f'url("{posixpath.relpath(posixpath.join("/", old, found[2]), posixpath.join("/", new))}")'

    return _RELATIVE.sub(rewrite, css) if old != new else css
