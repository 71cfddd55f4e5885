"""Has the worker index every post again: labels of the editor's form stand in the index no more."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def note_every_post(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    outdated = apps.get_model("finder", "OutdatedPost")
    posts = apps.get_model("finder", "SearchedPost").objects.values_list("pk", flat=True)
    outdated.objects.bulk_create(
        (outdated(post_id=pk) for pk in posts.iterator()), batch_size=500, ignore_conflicts=True
    )


class Migration(migrations.Migration):
    dependencies = [("finder", "0012_groups_of_words")]

    operations = [migrations.RunPython(note_every_post, migrations.RunPython.noop)]
