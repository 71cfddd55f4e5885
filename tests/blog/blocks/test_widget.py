from django.utils import translation

from blog.models import PostPage


def described(language):
    with translation.override(language):
        return PostPage._meta.get_field("body").formfield().widget.block_json


def test_blocks_are_described_once_in_each_language():
    english, german = described("en"), described("de")

    assert '"Bold"' in english
    assert '"Fett"' in german
    assert described("en") is english
    assert described("de") is german
