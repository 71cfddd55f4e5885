"""Queues every post for the index: threads that stemmed at once stored the stems of each other's words."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def queue_every_post(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    outdated = apps.get_model("finder", "OutdatedPost")
    posts = apps.get_model("finder", "SearchedPost").objects.values_list("pk", flat=True)
    outdated.objects.bulk_create(
        (outdated(post_id=pk) for pk in posts.iterator()), batch_size=500, ignore_conflicts=True
    )


class Migration(migrations.Migration):
    dependencies = [("finder", "0013_words_that_readers_see")]

    operations = [migrations.RunPython(queue_every_post, migrations.RunPython.noop)]
