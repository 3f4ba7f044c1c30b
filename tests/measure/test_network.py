"""Who answers whom: worked out on a ledger by hand, and told alike by page, command and API."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from lxml import html
from typer.testing import CliRunner

from rapport.cli.measure import app
from rapport.measure.network.network import Bridge, Helper, Network, Pair, network
from rapport.measure.network.sentences import sentences
from rapport.measure.question import Question
from rapport.people.mine.limiting import limit
from rapport.people.models import Link, Member
from tests.measure.ledgers import Act, Members, at, ledger

ISSUE, COMMENT = 14, 16
ANN, BEN, CYD, DAN, ROBOT, HIDDEN = 1, 2, 3, 4, 5, 6
MEMBERS: Members = {
    ANN: (10, "community"), BEN: (20, "team"), CYD: (30, "community"), DAN: (40, "community"), ROBOT: (50, "bot"),
    HIDDEN: (60, "limited"),
}  # fmt: skip
DOCS, CODE = 7, 8


def _talk() -> Iterator[Act]:
    """Ann answers Ben five times in one place, Cyd once in it and five times in another; there Dan answers Cyd too."""
    asked = [(BEN, DOCS, (ANN,))] * 5 + [(CYD, DOCS, (ANN,))] + [(CYD, CODE, (ANN, DAN))] * 5
    asked += [(ANN, CODE, (BEN,)), (ROBOT, CODE, (ANN,)), (DAN, CODE, (ROBOT, HIDDEN)), (HIDDEN, DOCS, (DAN,))]
    place = 0
    for number, (asker, where, helpers) in enumerate(asked):
        began = at("2024-01-01") + timedelta(days=number)
        yield Act(began, "github", ISSUE, asker, thread=place, channel=where)
        for helper in helpers:
            yield Act(began + timedelta(hours=1), "github", COMMENT, helper, thread=place, channel=where)
        place += 1 + len(helpers)


def told(**asked: bool) -> Network:
    return network(ledger(list(_talk()), MEMBERS), Question(**asked), limit=10)  # type: ignore[arg-type]


def test_helpers_are_told_by_whom_they_reach_and_what_hangs_on_them_alone() -> None:
    found = told()
    assert found.helpers == (
        Helper(10, answers=11, reach=2, alone=1, places=2, joins=1),
        Helper(40, answers=5, reach=1, alone=0, places=1, joins=0),
        Helper(20, answers=1, reach=1, alone=1, places=1, joins=0),
    )
    assert (found.answers, found.askers, found.pairs_in_all, found.bridges_in_all) == (17, 3, 4, 1)


def test_pairs_are_told_with_the_other_way_and_bridges_with_their_places() -> None:
    found = told()
    assert found.pairs == (Pair(10, 30, 6, 0), Pair(10, 20, 5, 1), Pair(40, 30, 5, 0), Pair(20, 10, 1, 5))
    assert found.bridges == (Bridge(DOCS, CODE, 10, answers=17),)


def test_it_is_told_in_sentences_which_say_so_where_there_are_too_few() -> None:
    first, *others = sentences(told())
    assert first == "3 people gave 17 answers to 3 people; half of them came from 1 person."
    assert "too few to say (n = 3 askers)" in others[0]
    assert others[-1] == "1 pair of places hangs on one person, who alone answers in both."


def test_the_team_can_be_left_out() -> None:
    assert [one.member for one in told(without_team=True).helpers] == [10, 40]
    assert sentences(network(ledger([], {}), Question(), limit=5)) == ["Nobody answered anybody in this time."]


@pytest.mark.usefixtures("community")
def test_page_command_and_api_tell_the_same_and_nobody_who_is_limited(browser: Client) -> None:
    member = Member.objects.get(name="Ada").pk
    api = browser.get("/api/measure/network").json()
    assert api == json.loads(CliRunner().invoke(app, ["network", "--json"]).stdout)
    ada = next(one for one in api["helpers"] if one["member"] == member)
    assert ada["name"] == "Ada"
    page = html.fromstring(browser.get("/measure/network/?length=all").content.decode())
    [row] = page.xpath(f"//section[@id='helpers']//tr[th/a[@href='/people/{member}/']]")
    assert [cell.text for cell in row.xpath("./td[@class='number']")][:3] == [
        str(ada[key]) for key in ("reach", "alone", "answers")
    ]
    assert [said.text for said in page.xpath("//*[contains(@class, 'reading')]/p")] == api["sentences"]
    assert "Ada" in CliRunner().invoke(app, ["network"]).stdout
    assert ",Ada," in CliRunner().invoke(app, ["network", "--csv"]).stdout
    Member.objects.filter(pk=member).update(name="=1+1")
    assert ",'=1+1," in browser.get("/api/measure/network?format=csv").content.decode()
    limit(list(Link.objects.filter(member=member).values_list("identity_id", flat=True)), None)
    for address in ("/api/measure/network", "/api/measure/network?format=csv", "/measure/network/?length=all"):
        assert "Ada" not in browser.get(address).content.decode()
    assert browser.get("/measure/network/?platform=myspace").status_code == 400
