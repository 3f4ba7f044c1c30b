"""Every metric against a slow and obvious computation, and by hand where it is easily got wrong."""

from collections import defaultdict
from datetime import date, datetime
from itertools import product

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from rapport.measure.answer import Answer, LeftOut, work_out
from rapport.measure.catalogue import METRICS
from rapport.measure.estimates.share import share
from rapport.measure.periods import Grain
from rapport.measure.question import By, Question, QuestionRefused
from rapport.people.acts import EARLIEST, Acts, Version
from rapport.people.relinking import relink
from rapport.words.span import Span
from tests.measure.ledgers import TODAY, Act, Members, about, at, employed, ledger, map_of
from tests.measure.ledgers import acts as random_acts
from tests.measure.ledgers import members as random_members
from tests.measure.pencils import doubt, giving, growth, helping, network, quality, reach, talking
from tests.measure.pencils.paper import Figures, Key, Paper

questions = st.builds(
    Question,
    since=st.sampled_from([None, date(2023, 11, 20), date(2024, 1, 1)]),
    until=st.sampled_from([None, date(2024, 2, 10)]),
    grain=st.sampled_from(list(Grain)),
    platform=st.sampled_from([None, "git"]),
    by=st.sampled_from([None, *By]),
    without_team=st.booleans(),
    language=st.sampled_from(["", "", "", "en", "und"]),
    segment=st.sampled_from(["", "", "", "in the community", "in the team"]),
)


FAMILIES = (growth, giving, helping, network, talking, quality, reach)
PENCILS = {name: pencil for family in FAMILIES for name, pencil in family.PENCILS.items()}


INTERVALS = growth.INTERVALS | giving.INTERVALS | helping.INTERVALS | quality.INTERVALS
INTERVALS |= {name: doubt.of_shares(PENCILS[name]) for name, metric in METRICS.items() if metric.finish is share}


def plainly(name: str, acts: list[Act], members: Members, question: Question, known: datetime) -> Figures:
    """The metric as one would count it with a pencil, where it comes to anything."""
    figures = PENCILS[name](Paper(acts, members, question, known))
    return {key: (value, n) for key, (value, n) in figures.items() if value or n}


def happened(answer: Answer) -> Figures:
    return {(row.first, row.group): (row.value, row.n) for row in answer.rows if row.value or row.n}


def doubts(answer: Answer) -> dict[Key, doubt.Interval]:
    return {(row.first, row.group): (row.low, row.high) for row in answer.rows if row.n}


def near(intervals: dict[Key, doubt.Interval]) -> dict[Key, list[object]]:
    """Equal but for the last digits; an end near 0 by as little as it can be reckoned."""

    def approximately(end: float | None) -> object:
        return None if end is None else pytest.approx(end, abs=1e-6)

    return {key: [approximately(end) for end in ends] for key, ends in intervals.items()}


def test_every_metric_is_worked_out_with_a_pencil_too() -> None:
    assert set(PENCILS) == set(METRICS)
    assert set(INTERVALS) == {name for name, metric in METRICS.items() if metric.estimated}


def approx(figures: Figures) -> Figures:
    """Equal but for the last digits, which the order of adding decides."""
    return {key: (pytest.approx(value), n) for key, (value, n) in figures.items()}  # type: ignore[misc]


COUNTS = [name for name, metric in METRICS.items() if metric.adds_up and not metric.own]
PEOPLE_AGAIN = {"active_members", "returning_members", "contributors", "helpers"}
"""Who is in one day's figure may be in another's."""


UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
"""To make a failing ledger smaller takes minutes: each step writes the SQL of a question anew."""


@pytest.mark.django_db  # where a segment's names are looked up
@settings(max_examples=3, phases=UNSHRUNK, suppress_health_check=list(HealthCheck))
@given(acts=random_acts, members=random_members, asked=st.tuples(*(questions for _ in METRICS)))
def test_counts_what_a_pencil_counts(acts: list[Act], members: Members, asked: tuple[Question, ...]) -> None:
    loaded = ledger(acts, members)
    for name, question in zip(METRICS, asked, strict=True):
        agree(name, loaded, acts, members, question)


