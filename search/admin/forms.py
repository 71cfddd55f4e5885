"""Forms for synonyms and promoted posts."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from search.models import Synonyms
from search.query.parser import parse
from search.query.promotions import is_plain_query, query_key
from search.query.synonyms import MAX_SYNONYM_TERMS, split_group
from search.text.analysis import index_terms

MIN_SYNONYMS, MAX_SYNONYMS, MAX_PROMOTED_QUERIES = 2, 12, 20


class SynonymsForm(WagtailAdminModelForm):
    def clean_words(self) -> str:
        typed = list(dict.fromkeys(split_group(self.cleaned_data["words"])))
        if len(typed) < MIN_SYNONYMS:
            raise ValidationError(_("Enter at least two words, separated by commas."))
        if len(typed) > MAX_SYNONYMS:
            raise ValidationError(_("Enter at most %(most)d words.") % {"most": MAX_SYNONYMS})
        keys: dict[tuple[str, ...], str] = {}
        for word in typed:
            key = term_key(word)
            if not 0 < len(key) <= MAX_SYNONYM_TERMS:
                message = _("“%(word)s” is not a word, or is a phrase of more than %(most)d words.")
                raise ValidationError(message % {"word": word, "most": MAX_SYNONYM_TERMS})
            if key in keys:
                message = _("The search already treats “%(first)s” and “%(second)s” as the same.")
                raise ValidationError(message % {"first": keys[key], "second": word})
            keys[key] = word
        self.refuse_duplicates(keys)
        return ", ".join(typed)

    def refuse_duplicates(self, keys: dict[tuple[str, ...], str]) -> None:
        for words in Synonyms.objects.exclude(pk=self.instance.pk).values_list("words", flat=True):
            theirs = {term_key(word) for word in split_group(words)}
            if word := next((word for key, word in keys.items() if key in theirs), None):
                message = _("“%(word)s” is already in “%(words)s”. Add the words there instead.")
                raise ValidationError(message % {"word": word, "words": words})


def term_key(word: str) -> tuple[str, ...]:
    return tuple(index_terms(word, settings.SEARCH_LANGUAGE))


class PromotedPostForm(WagtailAdminModelForm):
    def clean_queries(self) -> str:
        """One search a line, each once."""
        typed = (" ".join(line.split()) for line in self.cleaned_data["queries"].splitlines())
        lines = list(dict.fromkeys(filter(None, typed)))
        if len(lines) > MAX_PROMOTED_QUERIES:
            raise ValidationError(_("Enter at most %(most)d searches.") % {"most": MAX_PROMOTED_QUERIES})
        for line in lines:
            query = parse(line)
            if query.filters or not is_plain_query(query) or not query_key(line, settings.SEARCH_LANGUAGE):
                message = _("Enter “%(line)s” in plain words, without quotes, filters or excluded words.")
                raise ValidationError(message % {"line": line})
        return "\n".join(lines)
