"""What texts mean, how they come back, and what a mistake is told."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.people.segments import tree as t
from rapport.people.segments.days import since
from rapport.people.segments.form import fill_form, write_form
from rapport.people.segments.reading import LONGEST, read
from rapport.people.segments.refused import SegmentRefused
from rapport.people.segments.words import Known
from rapport.people.segments.writing import write
from tests.people.segments.test_segments_property import _trees, conditions, texts_only

TODAY = date(2026, 11, 22)
PIECES = (
    "asked", "on", '"Discord"', "Discord", "or", "(", ")", "not", "never", "3 times", ",", "since", "June", "2025",
    "\\", "#", "\0", "é", "in", "the team", "German", "at least", "made", "commits", "silent for", "days", "tagged",
    '"', "name contains",
)  # fmt: skip
HOME = Known(tags={"Speaker"}, organisations={"Acme Ltd"}, channels={"help", "Off Topic"})


def back(text: str) -> str:
    return write(read(text, HOME, TODAY))


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        (
            "contributed twice since June, on Discord, not in the team",
            "contributed at least twice since June 2026, active on Discord, not in the team",
        ),
        ("Asked AT LEAST three times on stack exchange", "asked at least 3 times on Stack Exchange"),
        ("answered more than 2 times", "answered at least 3 times"),
        ("answered fewer than two times", "answered at most once"),
        ("answered exactly 0 times", "never answered"),
        ("never answered in german in the last 30 days", "never answered in German in the last 30 days"),
        ("made a commit since 2024 until March 2025", "made at least 1 commit between 2024 and March 2025"),
        ("new since december", "first seen since December 2025"),
        ("last seen before 2026-06-01", "last seen until May 2026"),
        ("active in June 2025", "active in June 2025"),
        ("active between 2025-06-01 and 2025-06-30", "active in June 2025"),
        ("active on 2025-06-30", "active on 2025-06-30"),
        ("silent for 1 month", "silent for month"),
        (
            'tagged speaker or (at "acme ltd", score more than 20)',
            'tagged "Speaker" or (at "Acme Ltd", score at least 21)',
        ),
        ("in #help", 'active in "help"'),
        ("not not (asked and (answered and posted))", "asked, answered, posted"),
        ('name contains "a \\"b\\""', 'name contains "a \\"b\\""'),
        ("wrote in English twice", "writes at least twice in English"),
        ("on Discord, or asked", "active on Discord or asked"),
    ],
)
def test_the_canonical_form(text: str, canonical: str) -> None:
    assert back(text) == canonical
    assert back(canonical) == canonical


@pytest.mark.parametrize(
    ("text", "at", "problem", "remedy"),
    [
        ("asked on Diskord", 9, "I do not know the platform “Diskord”.", "Did you mean Discord?"),
        ("contribted twice", 0, "I do not understand “contribted” here.", "Did you mean “contributed”?"),
        ("asked in germn", 9, "I do not know the language “germn”.", "Did you mean German?"),
        ("tagged speeker", 7, "I do not know the tag “speeker”.", "Did you mean Speaker?"),
        ("asked or answered and posted", 18, "“and” and “or” side by side can be read in two ways.", "Put brackets"),
        ("asked since", 11, "The text ends too early.", "2025-06-30"),
        ('name contains "ada', 14, "This quotation has no end.", "Close it"),
        ("asked since 2025-02-30", 12, "There is no day 2025-02-30.", "Write days as"),
        ("asked between 2025 and 2024", 23, "2024-12-31 comes before 2025-01-01.", "Swap"),
        ("asked twice twice", 12, "This was said already.", "Say it once."),
        ("asked since 2024 since 2025", 23, "The time was said already.", "between"),
        ("asked at least 0 times", 15, "Everybody did.", "never"),
        ("asked fewer than 0 times", 17, "Nobody did.", "never"),
        ("asked in the last 0 days", 18, "No calendar has so many days, or none.", "30 days"),
        ("asked in the last 99999 years", 18, "No calendar has so many days, or none.", "30 days"),
        ("asked 99999999999 times", 6, "Nobody does anything that often.", "1,000,000"),
        ("writes on Discord", 0, "It is not said in which language.", "writes in German"),
        ("score exactly 5", 6, "A score is hardly ever exactly that.", "at least"),
        ('name contains " "', 14, "No words are given.", "name contains"),
        ("asked)", 5, "I do not understand “)” here.", "Leave it out."),
        ("", 0, "Nothing is asked.", "contributed twice"),
    ],
)
def test_a_mistake_is_told_where_it_is_and_what_would_be_right(text: str, at: int, problem: str, remedy: str) -> None:
    with pytest.raises(SegmentRefused) as refused:
        read(text, HOME, TODAY)
    assert (refused.value.problem, refused.value.at) == (problem, at)
    assert remedy in refused.value.remedy
    assert refused.value.before + refused.value.word + refused.value.after == text


def test_too_much_is_refused_at_once() -> None:
    for text in ("asked, " * LONGEST, "(" * 400 + "asked" + ")" * 400):
        with pytest.raises(SegmentRefused):
            read(text, HOME, TODAY)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join))
def test_any_text_is_understood_or_refused(text: str) -> None:
    with suppress(SegmentRefused):
        tree = read(text, HOME, TODAY)
        assert read(write(tree), HOME, TODAY) == tree


@pytest.mark.parametrize(
    ("last", "day"),
    [
        (t.Last(1, "day"), date(2026, 11, 22)),
        (t.Last(2, "week"), date(2026, 11, 9)),
        (t.Last(1, "month"), date(2026, 10, 23)),
        (t.Last(1, "year"), date(2025, 11, 23)),
    ],
)
def test_today_is_one_of_the_last_days(last: t.Last, day: date) -> None:
    assert since(last, TODAY) == day


def test_a_month_back_from_its_end_ends_where_months_do() -> None:
    assert since(t.Last(1, "month"), date(2025, 3, 31)) == date(2025, 3, 1)
    assert since(t.Last(1, "year"), date(2024, 2, 29)) == date(2023, 3, 1)


@given(_trees(st.one_of(conditions, texts_only)))
def test_the_form_means_what_the_text_means(tree: t.Tree) -> None:
    """What fills the form is written back as the same conditions, in the form's order."""
    filled = fill_form(tree)
    if filled is None:
        return
    again = read(write_form(filled), Known(), TODAY)
    assert _parts(again) == _parts(tree)
    assert fill_form(again) == filled


def _parts(tree: t.Tree) -> set[t.Tree]:
    return set(tree.each) if isinstance(tree, t.All) else {tree}


def test_a_form_writes_what_one_would_write() -> None:
    filled = {"what": "contributed", "n": "2", "since": "2026-06-01", "platform": "discord", "group": "not team"}
    assert back(write_form(filled)) == "contributed at least twice on Discord since June 2026, not in the team"
    assert write_form({}) == ""


def test_a_text_that_says_more_than_the_form_fills_none() -> None:
    assert fill_form(read("asked or answered", HOME, TODAY)) is None
    assert fill_form(read("asked, answered", HOME, TODAY)) is None
