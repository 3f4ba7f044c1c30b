"""What is behind a figure: as many people as it counts, each with what they did, and these things themselves."""

import csv
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from ibis.expr.types import Table
from lxml.html import HtmlElement

from rapport.accounts.models import AuditEntry, Role, User
from rapport.ledger import copy
from rapport.ledger.append import Appender
from rapport.ledger.telling import tell
from rapport.measure.answer import Answer, Row, rows_behind, work_out
from rapport.measure.catalogue import METRICS
from rapport.measure.metrics import all_metrics
from rapport.measure.pages import behind_files
from rapport.measure.periods import Grain
from rapport.measure.question import By, Question
from rapport.people.acts import Acts
from rapport.people.mine.limiting import limit
from rapport.people.models import Link, Member
from rapport.words.activity import Activity
from rapport.words.records import Record
from tests.measure.community import BOB, FORUM
from tests.measure.ledgers import FIRST, KINDS, Act, Members, ledger
from tests.measure.test_pages import file_of, seen

MEMBERS: Members = {
    1: (1, "community"), 2: (1, "community"), 3: (2, "team"), 4: (3, "bot"), 5: (4, "community"), 6: (5, "team"),
    7: (6, "limited"),
}  # fmt: skip
QUESTIONS = (
    Question(grain=Grain.YEAR),
    Question(grain=Grain.QUARTER, platform="github"),
    Question(grain=Grain.QUARTER, without_team=True, since=date(2023, 12, 10)),
)


@cache
def busy() -> Acts:
    return ledger(everything(), MEMBERS)


