from uuid import UUID

from django.dispatch import receiver

from blog.exchange.models import ImportedSource
from blog.history.redaction.removal import content_redacted


@receiver(content_redacted)
def remove_hashes_of_redacted(uuids: set[UUID], **_: object) -> None:
    """Without them, the next import reports the post as edited, and nobody can confirm a guess of what was removed."""
    ImportedSource.objects.filter(post__uuid__in=uuids).update(source_hash="", written_hash="")