@pytest.mark.slow
@pytest.mark.timeout(0)
@pytest.mark.django_db
@pytest.mark.parametrize("name", METRICS)
@settings(max_examples=100, phases=UNSHRUNK, suppress_health_check=[HealthCheck.too_slow])
@given(acts=random_acts, members=random_members, asked=st.lists(questions, min_size=1, max_size=4))
def test_counts_what_a_pencil_counts_a_hundred_times(
    name: str, acts: list[Act], members: Members, asked: list[Question]
) -> None:
    loaded = ledger(acts, members)
    for question in asked:
        agree(name, loaded, acts, members, question)


def agree(name: str, loaded: Acts, acts: list[Act], members: Members, question: Question) -> None:
    if question.platform and question.platform not in loaded.spans:
        return
    if question.by and question.by not in METRICS[name].breaks:
        return
    answer = work_out(loaded, name, question)
    told = f"{name} {question}"
    assert happened(answer) == approx(plainly(name, acts, members, question, loaded.known)), told
    if name in INTERVALS:
        expected = near(INTERVALS[name](Paper(acts, members, question, loaded.known)))
        assert {key: [*ends] for key, ends in doubts(answer).items()} == expected, told


@settings(max_examples=10, phases=UNSHRUNK)
@given(acts=random_acts, members=random_members, names=st.lists(st.sampled_from(COUNTS), min_size=1, max_size=3))
def test_a_total_is_the_answer_of_one_long_period(acts: list[Act], members: Members, names: list[str]) -> None:
    loaded = ledger(acts, members)
    for name, without_team in product(names, (False, True)):
        answer = work_out(loaded, name, Question(grain=Grain.YEAR, since=date(2023, 1, 1), without_team=without_team))
        once: dict[str | None, float] = defaultdict(float)
        days = Question(grain=Grain.DAY, without_team=without_team)
        for key, (value, _) in plainly(name, acts, members, days, loaded.known).items():
            once[key[1]] += value or 0
        if name not in PEOPLE_AGAIN:
            assert answer.total == once[None]
        assert (answer.total or 0) <= sum(row.value or 0 for row in answer.rows)


def test_what_means_nothing_is_refused_in_words() -> None:
    for name, metric in METRICS.items():
        for by in set(By) - set(metric.breaks):
            with pytest.raises(QuestionRefused, match=f"by {metric.own or by}") as refused:
                work_out(ledger(ACTS, MEMBERS), name, Question(by=by))
            assert "'by'" in refused.value.remedy


ALICE, ALICE_ON_GIT, ROBOT, TEAMMATE, UNLINKED = 1, 2, 3, 4, 5
MEMBERS: Members = {
    ALICE: (10, "community"),
    ALICE_ON_GIT: (10, "community"),
    ROBOT: (11, "bot"),
    TEAMMATE: (12, "team"),
}
POST, REACTION, COMMIT = 2, 4, 6
ACTS = [
    Act(at("2023-12-30"), "discourse", POST, ALICE),
    Act(at("2024-01-02"), "git", COMMIT, ALICE_ON_GIT),
    Act(at("2024-01-03"), "discourse", POST, ALICE),
    Act(at("2024-01-04"), "git", COMMIT, ROBOT),
    Act(at("2024-01-05"), "discourse", POST, TEAMMATE),
    Act(at("2024-01-06"), "discourse", REACTION, UNLINKED),
    Act(at("2024-01-06"), "discourse", POST, None),
    Act(at("2024-02-20"), "discourse", POST, UNLINKED),
]


def values(name: str, **asked: object) -> list[float | None]:
    question = Question(**{"grain": Grain.MONTH, **asked})  # type: ignore[arg-type]
    return [row.value for row in work_out(ledger(ACTS, MEMBERS), name, question).rows]


