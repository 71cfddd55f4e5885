import uuid

from django.db import migrations, models

MODELS = ("HomePage", "InfoPage")


def fill(apps, schema_editor):
    for name in MODELS:
        pages = apps.get_model("home", name).objects
        for pk in pages.filter(uuid=None).values_list("pk", flat=True):
            pages.filter(pk=pk).update(uuid=uuid.uuid4())


class Migration(migrations.Migration):
    dependencies = [("home", "0003_plainer_words")]

    operations = [
        *(
            migrations.AddField(name.lower(), "uuid", models.UUIDField(editable=False, null=True))
            for name in MODELS
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        *(
            migrations.AlterField(
                name.lower(), "uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
            )
            for name in MODELS
        ),
    ]
