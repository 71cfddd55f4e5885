"""Writers of all pages with versions are recorded. Those of drafts of information pages and introductions that exist
already are taken from their revisions.
"""

from django.db import migrations, models
from django.db.models import Q

KINDS = Q(content_type__app_label="home", content_type__model__in=("homepage", "infopage")) | Q(
    content_type__app_label="blog", content_type__model="blogindexpage"
)


def record_writers(apps, schema_editor):
    revisions = apps.get_model("wagtailcore", "Revision").objects.filter(base_content_type__model="page")
    writers = apps.get_model("blog_review", "DraftWriter").objects
    pages = apps.get_model("wagtailcore", "Page").objects.filter(KINDS).filter(Q(live=False) | Q(has_unpublished_changes=True))
    for page in pages.values("pk", "live", "live_revision_id"):
        drafts = revisions.filter(object_id=str(page["pk"]), user__isnull=False)
        if page["live"]:
            drafts = drafts.filter(pk__gt=page["live_revision_id"] or 0)
        newest = dict(drafts.order_by("pk").values_list("user_id", "pk"))
        for user, revision in newest.items():
            writers.update_or_create(page_id=page["pk"], user_id=user, defaults={"revision": revision})


class Migration(migrations.Migration):
    dependencies = [
        ("blog_review", "0009_plainer_words"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.RemoveConstraint("draftwriter", "each_writer_of_a_draft_once"),
        migrations.RenameField("draftwriter", "post", "page"),
        migrations.AlterField(
            "draftwriter",
            "page",
            models.ForeignKey(on_delete=models.CASCADE, related_name="draft_writers", to="wagtailcore.page"),
        ),
        migrations.AddConstraint(
            "draftwriter", models.UniqueConstraint(fields=("page", "user"), name="each_writer_of_a_draft_once")
        ),
        migrations.RunPython(record_writers, migrations.RunPython.noop),
    ]
