"""What one asks of a metric, and how a question is written in an address, a command or a request."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from rapport.measure.periods import Grain
from rapport.people.wanted import WantedRefused, read_day
from rapport.text.names import LANGUAGES
from rapport.words.errors import RapportError

UNTOLD = "und"
"""The code of what has no language, or none that anybody can tell (ISO 639's own word)."""
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
"""The days that can be asked for. Clocks of 32 bits that are set wrong lead to 1901 and 2106. Figures are held against
days before and after: of the years 1 and 9999 no calendar has them."""


class By(StrEnum):
    PLATFORM = "platform"
    KIND = "kind"
    SIDE = "side"
    LANGUAGE = "language"
    TOPIC = "topic"
    """What the conversation is about; of figures that rest on conversations."""


Chosen = TypeVar("Chosen", bound=StrEnum)


@dataclass(frozen=True)
class Question:
    """Which part of the ledger to count, and into what to break it down.

    `since` and `until` are days in UTC and both are counted; without them the data's own first and last day.
    `grain` is chosen from the span when it is absent. Bots never count; the team can be left out. `segment` is the name
    of a saved segment, or the text of one (`people.segments`): only who is in it now counts. `language` is a code of
    ISO 639, or UNTOLD for what has none.
    """

    since: date | None = None
    until: date | None = None
    grain: Grain | None = None
    platform: str | None = None
    by: By | None = None
    without_team: bool = False
    segment: str = ""
    language: str = ""


class QuestionRefused(RapportError):
    """A question that cannot be answered as it was asked; nothing was changed by asking it."""

    def __init__(self, field: str, problem: str, remedy: str) -> None:
        super().__init__(f"{problem} {remedy}")
        self.field = field
        self.problem = problem
        self.remedy = remedy


FIELDS = ("since", "until", "grain", "platform", "by", "without_team", "segment", "language")
_YES, _NO = ("1", "true", "yes", "on"), ("", "0", "false", "no", "off")


def read_question(values: Mapping[str, str]) -> Question:
    """The question that these texts ask; an empty text is an absent one.

    A misspelt filter is refused: ignoring it would give a wrong number under a right-looking address.
    """
    for name in values:
        if name not in FIELDS:
            raise QuestionRefused(name, f"There is no filter called '{name}'.", f"Use {', '.join(FIELDS)}.")
    since, until = _day(values, "since"), _day(values, "until")
    if since and until and since > until:
        raise QuestionRefused("until", f"{until} comes before {since}.", "Swap the two days.")
    return Question(
        since=since,
        until=until,
        grain=_choice(values, "grain", Grain),
        platform=values.get("platform") or None,
        by=_choice(values, "by", By),
        without_team=_flag(values, "without_team"),
        segment=values.get("segment", "").replace("\0", "").strip(),
        language=_language(values),
    )


def write_question(question: Question) -> dict[str, str]:
    """The texts that `read_question` reads back into the same question."""
    values = {
        "since": question.since.isoformat() if question.since else "",
        "until": question.until.isoformat() if question.until else "",
        "grain": question.grain or "",
        "platform": question.platform or "",
        "by": question.by or "",
        "without_team": "1" if question.without_team else "",
        "segment": question.segment,
        "language": question.language,
    }
    return {name: str(value) for name, value in values.items() if value}


def _day(values: Mapping[str, str], name: str) -> date | None:
    try:
        day = read_day(values.get(name, ""))
    except WantedRefused as refused:
        raise QuestionRefused(name, refused.problem, refused.remedy) from None
    if day is not None and not EARLIEST <= day <= LATEST:
        raise QuestionRefused(name, f"{day} is too far off.", f"Choose a day from {EARLIEST} to {LATEST}.")
    return day


def _choice(values: Mapping[str, str], name: str, choices: type[Chosen]) -> Chosen | None:
    text = values.get(name, "")
    if not text:
        return None
    try:
        return choices(text)
    except ValueError:
        raise QuestionRefused(name, f"'{text}' is no {name}.", f"Use {', '.join(choices)}.") from None


def _language(values: Mapping[str, str]) -> str:
    code = values.get("language", "")
    if code and code != UNTOLD and code not in LANGUAGES:
        raise QuestionRefused("language", f"No language is written as '{code}'.", "Use its code, such as en, de or zh.")
    return code


def _flag(values: Mapping[str, str], name: str) -> bool:
    text = values.get(name, "").lower()
    if text not in _YES + _NO:
        raise QuestionRefused(name, f"'{text}' is neither yes nor no.", "Write 1 or leave it away.")
    return text in _YES
