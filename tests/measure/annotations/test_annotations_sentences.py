"""What happened in a sentence: in its tense, with its days, leading to what tells of it."""

from datetime import date, timedelta
from typing import Any

import pytest

from rapport.measure.annotations import kept
from rapport.measure.annotations.mark import HAND, Mark, Rank
from rapport.measure.annotations.sentences import about, evidence, sentence
from rapport.measure.reports.around import MOST, around, coming_up, what_happened
from rapport.words.span import Span
from tests.measure.ledgers import TODAY, Act, at, ledger

OCTOBER = date(2026, 10, 5)
DAY = timedelta(days=1)


def mark(kind: str, title: str, days: int = 0, **more: Any) -> Mark:
    return Mark(kind, title, OCTOBER, OCTOBER + days * DAY, Rank.BY_HAND, **{"source": HAND, **more})


@pytest.mark.parametrize(("one", "past", "ahead"), [
    (mark("release", "v1.4"), "Version 1.4 came out on 5 October 2026.",
     "Version 1.4 is to come out on 5 October 2026."),
    (mark("release", "Ducks 1.4"), "Ducks 1.4 came out on 5 October 2026.",
     "Ducks 1.4 is to come out on 5 October 2026."),
    (mark("event", "Meetup"), "“Meetup” took place on 5 October 2026.", "“Meetup” takes place on 5 October 2026."),
    (mark("campaign", "Sprint", 4), "The campaign “Sprint” ran from 5 to 9 October 2026.",
     "The campaign “Sprint” runs from 5 to 9 October 2026."),
    (mark("campaign", "Sprint", 30), "The campaign “Sprint” ran from 5 October to 4 November 2026.",
     "The campaign “Sprint” runs from 5 October to 4 November 2026."),
    (mark("note", "We moved"), "“We moved”, on 5 October 2026.", "“We moved”, on 5 October 2026."),
])  # fmt: skip
def test_in_its_tense_and_with_its_days(one: Mark, past: str, ahead: str) -> None:
    assert sentence(one, one.last + DAY) == past
    assert {sentence(one, one.last), sentence(one, one.first - DAY)} == {ahead}


def test_it_leads_to_its_own_page_or_to_what_was_done_then() -> None:
    there = mark("event", "Meetup", link="https://example.org/meetup", platform="discord")
    assert evidence(there, OCTOBER) == "https://example.org/meetup"
    assert about(there) == "Event, written down by the team, concerns Discord alone"
    told = mark("release", "v1.4", source="github")
    assert about(told) == "Release, from GitHub"
    assert evidence(told, OCTOBER + DAY) == "/measure/activity/?since=2026-09-22&until=2026-10-18#then"
    assert evidence(told, OCTOBER - DAY) == "/measure/annotations/"


def _write(kind: str, title: str, first: date, last: date | None = None) -> None:
    kept.add(kept.Written(kind, title, first, last, "", ""), None)


@pytest.mark.django_db
def test_what_lies_ahead_is_what_begins_after_the_time_and_is_not_over() -> None:
    """TODAY is the tenth; the period ended with the second."""
    acts, span = (
        ledger([Act(at("2024-01-02"), "git", 6, 1), Act(at("2024-03-02"), "git", 6, 1)], {}),
        Span(date(2024, 2, 1), date(2024, 3, 2)),
    )
    _write("event", "over by now", date(2024, 3, 8))
    _write("campaign", "begun before it", date(2024, 3, 1), date(2024, 3, 30))
    _write("campaign", "running", date(2024, 3, 5), date(2024, 3, 30))
    _write("event", "today", TODAY)
    _write("note", "a note", date(2024, 3, 20))
    _write("event", "too far", span.last + timedelta(days=93))
    told = around(acts, span)
    assert [mark.title for mark in told.ahead] == ["running", "today"]
    [chapter] = coming_up(told, acts)
    assert [line.text for line in chapter.lines] == [
        "The campaign “running” runs from 5 to 30 March 2024.",
        "“today” takes place on 10 March 2024.",
    ]
    [then] = what_happened(told, acts)
    assert [line.text for line in then.lines] == ["The campaign “begun before it” runs from 1 to 30 March 2024."]
    quiet = around(acts, Span(date(2020, 1, 1), date(2020, 1, 31)))
    assert (coming_up(quiet, acts), what_happened(quiet, acts)) == ([], [])


@pytest.mark.django_db
def test_of_much_that_happened_the_rest_is_counted() -> None:
    acts = ledger([Act(at("2024-03-02"), "git", 6, 1)], {})
    for number in range(MOST + 3):
        _write("event", f"Meeting {number}", date(2024, 2, 1 + number))
    [told] = what_happened(around(acts, Span(date(2024, 2, 1), date(2024, 2, 28))), acts)
    assert [line.text[:10] for line in told.lines] == [f"“Meeting {number}"[:10] for number in range(3, MOST + 3)]
    assert told.note.startswith("And 3 more")
