"""Files that no author would write, made from a seed: every part of a post can be the odd one."""

import random

SURROGATE = r"\ud83d"
EMOJI = r"\ud83d\ude80"
BOMB = "[" + ", ".join(f"&a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" if n else "&a0 [x]" for n in range(12)) + "]"
DEEP = 3_000
WORDS = [
    "plain",
    "",
    "'",
    '"',
    f'"{EMOJI}"',
    f'"{SURROGATE}"',
    f'"a {SURROGATE} b"',
    r'"\0"',
    r'"a\x00b"',
    r'"\x1b[31m"',
]
WORDS += [
    r'"\uffff"',
    r'"\ufffe"',
    r'"\U0010ffff"',
    "\u2028",
    "\u202e",
    "~",
    "null",
    "[]",
    "{}",
    "[[[]]]",
    "{a: {b: c}}",
]
WORDS += ["x" * 300, "x " * 2_000, "ß" * 256, "\U0001f680" * 130, "-1", "1e999", ".inf", ".nan", "9" * 5_000]
WORDS += [
    "0x" + "f" * 5_000,
    "!!int " + "9" * 5_000,
    "!!int 0x" + "f" * 5_000,
    "!!bool maybe",
    "!!binary ///",
    "!!set {a, b}",
]
WORDS += [
    "!!omap [a: b]",
    "!!timestamp 0000-00-00",
    "!!float x",
    "!!null x",
    "!x y",
    "!!python/name:os.system",
    "*missing",
]
WORDS += ["&a [*a]", "&a {b: *a}", BOMB, "[" * DEEP, "{a: " * DEEP, "- " * 500, "? [a]", "<<: *x", "%TAG", "@x", "`x`"]
WORDS += [
    "true",
    "no",
    "javascript:alert(1)",
    "http://[",
    "//[::1",
    "/%00",
    "/%ff",
    "/\\[x",
    "../../../etc/passwd",
    "C:\\x",
]
WORDS += [
    "<script>",
    "{{ x | y }}",
    "{% x",
    "a\tb",
    "\ufeff",
    "a: b: c",
    "# c",
    "|",
    ">",
    "|\n  a\n b",
    "%s %d {0}",
    "post:x",
]
DATES = ["2024-03-05", "0000-00-00", "0000-01-01", "0001-01-01", "9999-12-31", "2024-13-45", "2024-02-30", "-1", "1e9"]
DATES += [
    "2024-03-05T00:00:00+99:99",
    "2024-03-05T25:61:61Z",
    "2024-03-05 02:30:00 Europe/Berlin",
    "1900-01-01",
    "8999-12-31",
]
DATES += [
    "0001-01-01T00:00:00+23:59",
    "Tue, 99 Foo 0000 99:99:99 +9999",
    "now",
    "٢٠٢٤-٠١-٠١",
    "2024-03-05T10:00:00+24:00",
]
KEYS = [
    "title",
    "date",
    "author",
    "authors",
    "tags",
    "categories",
    "summary",
    "description",
    "slug",
    "permalink",
    "url",
]
KEYS += [
    "aliases",
    "redirect_from",
    "redirect_to",
    "image",
    "cover",
    "image_alt",
    "draft",
    "published",
    "hidden",
    "status",
]
KEYS += ["expiryDate", "publishDate", "canonical_url", "licence", "taxonomies", "cascade", "build", "path", "layout"]
TEXTS = [
    "Words.",
    "",
    "![a](x.png)",
    "![a](http://[)",
    "[a](//[x)",
    "[b](/%2F%5Bx)",
    "[a](b.md#c)",
    "![a](" + "x" * 5_000 + ".png)",
]
TEXTS += [
    "# " + "x" * 70_000,
    "`" * 500,
    "[" * 2_000,
    "> " * 400 + "x",
    "- " * 300 + "x",
    "<div>" * 2_000,
    "</div>",
    "<table><tr><td>",
]
TEXTS += [
    "a\x00b",
    "\x1b[31mred",
    "\ufffe\uffff",
    "&#0; &#xD800; &#x110000;",
    "<!--",
    "<?php",
    "<![CDATA[",
    "{::comment}",
    "{% raw %}",
]
TEXTS += [
    "{% highlight %}",
    "{{< x >}}",
    "$$",
    "$x$" * 500,
    "[^1]\n\n[^1]: [^1]",
    "[^a][^b]\n\n[^a]: [^b]\n[^b]: [^a]",
    "|a|\n|-|\n" + "|" * 900,
]
TEXTS += [
    '::embed url="nowhere"',
    ':::quote url="http://[" source="' + "x" * 900 + '"\na\n:::',
    "::video file=x",
    "::bookmark url=1",
]
TEXTS += [
    "```" + "x" * 900 + "\n```",
    "```{r, a=b}\n```",
    "```js {9-1}\n```",
    "***" * 900,
    "https://" + "a" * 3_000,
    "%%",
    "\r\r\n\r",
]
TEXTS += [
    '<img src="x.png">',
    "<picture><source></picture>",
    "<p hidden>",
    "<details><summary>" * 9,
    "a[^1]" * 300 + "\n\n[^1]: b",
]
NAMES = [
    "post",
    "2024-01-02-post",
    "0000-00-00-post",
    "9999-99-99-",
    "-",
    "…",
    "a b",
    "x" * 200,
    "ß" * 60,
    "%00",
    "%s",
    "'\"<>&",
]
NAMES += ["index", "README", "a.b.c", "\u202ex", "a\nb", "\x1b", "CON", "-2024", "٢٠٢٤-٠١-٠١-x", "archive", "feed"]


def front_matter(chance):
    keys = chance.sample(KEYS, chance.randint(0, 6))
    values = {key: chance.choice(DATES if "ate" in key and chance.random() < 0.6 else WORDS) for key in keys}
    if chance.random() < 0.2:
        return "+++\n" + "".join(f"{key} = {value}\n" for key, value in values.items()) + "+++\n"
    if chance.random() < 0.6:
        values.setdefault("date", "2024-03-05")
    extra = chance.choice(
        ["", "", "", "&k: *k", "- a", "\t", "a: b\na: c", '"' + SURROGATE + '": x', "{" * DEEP, "? a\n: b"]
    )
    end = chance.choice(["---", "---", "---", "---", "...", "", "----"])
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in values.items()) + f"{extra}\n{end}\n"


def hostile_files(seed, count):
    """Names and bytes; one in twenty is no text at all."""
    chance = random.Random(seed)
    for number in range(count):
        texts = "\n\n".join(chance.choice(TEXTS) for _ in range(chance.randint(0, 3)))
        data = (front_matter(chance) + texts).encode("utf-8", "surrogatepass")
        if chance.random() < 0.05:
            data = chance.choice(
                [
                    data[::-1],
                    chance.randbytes(300),
                    data.decode("utf-8", "replace").encode("utf-16"),
                    b"\xed\xa0\xbd" + data,
                ]
            )
        name = chance.choice(NAMES)
        yield f"{number % 40}/{name}-{number}.md" if chance.random() < 0.9 else f"{number}/{name}.md", data
