"""Tags, releases and events of the ledger as marks: each once, told by its weight."""

from datetime import UTC, date, datetime, timedelta

from rapport.measure.annotations.from_data import Told, marks
from rapport.measure.annotations.mark import Mark, Rank

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)


def tag(name: str, days: int = 0, place: str = "reeds", platform: str = "git") -> Told:
    return Told(NOON + timedelta(days=days), platform, "create", place, name, "", {"type": "tag"})


def release(name: str, days: int = 0, place: str = "ducks/reeds", title: str = "", *, early: bool = False) -> Told:
    facts = {"tag": name, "prerelease": early}
    return Told(NOON + timedelta(days=days), "github", "release", place, title or name, "https://x.org/r", facts)


def event(title: str, days: int = 0, platform: str = "calendar", often: int = 1, **facts: int) -> Told:
    return Told(NOON + timedelta(days=days), platform, "event", "Calendar", title, "", facts, often)


def test_a_tag_and_its_release_are_one_on_the_day_of_the_release() -> None:
    [mark] = marks([tag("v1.0", -400), release("v1.0", title="Reeds 1.0")])
    assert (mark.title, mark.label, mark.first, mark.source) == ("Reeds 1.0", "v1.0", date(2024, 3, 1), "github")
    assert (mark.rank, mark.link) == (Rank.MAJOR, "https://x.org/r")


def test_a_clone_called_otherwise_is_the_same_where_the_days_are_near() -> None:
    assert len(marks([tag("v1.0", -3, place="backup"), release("v1.0")])) == 1
    assert len(marks([tag("v1.0", -30, place="backup"), release("v1.0")])) == 2


def test_the_same_version_of_two_projects_is_two_and_each_says_of_which() -> None:
    found = marks([release("v1.0"), release("v1.0", 1, place="ducks/pond", title="The pond")])
    assert sorted((mark.title, mark.label) for mark in found) == [
        ("The pond (v1.0)", "pond v1.0"),
        ("reeds v1.0", "reeds v1.0"),
    ]


def test_tags_that_name_no_version_and_branches_are_no_release() -> None:
    branch = Told(NOON, "github", "create", "ducks/reeds", "v1.0", "", {"type": "branch"})
    assert marks([tag("nightly"), tag("old-site"), branch]) == []
    [mark] = marks([release("spring", title="Spring cleaning")])
    assert (mark.title, mark.rank) == ("Spring cleaning", Rank.MINOR)


def test_what_comes_before_the_release_is_told_apart() -> None:
    found = marks([tag("v2.0-rc1"), release("v2.0", 5), release("v2.1", 9, early=True)])
    assert {mark.label: mark.rank for mark in found} == {
        "v2.0": Rank.MAJOR, "v2.0-rc1": Rank.EARLY, "v2.1": Rank.EARLY,
    }  # fmt: skip


def test_an_event_that_calendar_and_meeting_tell_of_is_one() -> None:
    found = marks([event("Tidal", platform="meeting"), event("tidal "), event("Call", often=3)])
    assert [(mark.title, mark.source, mark.rank) for mark in found] == [
        ("tidal", "calendar", Rank.EVENT), ("Call", "calendar", Rank.REGULAR),
    ]  # fmt: skip


def test_an_event_of_days_lasts_till_its_last() -> None:
    def last(mark: Mark) -> date:
        return mark.last

    evening, two_days = marks([event("Evening", minutes=13 * 60), event("Two days", minutes=2 * 24 * 60)])
    assert last(evening) == date(2024, 3, 1)
    assert last(two_days) == date(2024, 3, 3)
