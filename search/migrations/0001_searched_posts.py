import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("blog", "0006_scheduled_publications")]

    operations = [
        migrations.CreateModel(
            name="SearchedPost",
            fields=[
                (
                    "post",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="searched",
                        serialize=False,
                        to="blog.postpage",
                    ),
                ),
                ("title", models.TextField()),
                ("body", models.TextField()),
                ("marks", models.TextField()),
                ("fingerprint", models.CharField(max_length=40)),
                ("passages", models.JSONField()),
            ],
            options={
                "verbose_name": "post in the search index",
                "verbose_name_plural": "posts in the search index",
            },
        ),
    ]
