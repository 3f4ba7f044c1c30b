"""Of periods that are over nothing is counted again until something changes in them."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.measure.answer import Answer, Row, work_out
from rapport.measure.catalogue import METRICS
from rapport.measure.periods import Grain
from rapport.measure.question import By, Question
from rapport.people.acts import Acts
from rapport.people.contributions.weights import Weighed, Weights
from rapport.words.kinds import BY_NAME
from tests.measure.ledgers import Act, Members, at, ledger
from tests.measure.ledgers import acts as random_acts
from tests.measure.ledgers import members as random_members

SETTLED = [name for name, metric in METRICS.items() if metric.settled]
POST = BY_NAME["post"].number
ACTS = [
    Act(at(f"2024-{month:02}-{day:02}"), platform, POST, who)
    for month, day, platform, who in (
        (1, 3, "discourse", 1),
        (2, 9, "git", 2),
        (3, 20, "git", 1),
        (5, 8, "discourse", 3),
    )
]
MEMBERS: Members = {1: (10, "community"), 2: (11, "community"), 3: (12, "community")}
MONTHS = Question(grain=Grain.MONTH)


def after_a_step(acts: Acts, first_changed: date) -> Acts:
    acts.steps.changed.append(first_changed)
    return replace(acts, step=acts.step + 1)


def figures(answer: Answer) -> dict[tuple[date, str | None], float | None]:
    return {(row.first, row.group): row.value for row in answer.rows}


@pytest.mark.parametrize("by", [None, By.PLATFORM])
def test_only_what_changed_is_counted_again(by: By | None) -> None:
    acts, question = ledger(ACTS, MEMBERS), replace(MONTHS, by=by)
    before = figures(work_out(acts, "activity", question))
    months = sorted({first for first, _ in before if any(before[key] for key in before if key[0] == first)})
    changed = months[len(months) // 2]
    acts.engine.run("DELETE FROM every_act")  # so that whatever is still told was not counted again
    after = figures(work_out(after_a_step(acts, changed.replace(day=15)), "activity", question))
    assert {key: value for key, value in before.items() if key[0] < changed and value} == {
        key: value for key, value in after.items() if value
    }


def test_nothing_stands_under_other_weights_or_for_other_days() -> None:
    acts = ledger(ACTS, MEMBERS)
    told = work_out(acts, "activity", MONTHS)
    acts.engine.run("DELETE FROM every_act")
    newer = after_a_step(acts, date.max)
    assert figures(work_out(newer, "activity", MONTHS)) == figures(told)
    weighed = replace(newer, weights=Weights({POST: Weighed(1, "")}))
    assert told.span
    for other in (
        work_out(weighed, "activity", MONTHS),
        work_out(newer, "activity", replace(MONTHS, until=told.span.last.replace(day=1))),
        work_out(newer, "activity", replace(MONTHS, without_team=True)),
        work_out(newer, "messages", MONTHS),
    ):
        assert not any(figures(other).values())


@settings(max_examples=10)
@given(name=st.sampled_from(SETTLED), acts=random_acts, members=random_members)
def test_what_is_settled_rests_on_no_later_day(name: str, acts: list[Act], members: Members) -> None:
    days = sorted(act.at.date() for act in acts)
    then = days[len(days) // 2].replace(day=1) if days else date.max
    whole, cut = ledger(acts, members), ledger(acts, members)
    cut.engine.run(f"DELETE FROM every_act WHERE day >= DATE '{then}'")
    cut.engine.run(f"DELETE FROM firsts WHERE day >= DATE '{then}'")
    assert over(work_out(whole, name, MONTHS), then) == over(work_out(cut, name, MONTHS), then)


def over(answer: Answer, then: date) -> list[Row]:
    return [row for row in answer.rows if row.last < then]
