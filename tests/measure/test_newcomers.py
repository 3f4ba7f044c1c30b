"""How far newcomers get: against a slow and obvious computation, and told alike by page, command and API."""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html
from typer.testing import CliRunner

from rapport.cli.measure import app
from rapport.measure.answer import work_out
from rapport.measure.newcomers import BEHIND, TITLES, told, way
from rapport.measure.question import Question
from rapport.words.kinds import BY_NAME
from tests.measure.ledgers import Act, Members, at, ledger
from tests.measure.ledgers import acts as random_acts
from tests.measure.ledgers import members as random_members
from tests.measure.pencils import doubt, helping, talking
from tests.measure.pencils.giving import gifts
from tests.measure.pencils.paper import Paper, in_order
from tests.measure.test_metrics import UNSHRUNK

questions = st.builds(
    Question,
    since=st.sampled_from([None, date(2023, 11, 20)]),
    until=st.sampled_from([None, date(2024, 2, 10)]),
    platform=st.sampled_from([None, "git"]),
    language=st.sampled_from(["", "en", "und"]),
    without_team=st.booleans(),
)


def plainly(paper: Paper, step: str) -> doubt.Waits:
    """Of each newcomer how long it took, or has taken, and whether they got there."""
    waits = []
    for member in paper.people(paper.acts):
        came = min(paper.of(member), key=in_order)
        if paper.wanted(came):
            reached = min(_times(paper, step, member), default=None)
            waits.append(((reached or paper.known) - came.at, reached is not None))
    return waits


def _times(paper: Paper, step: str, member: int) -> Iterator[datetime]:
    """Whenever the member did that, or had that done to them."""
    if step == "reply":
        for one in helping.asked(paper):
            if paper.member(one.act.identity) == member:
                yield from (reply.at for reply in one.replies)
        return
    for act in talking.said(paper) if step == "word" else gifts(paper):
        if paper.member(act.identity) == member:
            yield act.at


@settings(max_examples=8, phases=UNSHRUNK, suppress_health_check=[HealthCheck.too_slow])
@given(acts=random_acts, members=random_members, question=questions)
def test_newcomers_got_as_far_as_one_finds_by_hand(acts: list[Act], members: Members, question: Question) -> None:
    loaded = ledger(acts, members)
    if not acts or (question.platform and question.platform not in loaded.spans):
        return
    found = way(loaded, question)
    paper = Paper(acts, members, question, loaded.known)
    for step in found.steps:
        waits = plainly(paper, step.name)
        assert (found.came, step.reached) == (len(waits), sum(over for _, over in waits))
        days = [None if end is None else pytest.approx(end / 24) for end in doubt.of_median(waits)]
        assert [step.days.value, step.days.low, step.days.high] == (days if waits else [None] * 3)
    last, metric = found.steps[-1].days, work_out(loaded, BEHIND, question)
    assert (last.value, last.n, last.low, last.high) == (metric.total, metric.n, metric.low, metric.high)


TOPIC, POST, COMMIT, STAR = (BY_NAME[name].number for name in ("topic", "post", "commit", "star"))
ANN, BEN, ROBOT, CYD = 1, 2, 3, 4


def test_a_star_is_no_word_and_a_bots_reply_is_none() -> None:
    began = at("2024-01-01")
    acts = [
        Act(began, "discourse", STAR, ANN),
        Act(began + timedelta(days=2), "discourse", TOPIC, ANN, thread=1, asks=True, titled=True),
        Act(began + timedelta(days=2, hours=1), "discourse", POST, ROBOT, thread=1),
        Act(began + timedelta(days=3), "discourse", POST, BEN, thread=1),
        Act(began + timedelta(days=4), "git", COMMIT, CYD),
    ]  # fmt: skip
    found = way(ledger(acts, {ROBOT: (30, "bot")}), Question())
    assert found.came == 3
    assert {step.name: step.reached for step in found.steps} == {"word": 2, "reply": 1, "contribution": 1}
    assert [line[:3] for line in told(found)][1:3] == [("First word", 2, "66.7 %"), ("First reply got", 1, "33.3 %")]
    assert [step.days.value for step in found.steps] == [2, 3, None]


def test_nobody_came_to_an_empty_ledger() -> None:
    found = way(ledger([], {}), Question())
    assert (found.came, {step.days.value for step in found.steps}) == (0, {None})
    assert told(found)[0] == ("Came", 0, "–", "", "")


@pytest.mark.usefixtures("community")
@pytest.mark.parametrize(
    "asked",
    [
        {"platform": "discourse", "without_team": "1"},
        pytest.param({}, marks=pytest.mark.slow),
        pytest.param(
            {"segment": "in the community", "since": "2021-01-10", "until": "2022-01-31"}, marks=pytest.mark.slow
        ),
        pytest.param({"language": "und"}, marks=pytest.mark.slow),
    ],
)
def test_page_command_and_api_tell_the_same(browser: Client, asked: dict[str, str]) -> None:
    api = browser.get("/api/measure/path", asked).json()
    options = ["--without-team" if key == "without_team" else f"--{key}={value}" for key, value in asked.items()]
    by_command = json.loads(CliRunner().invoke(app, ["path", *options, "--json"]).stdout)
    assert api | {"as_of": None} == by_command | {"as_of": None}
    page = html.fromstring(browser.get(f"/measure/{BEHIND}/", {"length": "all"} | asked).content.decode())
    lines = [[cell.text_content() for cell in row] for row in page.xpath("//section[@id='path']//tbody/tr")]
    assert [line[:2] for line in lines] == [
        ["Came", str(api["came"])],
        *([TITLES[step["step"]], str(step["reached"])] for step in api["steps"]),
    ]
    shown = CliRunner().invoke(app, ["path", *options]).stdout
    assert all(line[3] in shown for line in lines)


def test_other_metrics_do_not_tell_it(browser: Client, community: None) -> None:
    assert 'id="path"' not in browser.get("/measure/contributions/").content.decode()
    assert browser.get("/api/measure/path?colour=red").status_code == 400
