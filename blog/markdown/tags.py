"""HTML tag names: all tags, those that need no end tag, and those allowed on a reader page."""

HTML_TAGS = """
a abbr acronym address area article aside audio b base bdi bdo big blockquote br button canvas center cite code col
colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure font footer form frame
h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link main map mark math menu meta
meter nav noscript object ol optgroup option output p param picture pre progress q rp rt ruby s samp script section
select small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time
title tr track tt u ul var video wbr
"""
NOT_CLOSED = """
area base br col embed hr img input link meta source track wbr
p li dt dd tr td th thead tbody tfoot colgroup option rp rt
"""
ON_READER_PAGES = """
a abbr b blockquote br caption cite code dd del details dfn div dl dt em figcaption figure h2 h3 h4 hr i ins kbd li
mark ol p pre q rp rt ruby s samp section small span strong sub summary sup table tbody td tfoot th thead tr u ul var
wbr
"""

KNOWN_TAGS = frozenset(HTML_TAGS.split())
NEVER_OPEN_TAGS = frozenset(NOT_CLOSED.split())
SHOWN_TAGS = frozenset(ON_READER_PAGES.split())
# These elements affect only the layout of their content, not its meaning.
LAYOUT_TAGS = ("div", "center", "section", "article", "main", "header", "footer")
INLINE_MARKS = {
    "b": "b",
    "strong": "b",
    "i": "i",
    "em": "i",
    "s": "s",
    "del": "s",
    "strike": "s",
    "sub": "sub",
    "sup": "sup",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
}
