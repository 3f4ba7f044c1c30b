"""The page of the people behind a figure lists the single activities that it counts, the newest hundred."""

from datetime import date, timedelta
from functools import cache

import pytest
from django.test import Client

from rapport.measure import singly
from rapport.measure.answer import rows_behind, work_out
from rapport.measure.catalogue import METRICS, on_questions
from rapport.measure.periods import Grain
from rapport.measure.question import Question
from rapport.people.acts import Acts
from tests.measure.ledgers import Act, Members, at, key, ledger
from tests.measure.pencils.paper import Paper
from tests.measure.pencils.singly import PENCILS
from tests.measure.test_pages import seen
from tests.measure.test_whom import MEMBERS, everything

NONE = {"lapsed_members": "who fell silent did nothing on any of the days that count"}
"""Metrics behind which no single activities stand, and why."""


def test_every_metric_lists_activities_or_questions_or_says_why_not() -> None:
    silent = {name: metric.singly for name, metric in METRICS.items() if isinstance(metric.singly, str)}
    listed = {name for name, metric in METRICS.items() if on_questions(metric)}
    assert set(silent) == listed | set(NONE)
    assert {name for name, why in silent.items() if why} == set(NONE)
    assert set(PENCILS) == set(METRICS) - set(silent)


@cache
def _acts() -> tuple[list[Act], Acts]:
    """No two things happen at one instant, so that an instant names one."""
    acts = [act._replace(at=act.at + timedelta(seconds=place)) for place, act in enumerate(everything())]
    return acts, ledger(acts, MEMBERS)


def _listed(name: str, loaded: Acts, question: Question, group: str = "") -> list[bytes]:
    told = METRICS[name].singly
    assert isinstance(told, singly.Singly)
    return [row["id"] for row in told.find(loaded, rows_behind(loaded, METRICS[name], question, group))]


def _picked(name: str, question: Question, most: int, group: str | None = None) -> list[bytes]:
    acts, loaded = _acts()
    asked = question if question.grain else Question(**{**vars(question), "grain": Grain.YEAR})
    picked = PENCILS[name](Paper(acts, MEMBERS, asked, loaded.known))
    moments = {act.at for its, act in picked if group in (None, its)}
    places = [place for place, act in enumerate(acts) if act.at in moments]
    assert len(places) == len(moments)
    return [key(place) for place in sorted(places, key=lambda place: acts[place].at, reverse=True)[:most]]


QUESTIONS = (
    Question(since=date(2023, 12, 10)),
    Question(platform="github", until=date(2024, 2, 1)),
    Question(without_team=True, language="en"),
)


@pytest.mark.parametrize("name", PENCILS)
@pytest.mark.parametrize("most", [9, pytest.param(1000, marks=pytest.mark.slow)])
def test_lists_what_a_pencil_picks(name: str, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(singly, "NEWEST", most)
    some = 0
    for question in (Question(), *QUESTIONS):
        listed = _listed(name, _acts()[1], question)
        assert listed == _picked(name, question, most), question
        some += len(listed)
    assert some > most % 100


@pytest.mark.parametrize("name", PENCILS)
def test_of_a_group_too(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(singly, "NEWEST", 20)
    metric, loaded = METRICS[name], _acts()[1]
    for by in metric.breaks[-1:] or [None]:
        question = Question(by=by, grain=Grain.YEAR)
        groups = work_out(loaded, name, question, totals=False).groups
        assert groups
        for group in groups[:2]:
            assert _listed(name, loaded, question, group) == _picked(name, question, 20, group), (by, group)


POST, REACTION, COMMIT, ISSUE, PULL_REQUEST, COMMENT = 2, 4, 6, 14, 15, 16
SOMEBODY, ONE, OTHER = 1, 2, 3
TWO_ACCOUNTS: Members = {ONE: (10, "community"), OTHER: (10, "community")}


@pytest.mark.parametrize(
    ("name", "listed"),
    [("helpers", [4]), ("reciprocity", [4]), ("new_members", [7, 0]), ("first_contributions", [7, 0]), ("moves", [3])],
)
def test_of_what_was_done_at_one_instant_the_lowest_id_is_listed_once(name: str, listed: list[int]) -> None:
    began = Act(at("2024-01-02"), "git", COMMIT, OTHER)
    answer = Act(at("2024-01-03"), "github", COMMENT, OTHER, thread=0)
    acts = [
        Act(at("2024-01-01"), "github", ISSUE, SOMEBODY, thread=0),
        Act(at("2024-01-01"), "github", PULL_REQUEST, SOMEBODY, thread=0),
        answer._replace(identity=SOMEBODY),
        answer._replace(kind=REACTION),
        answer,
        answer._replace(identity=ONE),
        answer,
        began,
        began._replace(identity=ONE),
        began._replace(at=at("2024-01-02", 9)),
        began._replace(at=at("2024-01-02", 9), identity=ONE),
    ]
    assert _listed(name, ledger(acts, TWO_ACCOUNTS), Question()) == [key(place) for place in listed]


def test_a_post_that_tells_nothing_is_not_listed_with_one_of_the_same_day() -> None:
    post = Act(at("2024-01-01"), "discourse", POST, SOMEBODY)
    acts = [post, post._replace(at=at("2024-01-01", 1), views=0), post._replace(at=at("2024-01-01", 2), reposts=3)]
    assert _listed("views", ledger(acts, {}), Question()) == [key(1)]
    assert _listed("times_reposted", ledger(acts, {}), Question()) == [key(2)]


def test_what_two_organisations_made_counts_once_to_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whose member was with two from February on, as `ledgers.SAID` has it."""
    monkeypatch.setattr(singly, "NEWEST", 4)
    acts = [Act(at(f"2024-02-{day:02}"), "git", COMMIT, 5) for day in range(5, 11)]
    listed = _listed("elephant_factor", ledger(acts, {5: (4, "community")}), Question())
    assert listed == [key(place) for place in (5, 4, 3, 2)]


@pytest.mark.usefixtures("community")
def test_the_page_says_what_it_lists(browser: Client) -> None:
    days = "since=2021-01-03&until=2023-12-20"
    for name, title in (("conversations", "What opened them"), ("helpers", "The answers"), ("moves", "What they did")):
        page = seen(browser, f"/measure/{name}/people/?{days}")
        [section] = page.xpath("//section[@id='activities']")
        assert section.xpath("./h2")[0].text_content().startswith(title)
        assert section.xpath(".//li")
