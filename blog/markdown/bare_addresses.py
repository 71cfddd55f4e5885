"""Turns bare addresses in text into links, as GitHub does."""

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin

from blog.markdown.write_inline import kind_of

SCHEME_SEPARATOR = "://"
PROTOCOLS = ("http", "https", "mailto", "xmpp")
MAX_PROTOCOL_CHARACTERS = 6


def bare_address_plugin(markdown: MarkdownIt) -> None:
    markdown.use(gfm_autolink_plugin)
    markdown.inline.ruler.before("gfm_autolink_protocol", "no_protocol", no_protocol)
    markdown.inline.ruler.before("gfm_autolink_protocol", "no_host", no_host)


def no_protocol(state: StateInline, silent: bool) -> bool:
    """Consumes a colon that follows no protocol. After one, shortens the pending text, which the plugin searches."""
    if state.src[state.pos] != ":":
        return False
    if not state.src.endswith(PROTOCOLS, 0, state.pos):
        if not silent:
            state.append_pending(":")
        state.pos += 1
        return True
    if not silent and len(state.pending) > 2 * MAX_PROTOCOL_CHARACTERS:
        before = state.pending
        state.pending = before[:-MAX_PROTOCOL_CHARACTERS]
        state.pushPending()
        state.pending = before[-MAX_PROTOCOL_CHARACTERS:]
    return False


def no_host(state: StateInline, silent: bool) -> bool:
    """Keeps `http://` as text if no host follows (GFM 6.9). The plugin would accept an empty host."""
    if not state.src.startswith(SCHEME_SEPARATOR, state.pos):
        return False
    end = state.pos + len(SCHEME_SEPARATOR)
    if kind_of(state.src[end : min(end + 1, state.posMax)]) not in ("space", "punctuation"):
        return False
    if not silent:
        state.pending += SCHEME_SEPARATOR
    state.pos = end
    return True
