"""What would be right at a place where a text makes no sense. Pure."""

import re
from collections.abc import Collection

from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from rapport.people.segments.refused import SegmentRefused
from rapport.people.segments.words import KIND_WORDS, MONTHS, VERBS, closest

_WORD = re.compile(r'"[^"]*"?|[\w.#+-]+|\S')
_SAMPLES = {
    "VERB": VERBS,
    "KIND": tuple(KIND_WORDS),
    "TEAM": ("in the team",),
    "COMMUNITY": ("in the community",),
    "BOT": ("a bot",),
    "HAS_EMAIL": ("has an e-mail address",),
    "WRITES": ("writes",),
    "NEVER": ("never",),
    "LIMIT": ("at least", "at most", "exactly"),
    "ONCE": ("once",),
    "TWICE": ("twice",),
    "NUMBER": ("3",),
    "UNIT": ("days", "weeks", "months", "years"),
    "DAY": ("2025-06-30", "2025", *(f"{month} 2025" for month in MONTHS)),
    "STRING": ('"a name"',),
    "_MADE": ("made",),
    "_TIMES": ("times",),
    "_ON": ("on",),
    "_IN": ("in",),
    "_SINCE": ("since",),
    "_UNTIL": ("until",),
    "_BEFORE": ("before",),
    "_AFTER": ("after",),
    "_BETWEEN": ("between",),
    "_IN_THE_LAST": ("in the last",),
    "_FIRST_SEEN": ("first seen", "new"),
    "_LAST_SEEN": ("last seen",),
    "_SILENT": ("silent",),
    "_FOR": ("for",),
    "_SCORE": ("score",),
    "_TAGGED": ("tagged",),
    "_AT": ("at",),
    "_NAME_CONTAINS": ("name contains",),
    "_HANDLE_CONTAINS": ("handle contains",),
    "_NOT": ("not",),
    "_AND": ("and",),
    "_OR": ("or",),
    "RPAR": (")",),
}
"""What a terminal of the grammar is written as; the others never help."""


def expected_there(error: UnexpectedInput, text: str) -> SegmentRefused:
    at = error.pos_in_stream if error.pos_in_stream is not None and error.pos_in_stream >= 0 else len(text)
    allowed = _allowed(error)
    at_end = isinstance(error, UnexpectedToken) and error.token.type == "$END"
    found = None if at_end else _WORD.match(text, at)
    if found is None:
        return SegmentRefused("The text ends too early.", _advice(allowed, ""), text, len(text), "")
    word = found[0]
    lower = word.lower()
    if (lower in ("or", "and") or word == ",") and {"_AND", "_OR"} & allowed:
        return SegmentRefused(
            "“and” and “or” side by side can be read in two ways.",
            "Put brackets around what belongs together.",
            text,
            at,
            word,
        )
    if word.startswith('"') and not (len(word) > 1 and word.endswith('"')):
        return SegmentRefused("This quotation has no end.", 'Close it with ".', text, at, word)
    return SegmentRefused(f"I do not understand “{word}” here.", _advice(allowed, word), text, at, word)


def _allowed(error: UnexpectedInput) -> set[str]:
    if isinstance(error, UnexpectedToken):
        return set(error.accepts or error.expected)
    return set(error.allowed or ()) if isinstance(error, UnexpectedCharacters) else set()


def _advice(allowed: Collection[str], word: str) -> str:
    choices = [sample for terminal, samples in _SAMPLES.items() if terminal in allowed for sample in samples]
    likely = closest(word, [choice for choice in choices if choice[0].isalpha()]) if word.isalpha() else None
    if likely:
        return f"Did you mean “{likely}”?"
    shown = [_SAMPLES[terminal][0] for terminal in _SAMPLES if terminal in allowed]
    return f"There could stand {', '.join(shown[:8])}{' …' if len(shown) > 8 else ''}." if shown else "Leave it out."
