import uuid

from django.db import migrations, models


def fill(apps, schema_editor):
    blogs = apps.get_model("blog", "BlogIndexPage").objects
    for pk in blogs.filter(uuid=None).values_list("pk", flat=True):
        blogs.filter(pk=pk).update(uuid=uuid.uuid4())


class Migration(migrations.Migration):
    dependencies = [("blog", "0019_replaced_by")]

    operations = [
        migrations.AddField("blogindexpage", "uuid", models.UUIDField(editable=False, null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            "blogindexpage", "uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
        ),
    ]
