"""Moves a file of the library to another random address, so that the former one answers "not found"."""

from pathlib import PurePath

from blog.media.models import BlogDocument, BlogImage


def give_new_address(medium: BlogImage | BlogDocument) -> None:
    """Moves the file, and deletes the smaller files of a picture, which are drawn again when a page needs them.

    Raises OSError if the storage does not do it; the former address may answer then. Writes no other column, so that
    nothing else takes it for a change of the file.
    """
    if isinstance(medium, BlogImage):
        for rendition in medium.renditions.all():
            rendition.file.storage.delete(rendition.file.name)
            rendition.delete()
    field, storage, former = medium.file.field, medium.file.storage, medium.file.name
    with storage.open(former) as content:
        name = storage.save(field.generate_filename(medium, PurePath(former).name), content)
    rows = type(medium).objects.filter(pk=medium.pk)
    rows.update(file=name)
    try:
        storage.delete(former)
    except OSError:
        # Otherwise nobody would know the former address, and trying again would not delete it.
        rows.update(file=former)
        storage.delete(name)
        raise
