"""A question that is kept asks the same again, and what makes no sense is not kept."""

from datetime import date
from urllib.parse import parse_qs

import pytest

from rapport.measure.boards.asking import address, read, write
from rapport.measure.boards.words import told
from rapport.measure.catalogue import MetricUnknown
from rapport.measure.question import By, QuestionRefused
from rapport.people.acts import Acts
from tests.measure.ledgers import Act, at, ledger

KEPT = {
    "length=90-days&platform=git": "last 90 days, on git",
    "since=2023-02-01&until=2023-02-28&without_team=1": "1 February 2023 to 28 February 2023, without the team",
    "length=all&by=platform": "everything, by platform",
    "length=12-months&language=de": "last 12 months, in German",
    "length=all&language=und": "everything, where no language is told",
    "length=30-days&compare=before": "last 30 days, beside the time before",
    "length=30-days&compare=year": "last 30 days, beside the same days a year before",
    "length=30-days&compare=2023-12-01..2023-12-31": "last 30 days, beside December 2023",
    "length=30-days&compare=platform%3Agit": "last 30 days, beside git",
    "length=30-days&segment=Regulars": "last 30 days, of “Regulars”",
    "length=30-days&compare=segment%3ARegulars": "last 30 days, beside “Regulars”",
    "since=2023-02-01": "since 1 February 2023",
}


@pytest.fixture(scope="module")
def acts() -> Acts:
    return ledger([Act(at("2023-01-01"), "git", 6, 1), Act(at("2023-03-01"), "discourse", 2, 2)], {})


@pytest.mark.parametrize("asked", KEPT)
def test_it_is_told_in_words_and_kept_as_it_was(asked: str, acts: Acts) -> None:
    values = {name: value for name, [value] in parse_qs(asked).items()}
    kept = write("activity", values, acts)
    assert parse_qs(kept) == parse_qs(asked)
    assert write("activity", dict(reversed(values.items())), acts) == kept
    assert told(read("activity", kept, acts)) == KEPT[asked]
    assert address("activity", kept) == f"/measure/activity/?{kept}"


def test_strangers_are_not_told_of_whom(acts: Acts) -> None:
    asked = "length=all&segment=name+contains+%22Ada%22&compare=segment%3AAda%27s+friends"
    said = told(read("activity", asked, acts), to_strangers=True)
    assert said == "everything, of a part of the community, beside another part of the community"


def test_without_a_time_it_keeps_the_length_that_the_page_showed(acts: Acts) -> None:
    assert write("activity", {"by": "", "segment": ""}, acts) == "length=12-months"
    ask = read("activity", "length=30-days", acts)
    assert (ask.question.since, ask.question.until) == (date(2023, 1, 31), date(2023, 3, 1))
    assert read("activity", "length=all&by=kind", acts).question.by is By.KIND


@pytest.mark.parametrize(
    "asked", ["grian=day", "by=colour", "length=ages", "since=2023-02-30", f"segment={'x' * 5000}"]
)
def test_what_makes_no_sense_is_refused(asked: str, acts: Acts) -> None:
    with pytest.raises(QuestionRefused):
        write("activity", {name: value for name, [value] in parse_qs(asked).items()}, acts)
    with pytest.raises(QuestionRefused):
        write("lapsed_members", {"by": "kind"}, acts)
    with pytest.raises(MetricUnknown):
        write("joy", {}, acts)
