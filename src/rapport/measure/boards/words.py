"""What a card asks, in words: "last 90 days, on GitHub, without the team"."""

from datetime import date

from rapport.measure.boards.asking import Ask
from rapport.measure.periods import day_name
from rapport.measure.question import UNTOLD
from rapport.measure.times import is_time, time_name
from rapport.text.names import language_name
from rapport.words.platforms import name_of

_LENGTHS = {"30-days": "last 30 days", "90-days": "last 90 days", "12-months": "last 12 months", "all": "everything"}


def told(ask: Ask, *, to_strangers: bool = False) -> str:
    """Strangers are not told a segment's name or text: either may hold a person's."""
    question = ask.question
    parts = [_LENGTHS[ask.length.name] if ask.length else _days(question.since, question.until)]
    if question.platform:
        parts.append(f"on {name_of(question.platform)}")
    if question.language:
        known = question.language != UNTOLD
        parts.append(f"in {language_name(question.language)}" if known else "where no language is told")
    if question.segment:
        parts.append("of a part of the community" if to_strangers else f"of “{question.segment}”")
    if question.without_team:
        parts.append("without the team")
    if question.by:
        parts.append(f"by {question.by}")
    if ask.compare:
        parts.append(f"beside {_beside(ask.compare, to_strangers=to_strangers)}")
    return ", ".join(parts)


def _days(since: date | None, until: date | None) -> str:
    if since and until:
        return f"{day_name(since)} to {day_name(until)}"
    return f"since {day_name(since)}" if since else f"until {day_name(until)}" if until else "everything"


def _beside(compare: str, *, to_strangers: bool) -> str:
    if is_time(compare):
        return time_name(compare)
    what, _, which = compare.partition(":")
    if what == "platform":
        return name_of(which)
    return "another part of the community" if to_strangers else f"“{which}”"
