"""What tests of the import ask for again and again."""

from blog.models import PostPage


def the_post(**lookup):
    return PostPage.objects.get(**lookup)


def findings(report, construct):
    """The findings of one construct as (file, line, detail)."""
    return [(row["file"], row["line"], row["detail"]) for row in report["findings"] if row["construct"] == construct]


def dated(title, text="Words.", **values):
    """A file with YAML front matter and a date that is long past."""
    lines = [f"{key}: {value}" for key, value in {"title": title, "date": "2024-03-05", **values}.items()]
    return "---\n" + "\n".join(lines) + f"\n---\n{text}\n"
