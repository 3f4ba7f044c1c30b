"""A report's address read as its question."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from rapport.measure.question import Question, read_question, write_question
from rapport.measure.reports.periods import last_whole
from rapport.people.acts import Acts
from rapport.words.errors import CopyMissing

NAMES = "names"


class Asked(NamedTuple):
    question: Question
    names: bool
    """Whether those who helped most are called by name."""

    @property
    def values(self) -> dict[str, str]:
        """The texts that `asked` reads back into the same."""
        return write_question(self.question) | ({NAMES: "1"} if self.names else {})


def asked(values: Mapping[str, str], acts: Acts) -> Asked:
    """Where the address names no days, the last whole month. Raises QuestionRefused, and CopyMissing of no data."""
    filters = {key: value for key, value in values.items() if key != NAMES}
    question, known = read_question(filters), acts.span()
    if known is None:
        raise CopyMissing
    if not (question.since or question.until):
        month = next((one.span for one in last_whole(known.last)[1:]), known)
        return Asked(replace(question, since=month.first, until=month.last), _yes(values))
    since, until = question.since or known.first, question.until or known.last
    return Asked(replace(question, since=min(since, until), until=max(since, until)), _yes(values))


def _yes(values: Mapping[str, str]) -> bool:
    return values.get(NAMES, "") in ("1", "true", "yes", "on")
