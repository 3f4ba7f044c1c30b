"""Of an unusual day it is told where the difference was made and about what, for each metric that is looked at."""

from datetime import timedelta

import pytest

from rapport.ledger.models import Channel
from rapport.measure.catalogue import find
from rapport.measure.models import Topic
from rapport.measure.unusual.places import by_channel, by_topic
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


def _talk() -> Acts:
    """A question about topic 1 the day before; then one about topic 1 with replies, one about none, one not read."""
    return ledger(
        [
            Act(at("2024-03-04", 1), "discourse", ISSUE, 1, zone=60),
            Act(at("2024-03-05", 1), "discourse", ISSUE, 2, thread=1, zone=60),
            *(Act(at("2024-03-05", hour), "discourse", POST, hour, thread=1, zone=-480) for hour in (3, 4, 5, 6)),
            Act(at("2024-03-05", 7), "discourse", ISSUE, 1, titled=True),
            Act(at("2024-03-05", 8), "discourse", ISSUE, BOT),
            Act(at("2024-03-05", 8), "discourse", ISSUE, 6),
        ],
        {BOT: (80, "bot")},
    )


@pytest.mark.parametrize(
    ("metric", "then", "before"),
    [
        ("activity", {"1": 5, "other": 1, "unread": 1}, {"1": 1}),
        ("active_members", {"1": 5, "other": 1, "unread": 1}, {"1": 1}),
        ("new_members", {"1": 5}, {"1": 1}),
        ("questions", {"1": 1, "other": 1, "unread": 1}, {"1": 1}),
        ("contributions", {}, {}),
    ],
)
def test_the_days_figures_by_topic(metric: str, then: dict[str, int], before: dict[str, int]) -> None:
    """What is said in a conversation is about what it is about; of what a bot began, nothing."""
    found = by_topic(_talk(), metric, "discourse", SPAN)
    assert {topic: days[SPAN.last] for topic, days in found.items() if SPAN.last in days} == then
    assert {topic: days[SPAN.first] for topic, days in found.items() if SPAN.first in days} == before


@pytest.mark.django_db
@pytest.mark.parametrize(("hidden", "told"), [(False, ["about “night train”"]), (True, [])])
def test_the_topic_is_named_unless_the_team_hid_it(hidden: bool, told: list[str]) -> None:
    Topic.objects.create(pk=1, name="train, berth", called="night train", centre=b"", hidden=hidden)
    found = reasons(_talk(), find("activity"), "discourse", DAY, fewer=False)
    assert [one for one in found if "“" in one.told] == [Reason(one, 5 - 1 / 28) for one in told]


@pytest.mark.django_db
def test_what_is_about_no_topic_is_no_reason() -> None:
    """Two thirds of these questions are about none or were not looked at, and a third is too little of the whole."""
    Topic.objects.create(pk=1, name="train, berth", centre=b"")
    assert [one for one in reasons(_talk(), find("questions"), "discourse", DAY, fewer=False) if "“" in one.told] == []
