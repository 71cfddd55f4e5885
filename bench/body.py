"""CPU of rendering one body, beyond queries: 1,000 words and 40 blocks, run as `python -m bench.body`."""

import os
import sys
from time import process_time

BLOCKS = 40
WORDS = 1_000
RENDERINGS = 200
ALLOWED_MILLISECONDS = 3.0

SENTENCE = "A ledger keeps <b>what happened</b>, when, and <i>perhaps</i> why: see <code>make run</code> for more. "
CODE = "def readable(post):\n    # A post that nobody may read is no post.\n    return post.is_live\n"
TABLE = {
    "columns": [{"type": "text", "heading": "Format"}, {"type": "number", "heading": "`KB`"}],
    "rows": [{"values": [f"<p>Row {row}</p>", f"<p>{row}</p>"]} for row in range(5)],
    "caption": "",
}


def body(blocks: int = BLOCKS) -> list[dict]:
    """Prose parted by the other kinds of block, as an engineer writes; nothing in it asks the database."""
    words = {"type": "text", "value": f"<h2>A part</h2><p>{SENTENCE * 3}</p>"}
    inner = [{"type": "text", "value": "<p>Words</p>"}]
    others = [
        {"type": "code", "value": code(language="python", marked_lines="2")},
        {"type": "callout", "value": {"kind": "note", "content": inner}},
        {"type": "code", "value": code(language="diff", marked_lines="")},
        {"type": "math", "value": {"tex": r"\frac{a}{b} = \sum_i x_i", "caption": ""}},
        {"type": "table", "value": {"table": TABLE, "header_column": True}},
        {"type": "details", "value": {"summary": "More", "content": inner}},
        {"type": "quote", "value": {"content": inner, "source": "Somebody", "source_url": ""}},
        {"type": "markdown", "value": "Kept *as typed*, with $x^2$ in it."},
    ]
    return [block for place in range(blocks // 2) for block in (words, others[place % len(others)])]


def code(*, language: str, marked_lines: str) -> dict:
    value = {"code": CODE, "language": language, "file_name": "ledger.py", "marked_lines": marked_lines}
    return value | {"line_numbers": False, "caption": ""}


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django  # noqa: PLC0415 (settings come first)

    django.setup()
    from blog.blocks.body import PostBodyBlock  # noqa: PLC0415
    from blog.blocks.body_text import body_text, with_heading_ids  # noqa: PLC0415

    block, stored = PostBodyBlock(required=False), body()
    words = len(body_text(block.to_python(stored)).split())

    def render() -> float:
        start = process_time()
        with_heading_ids(str(block.to_python(stored).render_as_block()))
        return (process_time() - start) * 1000

    first = render()
    best = min(render() for _ in range(RENDERINGS))
    print(f"{len(stored)} blocks, {words} words: {first:.2f} ms at first, then {best:.2f} ms of CPU;", end=" ")
    print(f"best of {RENDERINGS}, {ALLOWED_MILLISECONDS:.0f} ms allowed.")
    return int(best > ALLOWED_MILLISECONDS)


if __name__ == "__main__":
    sys.exit(main())
