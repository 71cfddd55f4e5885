"""Highlights code on the server, as HTML with classes only."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from hashlib import sha256
from html import escape
from time import thread_time

import pygments
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES, Token, _TokenType
from pygments.util import ClassNotFound

MAX_CODE_BYTES = 50_000
MAX_CODE_LINES = 4_000
# Many lexers take quadratic time within a line. Between tokens, their time is limited.
MAX_CODE_LINE_LENGTH = 1_000
MAX_SECONDS, MAX_SECONDS_OF_BODY = 0.5, 2.0
# Increment it when the HTML of the same code changes.
HIGHLIGHT_VERSION = 1

# The suggestions in the editor.
LANGUAGES = [
    ("bash", "Bash"),
    ("c", "C"),
    ("cpp", "C++"),
    ("csharp", "C#"),
    ("css", "CSS"),
    ("diff", "Diff"),
    ("docker", "Dockerfile"),
    ("elixir", "Elixir"),
    ("go", "Go"),
    ("graphql", "GraphQL"),
    ("html", "HTML"),
    ("http", "HTTP"),
    ("ini", "INI"),
    ("java", "Java"),
    ("js", "JavaScript"),
    ("json", "JSON"),
    ("jsx", "JSX"),
    ("kotlin", "Kotlin"),
    ("make", "Makefile"),
    ("markdown", "Markdown"),
    ("nginx", "nginx"),
    ("php", "PHP"),
    ("powershell", "PowerShell"),
    ("python", "Python"),
    ("r", "R"),
    ("ruby", "Ruby"),
    ("rust", "Rust"),
    ("shell", "Shell"),
    ("console", "Shell session"),
    ("sql", "SQL"),
    ("swift", "Swift"),
    ("text", "Plain text"),
    ("toml", "TOML"),
    ("ts", "TypeScript"),
    ("tsx", "TSX"),
    ("xml", "XML"),
    ("yaml", "YAML"),
]

LANGUAGE_NAMES = dict(LANGUAGES)
# Other allowed languages. All were tested with hostile code, because a lexer cannot be stopped within a token.
# Code in any other language is shown without highlighting.
OTHER_LANGUAGES = (
    *("clojure", "dart", "erlang", "fsharp", "groovy", "haskell", "julia", "lua", "perl", "r", "tex", "vim", "zig"),
)


# The seconds left for the current body, in a list that all its blocks share.
_left: ContextVar[list[float] | None] = ContextVar("left", default=None)


@contextmanager
def body_highlighting() -> Generator[None]:
    """Context manager that limits the highlighting of a body to MAX_SECONDS_OF_BODY.

    Code beyond the limit is not highlighted until a later request finds the earlier blocks in the cache.
    """
    # A container shares the limit of its body.
    token = _left.set(_left.get() or [MAX_SECONDS_OF_BODY])
    try:
        yield
    finally:
        _left.reset(token)


def seconds_left() -> float:
    left = _left.get()
    return min(MAX_SECONDS, left[0]) if left else MAX_SECONDS


def language_name(language: str) -> str:
    """The display name of a language; an unknown one is returned unchanged."""
    typed = language.strip().lower()
    if typed in LANGUAGE_NAMES:
        return LANGUAGE_NAMES[typed]
    lexer = lexer_for(typed)
    if lexer is None:
        return language
    return next((LANGUAGE_NAMES[alias] for alias in lexer.aliases if alias in LANGUAGE_NAMES), str(lexer.name))


def highlight(code: str, language: str) -> str:
    """Escaped HTML for the inside of `<code class="highlight">`: spans with Pygments' short class names.

    Never raises. The code has no spans if the language is unknown, the code exceeds a limit, or the lexer fails or
    takes more than MAX_SECONDS. Trailing newlines are removed.
    """
    code = code.replace("\r\n", "\n").rstrip("\n")
    if is_over_a_limit(code):
        return escape(code)
    lexer = lexer_for(language.strip().lower()) if seconds_left() > 0 else None
    if lexer is None or {*LANGUAGE_NAMES, *OTHER_LANGUAGES}.isdisjoint(lexer.aliases):
        return escape(code)
    started = thread_time()
    try:
        marked = spans(lexer, code, started + seconds_left())
    except Exception:  # noqa: BLE001 - any of the lexers may fail, which must not break the page
        return escape(code)
    finally:
        if left := _left.get():
            left[0] -= thread_time() - started
    return marked if marked is not None else escape(code)


def is_over_a_limit(code: str) -> bool:
    if (
        len(code) > MAX_CODE_BYTES
        or len(code.encode(errors="replace")) > MAX_CODE_BYTES
        or code.count("\n") >= MAX_CODE_LINES
    ):
        return True
    return max(map(len, code.split("\n"))) > MAX_CODE_LINE_LENGTH


def fingerprint(code: str, language: str) -> str:
    """The cache key of the HTML of this code."""
    said = repr((HIGHLIGHT_VERSION, pygments.__version__, language, code))
    return sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


@cache
def allowed_lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


def lexer_for(language: str) -> Lexer | None:
    if not language or len(language) > 40 or language in ("text", "plain", "none"):
        return None
    # Only existing names are cached, so that made-up names cannot fill the memory.
    lexer = allowed_lexer(language)
    if lexer is None:
        allowed_lexer.cache_clear()
    return lexer


def spans(lexer: Lexer, code: str, end: float) -> str | None:
    """The highlighted code, with adjacent tokens of the same class in one span.

    None if the lexer lost or added characters, or did not finish before ``thread_time`` reached ``end``.
    """
    parts: list[str] = []
    pending, pending_class, length = "", "", 0
    # Some lexers need a newline at the end. It is removed afterwards.
    for _, kind, token in lexer.get_tokens_unprocessed(code + "\n"):
        if thread_time() > end:
            return None
        text = token[: max(len(code) - length, 0)]
        length += len(token)
        name = class_name(kind)
        if name != pending_class and not (text.isspace() and "\n" not in text and pending):
            parts.append(span(pending, pending_class))
            pending, pending_class = "", name
        pending += text
    parts.append(span(pending, pending_class))
    return "".join(parts) if length == len(code) + 1 else None


def class_name(kind: _TokenType) -> str:
    while kind not in STANDARD_TYPES:
        kind = kind.parent or Token
    name = STANDARD_TYPES[kind]
    return "" if name in ("w", "n", "p") else name


def span(text: str, name: str) -> str:
    return f'<span class="{name}">{escape(text)}</span>' if name and text else escape(text)