def test_a_member_with_two_accounts_counts_once_and_an_unlinked_identity_counts() -> None:
    assert values("active_members") == [1, 3, 1]


def test_who_was_there_before_since_is_not_new() -> None:
    assert values("new_members") == [1, 2, 0]
    assert values("new_members", since=date(2024, 1, 1)) == [2, 0]


def test_somebody_is_new_on_the_platform_they_came_in_through() -> None:
    assert values("new_members", platform="git") == [0]


def test_an_act_without_an_author_is_activity_of_nobody() -> None:
    assert values("activity") == [1, 5, 1]
    assert values("activity", by=By.SIDE, since=date(2024, 1, 1), until=date(2024, 1, 31)) == [3, 1, 1]


def test_posts_and_reactions_give_nothing_by_themselves() -> None:
    assert values("contributions") == [0, 1, 0]


def test_says_whom_it_left_out() -> None:
    loaded = ledger(ACTS, MEMBERS)
    with_team = work_out(loaded, "activity", Question())
    assert with_team.left_out == (LeftOut("bot", 1, 1),)
    without = work_out(loaded, "activity", Question(without_team=True))
    assert without.left_out == (LeftOut("bot", 1, 1), LeftOut("team", 1, 1))
    assert without.total == with_team.total - 1


def test_n_is_the_members_behind_the_value() -> None:
    answer = work_out(ledger(ACTS, MEMBERS), "activity", Question(grain=Grain.MONTH))
    assert [(row.value, row.n) for row in answer.rows] == [(1, 1), (5, 3), (1, 1)]
    assert (answer.total, answer.n) == (7, 3)


def test_a_clock_set_wrong_does_not_stretch_the_span() -> None:
    """Nor does it make the plain question one of too many periods, or an old archive of a busy one."""
    wrong = [Act(at("0001-01-01"), "git", COMMIT, ALICE), Act(at("9999-12-31"), "git", COMMIT, ALICE)]
    loaded = ledger([*ACTS, *wrong], MEMBERS)
    answer = work_out(loaded, "activity", Question(grain=Grain.YEAR))
    assert answer.span == Span(EARLIEST, TODAY)
    assert answer.total == work_out(ledger(ACTS, MEMBERS), "activity", Question()).total
    assert loaded.recent > 0.5


@settings(max_examples=8, phases=UNSHRUNK, deadline=None)
@given(name=st.sampled_from(sorted(METRICS)), acts=random_acts, before=random_members, after=random_members)
def test_acts_under_a_newer_map_are_the_acts_loaded_under_it(
    name: str, acts: list[Act], before: Members, after: Members
) -> None:
    under_a_newer_map(name, acts, before, after)


@pytest.mark.slow
@pytest.mark.timeout(0)
@pytest.mark.django_db  # where a segment's names are looked up
@pytest.mark.parametrize("name", METRICS)
@settings(max_examples=30, phases=UNSHRUNK, deadline=None)
@given(acts=random_acts, before=random_members, after=random_members)
def test_every_metric_under_a_newer_map_is_what_it_is_loaded_under_it(
    name: str, acts: list[Act], before: Members, after: Members
) -> None:
    under_a_newer_map(name, acts, before, after)


def under_a_newer_map(name: str, acts: list[Act], before: Members, after: Members) -> None:
    relinked = employed(relink(ledger(acts, before), map_of(after), Version((("by hand", 1),), 2, TODAY)))
    about(relinked, acts)
    loaded = ledger(acts, after)
    for by in {None, By.PLATFORM, By.SIDE} & {None, *METRICS[name].breaks}:
        question = Question(grain=Grain.WEEK, by=by)
        assert work_out(relinked, name, question) == work_out(loaded, name, question)
    assert sorted(map(str, relinked.ask(relinked.totals))) == sorted(map(str, loaded.ask(loaded.totals)))
