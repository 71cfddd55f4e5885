"""What editors may write as synonyms and as searches of a chosen post, and what they are told otherwise."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from search.models import Synonyms
from search.query.parser import parse
from search.query.promotions import is_plain, key_of
from search.query.synonyms import LONGEST, parted
from search.text.analysis import index_words

FEWEST, MOST_WORDS, MOST_QUERIES = 2, 12, 20


class SynonymsForm(WagtailAdminModelForm):
    def clean_words(self) -> str:
        typed = list(dict.fromkeys(parted(self.cleaned_data["words"])))
        if len(typed) < FEWEST:
            raise ValidationError(_("Write two words or more, with commas between them."))
        if len(typed) > MOST_WORDS:
            raise ValidationError(_("Write %(most)d words at most.") % {"most": MOST_WORDS})
        keys: dict[tuple[str, ...], str] = {}
        for word in typed:
            key = key_of_word(word)
            if not 0 < len(key) <= LONGEST:
                refusal = _("“%(word)s” is no word, or a phrase of more than %(most)d words.")
                raise ValidationError(refusal % {"word": word, "most": LONGEST})
            if key in keys:
                refusal = _("“%(first)s” and “%(second)s” are the same to the search already.")
                raise ValidationError(refusal % {"first": keys[key], "second": word})
            keys[key] = word
        self.refuse_words_of_others(keys)
        return ", ".join(typed)

    def refuse_words_of_others(self, keys: dict[tuple[str, ...], str]) -> None:
        for words in Synonyms.objects.exclude(pk=self.instance.pk).values_list("words", flat=True):
            theirs = {key_of_word(word) for word in parted(words)}
            if word := next((word for key, word in keys.items() if key in theirs), None):
                refusal = _("“%(word)s” stands in “%(words)s” already. Add to that one instead.")
                raise ValidationError(refusal % {"word": word, "words": words})


def key_of_word(word: str) -> tuple[str, ...]:
    return tuple(index_words(word, settings.SEARCH_LANGUAGE))


class PromotedPostForm(WagtailAdminModelForm):
    def clean_queries(self) -> str:
        """One search a line, each once."""
        typed = (" ".join(line.split()) for line in self.cleaned_data["queries"].splitlines())
        lines = list(dict.fromkeys(filter(None, typed)))
        if len(lines) > MOST_QUERIES:
            raise ValidationError(_("Write %(most)d searches at most.") % {"most": MOST_QUERIES})
        for line in lines:
            query = parse(line)
            if query.filters or not is_plain(query) or not key_of(line, settings.SEARCH_LANGUAGE):
                refusal = _("Write “%(line)s” in plain words, without quotes, filters or words to leave out.")
                raise ValidationError(refusal % {"line": line})
        return "\n".join(lines)
