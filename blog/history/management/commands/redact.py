from argparse import ArgumentParser
from collections import Counter

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from blog.history.models import RedactionKind
from blog.history.redaction.phrase import MIN_PHRASE_LENGTH, Phrase
from blog.history.redaction.places import Handling, find_places
from blog.history.redaction.removal import remove_phrase


class Command(BaseCommand):
    help = "Lists every place in the database where a phrase or name stands. With --remove, removes it from all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("phrase", help="“-” reads it from the standard input, so that the shell stores it nowhere.")
        parser.add_argument("--whole-words", action="store_true", help="Do not find it inside of longer words.")
        parser.add_argument("--remove", action="store_true", help="Remove it permanently. Without this, only list it.")
        parser.add_argument("--kind", choices=RedactionKind.values, default=RedactionKind.UNSTATED)
        parser.add_argument("--reason", default="", help="For the team. Readers do not see it.")

    def handle(self, *, phrase: str, whole_words: bool, remove: bool, kind: str, reason: str, **_: object) -> None:
        words = input() if phrase == "-" else phrase
        if len(words.strip()) < MIN_PHRASE_LENGTH:
            message = f"A phrase has at least {MIN_PHRASE_LENGTH} characters."
            raise CommandError(message)
        wanted = Phrase(words, whole_words=whole_words)
        if remove and wanted.is_in(reason):
            message = "The reason must not contain the phrase, because it stays in the log."
            raise CommandError(message)
        if not remove:
            for place in find_places(wanted):
                by_hand = " (change it by hand)" if place.handling == Handling.BY_HAND else ""
                self.stdout.write(f"{place.kind}: {place.title}{by_hand}")
            return
        try:
            result, _entry = remove_phrase(wanted, kind=kind, reason=reason, user=None)
        except ValidationError as refused:
            raise CommandError(refused.message) from None
        self.stdout.write(f"Removed: {counted(result.removed)}.")
        if result.guessable:
            self.stdout.write(f"Versions of the first format, whose hashes stay: {result.guessable}.")
        self.stdout.write("Not within reach: copies of readers and archives, sent mail, backups, files, server logs.")
        if result.left:
            message = f"Still in: {counted(Counter(place.kind for place in result.left))}."
            raise CommandError(message)


def counted(found: Counter[str]) -> str:
    return ", ".join(f"{kind} {number}" for kind, number in sorted(found.items())) or "nothing"
