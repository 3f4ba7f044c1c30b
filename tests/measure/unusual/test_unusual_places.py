"""Of an unusual day it is told in which channel the difference was made, for each metric that is looked at."""

from datetime import timedelta

import pytest

from rapport.ledger.models import Channel
from rapport.measure.catalogue import find
from rapport.measure.unusual.places import by_channel
from rapport.measure.unusual.reasons import Reason, reasons
from rapport.people.acts import Acts
from rapport.words.span import Span
from tests.measure.ledgers import Act, at, ledger

POST, ISSUE = 2, 14
HELP, TALK = 101, 102
DAY = at("2024-03-05").date()
SPAN = Span(DAY - timedelta(days=1), DAY)
TEAM, BOT, LIMITED = 7, 8, 9


def _two_days() -> Acts:
    """A post and an issue in each of two channels the day before; then much in one, some of it by a bot."""
    before = [
        Act(at("2024-03-04", 1), "discourse", POST, 1, channel=HELP),
        Act(at("2024-03-04", 2), "discourse", POST, 2, channel=TALK),
        Act(at("2024-03-04", 3), "discourse", ISSUE, 2, channel=TALK),
        Act(at("2024-03-04", 4), "git", POST, 2, channel=HELP),
    ]
    those = [(hour, person) for hour in range(3) for person in (1, 3, 4, None, TEAM, BOT, LIMITED)]
    then = [Act(at("2024-03-05", hour), "discourse", POST, person, channel=HELP) for hour, person in those]
    then += [Act(at("2024-03-05", 9), "discourse", ISSUE, person, channel=HELP) for person in (1, BOT, LIMITED)]
    sides = {TEAM: (70, "team"), BOT: (80, "bot"), LIMITED: (90, "limited")}
    return ledger(before + then, {1: (10, "community"), 3: (10, "community"), **sides})


@pytest.mark.parametrize(
    ("metric", "then", "before"),
    [
        ("activity", {HELP: 16}, {HELP: 1, TALK: 2}),
        ("active_members", {HELP: 3}, {HELP: 1, TALK: 1}),
        ("new_members", {HELP: 2}, {HELP: 1, TALK: 1}),
        ("questions", {HELP: 1}, {TALK: 1}),
        ("contributions", {}, {}),
    ],
)
def test_the_days_figures_by_channel(metric: str, then: dict[int, int], before: dict[int, int]) -> None:
    """Bots and whoever is limited do not count; nobody in particular counts as activity, the team counts."""
    found = by_channel(_two_days(), metric, "discourse", SPAN)
    assert {key: days[SPAN.last] for key, days in found.items() if SPAN.last in days} == then
    assert {key: days[SPAN.first] for key, days in found.items() if SPAN.first in days} == before


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "told"), [("Help", ["in “Help”"]), ("", []), (None, [])])
def test_the_channel_is_named_where_its_name_is_known(name: str | None, told: list[str]) -> None:
    if name is not None:
        Channel.objects.create(pk=HELP, platform="discourse", native_id="help", name=name)
    found = reasons(_two_days(), find("active_members"), "discourse", DAY, fewer=False)
    assert [one.told for one in found if "“" in one.told] == told
    assert not told or Reason("in “Help”", 3 - 1 / 28) in found


def test_who_did_the_rest_of_a_quiet_day_is_not_told() -> None:
    alone = ledger([Act(at("2024-03-05", hour), "git", POST, 1 + hour // 8, channel=HELP) for hour in range(12)], {})
    told = [[one.told for one in reasons(alone, find("activity"), "git", DAY, fewer=fewer)] for fewer in (False, True)]
    assert told == [["by one person"], []]
