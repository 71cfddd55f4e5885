import uuid

from django.db import migrations, models


def fill(apps, schema_editor):
    for author in apps.get_model("blog", "Author").objects.filter(uuid=None):
        author.uuid = uuid.uuid4()
        author.save(update_fields=["uuid"])


class Migration(migrations.Migration):
    dependencies = [("blog", "0010_names_in_any_case")]

    operations = [
        migrations.AddField("author", "uuid", models.UUIDField(editable=False, null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField("author", "uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
    ]
