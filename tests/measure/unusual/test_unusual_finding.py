"""An unusual day of a ledger is found on its platform, with what changed, and told in a sentence."""

from datetime import date, timedelta

from rapport.measure.formats import unusual_as_json
from rapport.measure.unusual.finding import Looked, unusual
from rapport.measure.unusual.sentences import about_chance, sentence
from rapport.people.acts import Acts
from tests.measure.ledgers import Act, at, ledger

POST, COMMIT = 2, 6
LAST = date(2024, 3, 9)
WILD = LAST - timedelta(days=3)


def _year(more: int = 0, person: int = 5) -> Acts:
    """A forum of six posts a day by three people, and a commit; on one day `more` posts by one person."""
    days = [LAST - timedelta(days=back) for back in range(420)]
    acts = [Act(at(str(day)), "discourse", POST, 1 + number % 3) for day in days for number in range(6)]
    acts += [Act(at(str(day)), "git", COMMIT, 4) for day in days]
    acts += [Act(at(str(WILD)), "discourse", COMMIT, person) for _ in range(more)]
    return ledger(acts, {})


def _looked(acts: Acts, days: int = 7) -> Looked:
    looked = unusual(acts, days)
    assert looked
    return looked


def test_the_wild_day_its_kind_and_its_one_person() -> None:
    looked = _looked(_year(more=40))
    [one] = looked.found
    assert (one.metric.name, one.platform, one.day) == ("activity", "discourse", WILD)
    assert one.band.came == 46
    told = sentence(one)
    assert told.startswith("Activity on Discourse, 6 March 2024: 46 activities where 6 are usual; 40 more ")
    assert told.endswith("40 of them by one person.")
    assert unusual_as_json(looked)["found"][0]["sentence"] == told


def test_a_quiet_year_has_nothing_unusual_and_says_how_much_chance_there_was() -> None:
    looked = _looked(_year())
    assert looked.found == []
    assert looked.series > 0
    assert looked.by_chance == looked.series * 7 / 180
    assert about_chance(looked).startswith(
        f"Among {looked.series} series over 7 days, one would stand out by chance once"
    )


def test_what_lies_longer_ago_is_told_only_when_asked_for() -> None:
    acts = _year(more=40)
    assert _looked(acts, days=2).found == []
    assert len(_looked(acts, days=30).found) == 1


def test_too_short_a_past_says_so() -> None:
    looked = _looked(ledger([Act(at(str(LAST - timedelta(days=back))), "git", COMMIT, 1) for back in range(90)], {}))
    assert (looked.found, looked.series) == ([], 0)
    assert "about a year is needed" in about_chance(looked)
    assert unusual(ledger([], {})) is None
