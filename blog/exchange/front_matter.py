"""The front matter of a Markdown file: YAML between `---`, TOML between `+++`, or none."""

import re
import tomllib
from dataclasses import dataclass
from typing import Any

import yaml

from blog.exchange.imported_post import Unreadable

# More than authors type, and fast to parse.
MAX_FRONT_MATTER_CHARACTERS = 32_000
MAX_FRONT_MATTER_VALUES = 10_000
# In bits. Python cannot print longer numbers.
MAX_NUMBER_BITS = 10_000
FRONT_MATTER_MARKS = ("---", "+++")
YAML_TAG = "tag:yaml.org,2002:"


class TextLoader(yaml.SafeLoader):
    """Leaves scalars as they are typed, so that the title `1.10` stays one, and merges nothing.

    Merge keys are left out because a few hundred bytes of them can grow without bound.
    """

    yaml_implicit_resolvers = {
        first: [resolver for resolver in resolvers if resolver[0] == f"{YAML_TAG}null"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    yaml_constructors = yaml.SafeLoader.yaml_constructors | {
        f"{YAML_TAG}{name}": yaml.SafeLoader.construct_yaml_str for name in ("int", "float", "bool", "timestamp")
    }

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        return

    def construct_scalar(self, node: yaml.Node) -> str:
        """Joins surrogate pairs, which some exporters write for an emoji, and replaces lone surrogates."""
        return super().construct_scalar(node).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """`text` follows the front matter and starts on line `line` of the file."""

    values: dict[str, Any]
    text: str
    line: int = 1
    source: str = ""

    def line_of(self, key: str) -> int:
        match = re.search(rf"^\s*[\"']?{re.escape(key)}[\"']?\s*[:=]", self.source, re.MULTILINE)
        return self.source.count("\n", 0, match.start()) + 2 if match else 1


def split_front_matter(file: str) -> FrontMatter:
    """Raises Unreadable, with the line, if the front matter is not closed, too long or invalid."""
    first, _, rest = file.partition("\n")
    mark = first.rstrip()
    if mark not in FRONT_MATTER_MARKS:
        return FrontMatter({}, file)
    end = re.search(rf"^{re.escape(mark)}[ \t]*\r?$\n?", rest, re.MULTILINE)
    if end is None:
        raise Unreadable("front matter", f"it opens with {mark} on line 1 and is never closed")
    source = rest[: end.start()]
    if len(source) > MAX_FRONT_MATTER_CHARACTERS:
        raise Unreadable(
            "front matter", f"it has {len(source):,} characters; at most {MAX_FRONT_MATTER_CHARACTERS:,} are read"
        )
    try:
        values = read_yaml(source) if mark == "---" else read_toml(source)
    except RecursionError as error:
        raise Unreadable("front matter", "nested too deeply") from error
    check_values(values)
    return FrontMatter(values, rest[end.end() :], source.count("\n") + 3, source)


def check_values(values: object) -> None:
    """Limits the values, because nested aliases can expand to billions."""
    waiting, count = [values], 0
    while waiting:
        value = waiting.pop()
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        count += len(inner) + (len(value) // 100 if isinstance(value, str) else 0)
        if isinstance(value, int) and value.bit_length() > MAX_NUMBER_BITS:
            raise Unreadable("front matter", "it has a number of thousands of digits")
        if count > MAX_FRONT_MATTER_VALUES:
            raise Unreadable(
                "front matter", f"its aliases (*name) stand for more than {MAX_FRONT_MATTER_VALUES:,} values"
            )
        waiting.extend(inner)


def read_yaml(source: str) -> dict[str, Any]:
    try:
        values = yaml.load(source, Loader=TextLoader)  # noqa: S506 - a SafeLoader with fewer types
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise Unreadable("front matter", f"not valid YAML: {error.problem}", line) from error
    except (yaml.YAMLError, ValueError, TypeError) as error:
        raise Unreadable("front matter", f"not valid YAML: {str(error)[:120]}") from error
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise Unreadable("front matter", "it has no `key: value` lines")
    return {str(key): value for key, value in values.items() if isinstance(key, str)}


def read_toml(source: str) -> dict[str, Any]:
    try:
        return tomllib.loads(source.replace("\r\n", "\n"))
    except ValueError as error:
        line = re.search(r"\(at line (\d+)", str(error))
        raise Unreadable("front matter", f"not valid TOML: {error}", int(line[1]) + 1 if line else 1) from error