def everything() -> list[Act]:
    """Three platforms on which everybody does everything, with threads and questions; people come and go."""
    die = Random(7)
    acts: list[Act] = []
    for place in range(500):
        begun = [index for index, act in enumerate(acts) if act.thread == index]
        thread = die.choice([place, *begun[-4:]])
        acts.append(
            Act(
                FIRST + timedelta(hours=die.randrange(6 * place, 6 * place + 40)),
                die.choice(["discourse", "git", "github"]) if thread == place else acts[thread].platform,
                die.choice(KINDS),
                die.choice([None, *range(1 + place // 125 * 4, 12 + place // 125 * 4)]),
                thread=thread,
                asks=die.random() < 0.5,
                language=die.choice([None, "en", "de"]),
                zone=die.choice([None, 60, -480]),
                titled=die.random() < 0.5,
                views=die.choice([None, 3, 20]),
                reposts=die.choice([None, 0, 2]),
            )
        )
    return acts


def _of_row(answered: Answer, row: Row) -> Question:
    span = answered.span
    assert span
    return replace(answered.question, since=max(row.first, span.first), until=min(row.last, span.last), grain=None)


def _of_known_employers(answered: Answer, row: Row) -> float:
    """What was given, without what is told apart: each contribution once, with however many employers."""
    given, found = (work_out(busy(), name, _of_row(answered, row)) for name in ("contributions", answered.metric.name))
    return (given.total or 0) - (found.left_out[-1].value or 0)


def _counted(answered: Answer, row: Row) -> Mapping[str, Any]:
    """What is behind this row: how many of what it rests on, and how much they did."""
    metric, asked = answered.metric, _of_row(answered, row)

    def counted(rows: Table) -> Table:
        of = rows.count() if metric.rests_on in ("threads", "questions") else rows.member.nunique()
        of = rows.n.sum().fill_null(0) if metric.rests_on == "posts" else of
        return rows.aggregate(n=of, done=rows.n.sum().fill_null(0))

    [found] = rows_behind(busy(), metric, asked, row.group or "")(counted)
    return found


@pytest.mark.parametrize("name", METRICS)
@pytest.mark.parametrize(
    "questions", [(), pytest.param(QUESTIONS, marks=pytest.mark.slow)], ids=["in parts", "all questions"]
)
def test_as_many_are_behind_a_figure_as_it_counts(name: str, questions: tuple[Question, ...]) -> None:
    metric, looked = METRICS[name], 0
    whole = metric.rests_on == "organisations"  # those of no known employer are told of all groups together
    broken = By.KIND if metric.settled else metric.breaks[-1] if metric.breaks and not whole else None
    for question in (*questions, Question(grain=Grain.YEAR, by=broken)):
        answered = work_out(busy(), name, question, totals=False)
        for row in answered.rows:
            found = _counted(answered, row)
            if whole and row.group is None:
                assert found["done"] == _of_known_employers(answered, row), (question, row)
            elif not whole and metric.rests_on != "pairs":
                assert found["n"] == row.n, (question, row)
            if metric.adds_up:
                assert row.value == found["n" if metric.unit == "people" else "done"], (question, row)
            looked += bool(row.n)
    assert looked > 1


def test_every_metric_opens_what_is_behind_it() -> None:
    assert [metric.name for metric in all_metrics() if metric.behind is None] == []


def _people(page: HtmlElement) -> dict[str, str]:
    lines = page.xpath("//section[@id='people']//tbody/tr")
    return {line.xpath("./th")[0].text_content(): "".join(line.xpath("./td/text()")) for line in lines}


@pytest.mark.usefixtures("community")
def test_the_people_behind_a_number_are_as_many_as_it_says(browser: Client) -> None:
    names = ("active_members", "new_members", "lapsed_members", "contributors", "moves")
    for name, chosen in zip(names, ("&segment=in+the+team", "&without_team=1", "", "&by=side", ""), strict=True):
        page = seen(browser, f"/measure/{name}/?since=2021-01-03&until=2023-12-20&grain=year{chosen}")
        for line in page.xpath("//section[@id='figures']//tbody/tr"):
            there = {link.text_content(): link.get("href") for link in line.xpath("./td/a")}
            if not line.xpath("./td/a"):
                there = {line.xpath("./td")[0].text_content(): line.xpath("./th/a/@href")[0]}
            for value, address in there.items():
                assert len(_people(seen(browser, address))) == int(value), address


@pytest.mark.usefixtures("community")
def test_who_fell_silent_is_listed_and_not_who_was_active(browser: Client) -> None:
    later = Activity("discourse", "post/later", "post", datetime(2023, 9, 1, tzinfo=UTC), BOB, FORUM, 1, text="Hello?")
    with transaction.atomic():
        Appender().append([Record("later", [later])])
    tell()
    copy.refresh()
    days = "since=2023-03-01&until=2023-05-30"
    assert _people(seen(browser, f"/measure/active_members/people/?{days}")) == {}
    silent = seen(browser, f"/measure/lapsed_members/people/?{days}")
    assert set(_people(silent)) == {"Ada", "bob", "Grace"}
    assert not silent.xpath("//section[@id='activities']")
    assert "nothing was done, so there are no activities to list" in silent.text_content()
    ada, grace = (Member.objects.get(name=name).pk for name in ("Ada", "Grace"))
    assert set(silent.xpath("//section[@id='people']//a/@href")) == {f"/people/{ada}/", f"/people/{grace}/"}


@pytest.mark.usefixtures("community")
def test_the_people_are_followed_by_the_newest_of_what_they_did(browser: Client) -> None:
    page = seen(browser, "/measure/accepted_answers/people/?since=2021-01-03&until=2023-12-20&without_team=1")
    people = _people(page)
    assert list(people.values()) == sorted(people.values(), key=int, reverse=True)
    assert sum(map(int, people.values())) == len(page.xpath("//section[@id='activities']//li"))
    times = page.xpath("//section[@id='activities']//time/@datetime")
    assert times == sorted(times, reverse=True)
    every = seen(browser, "/measure/activity/people/?since=2021-01-03&until=2023-12-20")
    assert len(every.xpath("//section[@id='activities']//li")) == 100
    assert "The newest first, 100 at most." in every.text_content()


@pytest.mark.usefixtures("community")
def test_nobody_who_is_limited_is_behind_anything(browser: Client) -> None:
    address = "/measure/active_members/people/?since=2021-01-03&until=2023-12-20"
    assert "Grace" in _people(seen(browser, address))
    limit(Link.objects.filter(member__name="Grace").values_list("identity", flat=True), None)
    there = seen(browser, address)
    assert "Grace" not in _people(there)
    assert "Grace" not in there.text_content()


@pytest.mark.usefixtures("community")
def test_the_people_can_be_taken_along_by_who_may(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(behind_files, "AT_ONCE", 2)
    Member.objects.filter(name="Ada").update(name="=Ada")
    there = seen(browser, "/measure/activity/people/?since=2021-01-03&until=2023-12-20&by=platform&group=discourse")
    [link] = there.xpath("//a[contains(@href, 'people.csv')]/@href")
    told = list(csv.DictReader(file_of(browser, link).splitlines()))
    assert len(told) > 2
    assert {line["name"].removeprefix("'"): line["n"] for line in told} == _people(there)
    assert "'=Ada" in {line["name"] for line in told}
    assert AuditEntry.objects.get(action="people.exported").detail == {"people": len(told)}
    limit(Link.objects.filter(member__name="=Ada").values_list("identity", flat=True), None)
    assert "Ada" not in file_of(browser, link)
    browser.force_login(User.objects.create_user("rita@example.org", role=Role.RESPONDER))
    assert not seen(browser, "/measure/activity/people/?length=all").xpath("//a[contains(@href, 'people.csv')]")
    assert browser.get(link).status_code == 403


@pytest.mark.usefixtures("community")
@pytest.mark.parametrize(
    "asked",
    ["group=discourse", "by=platform&group=usenet", "by=kind&group=-1", "by=topic&group=x", "since=yesterday", "by=no"],
)
def test_what_cannot_be_listed_is_refused_in_words(browser: Client, asked: str) -> None:
    name = "conversations" if "topic" in asked else "activity"
    assert seen(browser, f"/measure/{name}/people/?{asked}", 400).xpath("//*[contains(@class, 'notice bad')]")


@pytest.mark.usefixtures("community")
def test_groups_of_their_own_and_other_pages_are_refused_too(browser: Client) -> None:
    for there in ("hours/people/?group=24", "moves/people/?group=there", "unanswered/questions/?group=never"):
        assert seen(browser, f"/measure/{there}", 400).xpath("//*[contains(@class, 'notice bad')]")
    assert browser.get("/measure/questions/people/").status_code == 404
    assert browser.get("/measure/no_such/people/").status_code == 404


@pytest.mark.usefixtures("community")
@pytest.mark.parametrize(
    "address",
    [
        "activity/?by=platform&grain=month",
        pytest.param("activity/?by=side&grain=year", marks=pytest.mark.slow),
        pytest.param("hours/?grain=year", marks=pytest.mark.slow),
        pytest.param("unanswered/?grain=year", marks=pytest.mark.slow),
    ],
)
def test_a_chart_of_groups_leads_to_what_each_rests_on(browser: Client, address: str) -> None:
    page = seen(browser, f"/measure/{address}&since=2021-07-01&until=2022-02-28")
    links = page.xpath("//section[contains(@class, 'chart')]//svg[1]//a")
    assert links
    for link in (links[0], links[-1]):
        assert "group=" in link.get("href")
        assert browser.get(link.get("href")).status_code == 200
        assert link.xpath("./title")[0].text_content()
