"""A folder of 300 Markdown posts, the same bytes each time: a site moves in with it before it is upgraded."""

import random
from datetime import UTC, datetime, timedelta
from io import BytesIO

from PIL import Image, ImageDraw

POSTS = 300
PICTURES = 4
FIRST_DAY = datetime(2019, 3, 1, 9, 30, tzinfo=UTC)
WORDS = (
    *("harbour", "ledger", "tide", "query", "index", "backup", "measure", "latency", "worker", "queue", "lock"),
    *("socket", "buffer", "kernel", "parser", "token", "branch", "merge", "review", "release", "rollback", "metric"),
    *("graph", "sample", "error", "budget", "page", "reader", "editor", "draft", "version", "record", "chain"),
)
SHORT_WORDS = ("the", "a", "of", "in", "to", "and", "with", "for", "on", "at", "by", "from")
TAGS = ("databases", "Python", "testing", "on call", "C++", "größe", "naming")
PEOPLE = ("Maren Holt", "Iko Brandt", "Lena Ossip")
BLOCKS = (
    "```python title=\"tide.py\" {{2}}\nlevel = 3\nprint(level)\n```",
    "| place | high water |\n|:--|--:|\n| {0} | 6:12 |\n| {1} | 7:40 |",
    "> [!WARNING]\n> Mind the {0}.\n>\n> It moves.",
    "- {0}\n- {1}\n  - nested {0}\n- [link to another](/{2}/)",
    "1. first {0}\n\n   with a second paragraph\n2. then {1}",
    "- [x] done\n- [ ] not yet",
    "$$\nE = mc^2 + {3}\n$$",
    "> Nothing is forgotten that was written down.\n>\n> — {0}",
    "Inline $a_{3}$, `code`, ~~gone~~, H<sub>2</sub>O and a note.[^1]\n\n[^1]: The note about {0}.",
    "<details>\n<summary>More on {0}</summary>\n\nHidden {1}.\n\n</details>",
    "![A plate about {0}](../pictures/plate-{4}.png)",
    "<div class=\"widget\" data-x=\"1\"><custom-chart>{0}</custom-chart></div>",
    "---",
)  # fmt: skip


def write_folder(folder):
    """Fills an empty folder."""
    dice = random.Random(20261130)
    posts, pictures = folder / "_posts", folder / "pictures"
    posts.mkdir(parents=True)
    pictures.mkdir()
    for number in range(PICTURES):
        (pictures / f"plate-{number}.png").write_bytes(plate(number))
    for number in range(POSTS):
        day = FIRST_DAY + timedelta(days=9 * number, minutes=number)
        (posts / f"{day:%Y-%m-%d}-{slug(number)}.md").write_text(post(dice, number, day), encoding="utf-8")


def slug(number):
    return f"{WORDS[number % len(WORDS)]}-{number}"


def unique_word(number):
    """In this post and in no other one."""
    return f"zq{number:03}xw"


def post(dice, number, day):
    tags = ", ".join(dice.sample(TAGS, 2))
    head = [
        f"title: \"{sentence(dice, 5)[:-1]} № {number}\"",
        f"date: {day:%Y-%m-%d %H:%M:%S} +0100",
        f"author: {dice.choice(PEOPLE)}",
        f"tags: [{tags}]",
        f"description: \"{sentence(dice, 9)}\"",
        *(["published: false"] if number % 25 == 7 else []),
        *([f"redirect_from: /old/{number}.html"] if number % 10 == 3 else []),
    ]  # fmt: skip
    parts = [f"## {sentence(dice, 3)[:-1]}" if dice.random() < 0.3 else sentence(dice, 40) for _ in range(5)]
    for block in dice.sample(BLOCKS, 3):
        filled = block.format(dice.choice(WORDS), dice.choice(WORDS), slug(dice.randrange(POSTS)), number, number % 4)
        parts.insert(dice.randrange(len(parts) + 1), filled)
    parts.append(f"The word of this post is {unique_word(number)}.")
    return "---\n" + "\n".join(head) + "\n---\n\n" + "\n\n".join(parts) + "\n"


def sentence(dice, length):
    words = [dice.choice(WORDS if place % 2 else SHORT_WORDS) for place in range(length)]
    return " ".join(words).capitalize() + "."


def plate(number):
    drawn = Image.new("RGB", (640, 360), "#f3eee4")
    pen = ImageDraw.Draw(drawn)
    for place in range(number + 2):
        pen.line([(0, 60 * place), (640, 360 - 50 * place)], fill="#b3401f", width=6)
    file = BytesIO()
    drawn.save(file, "PNG")
    return file.getvalue()
