"""Boards are made, filled from a metric's page, put in order and taken apart, and show what the metric's page shows."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from lxml import html
from lxml.html import HtmlElement
from typer.testing import CliRunner

from rapport.accounts.models import AuditEntry
from rapport.cli.measure import app
from rapport.ledger.erase import erase
from rapport.ledger.models import Identity
from rapport.measure.boards.arranging import MOST_CARDS
from rapport.measure.models import Badge, Board, BoardCard
from rapport.people.models import Segment

ASKED = "since=2021-07-01&until=2021-09-28&grain=month&platform=discourse&compare=before"


def seen(browser: Client, address: str, status: int = 200) -> HtmlElement:
    answer = browser.get(address)
    assert answer.status_code == status, answer.content.decode()[:400]
    return html.fromstring(answer.content.decode())


def words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def put(browser: Client, address: str, **more: str) -> Board:
    """On a board, by the form on the metric's page."""
    form = seen(browser, address).xpath("//section[@id='take']//form[@method='post']")[0]
    fields = {field.get("name"): field.get("value", "") for field in form.xpath(".//input[@type='hidden']")}
    answer = browser.post(form.get("action"), fields | {"name": "Weekly"} | more)
    assert answer.status_code == 302
    return Board.objects.get(name=more.get("name", "Weekly"))


def titles(browser: Client, board: Board) -> list[str]:
    return [words(head) for head in seen(browser, f"/measure/boards/{board.pk}/").xpath("//section/h2")]


def actions() -> list[str]:
    return list(AuditEntry.objects.order_by("id").values_list("action", flat=True))


@pytest.mark.usefixtures("community")
def test_a_question_goes_on_a_board_and_leads_back_to_the_same_question(browser: Client) -> None:
    board = put(browser, f"/measure/activity/?{ASKED}", title="Summer in the forum")
    put(browser, "/measure/active_members/", board=str(board.pk))
    page = seen(browser, f"/measure/boards/{board.pk}/")
    first, second = page.xpath("//section[contains(@class, 'board-card')]")
    assert words(first.xpath("./h2")[0]) == "Summer in the forum"
    link = urlsplit(first.xpath("./h2/a/@href")[0])
    assert link.path == "/measure/activity/"
    assert parse_qs(link.query) == parse_qs(ASKED)
    assert "1 July 2021 to 28 September 2021, on Discourse, beside the time before" in words(first)
    assert "Last 12 months" in words(second)
    assert parse_qs(urlsplit(second.xpath("./h2/a/@href")[0]).query) == {"length": ["12-months"]}
    for card in (first, second):
        there = seen(browser, card.xpath("./h2/a/@href")[0])
        for name in ("value", "about"):
            (told,) = card.xpath(f"./div[contains(@class, 'figure')]/*[@class='{name}']")
            (shown,) = there.xpath(f"//aside//*[@class='{name}']")
            assert words(told).removeprefix("95 % interval ") == words(shown)
        assert words(card.xpath("./p")[0]) == words(there.xpath("//section[contains(@class, 'chart')]/h2")[0])
        assert card.xpath(".//svg")
    assert actions() == ["board.made", "board.card-added", "board.card-added"]
    again = browser.post("/measure/boards/add/", {"metric": "activity", "asked": ASKED, "board": board.pk}, follow=True)
    assert "asks that already" in again.content.decode()
    assert board.cards.count() == 2
    assert "Weekly" in words(seen(browser, "/measure/boards/").xpath("//ul[@class='list']")[0])
    assert seen(browser, "/measure/").xpath("//a[@href='/measure/boards/']")


@pytest.mark.usefixtures("community")
def test_page_command_and_api_give_equal_figures(browser: Client) -> None:
    board = put(browser, f"/measure/activity/?{ASKED}")
    put(browser, "/measure/time_to_first_response/?length=all&without_team=1", board=str(board.pk))
    told = browser.get(f"/api/measure/boards/{board.pk}").json()
    ran = CliRunner().invoke(app, ["board", "show", "weekly", "--json"])
    assert ran.exit_code == 0, ran.output
    printed = json.loads(ran.stdout)
    shown = seen(browser, f"/measure/boards/{board.pk}/").xpath("//section[contains(@class, 'board-card')]")
    for card, mine, section in zip(told["cards"], printed["cards"], shown, strict=True):
        assert card["answer"] | {"as_of": None} == mine["answer"] | {"as_of": None}
        asked = {name: value for name, value in card["answer"]["question"].items() if value}
        alone = browser.get(f"/api/measure/{card['metric']}", asked).json()
        assert alone | {"as_of": None} == card["answer"] | {"as_of": None}
        assert card["sentence"] == words(section.xpath("./p")[0])
    plain = CliRunner().invoke(app, ["board", "show", "Weekly"])
    assert "Activity" in plain.output
    (listed,) = browser.get("/api/measure/boards").json()
    assert (listed["name"], listed["cards"]) == ("Weekly", 2)
    assert json.loads(CliRunner().invoke(app, ["board", "list", "--json"]).stdout)[0]["name"] == "Weekly"
    assert browser.get("/api/measure/boards/0").json()["error"] == "board-unknown"
    assert CliRunner().invoke(app, ["board", "show", "Nowhere"]).exit_code == 1


@pytest.mark.usefixtures("community")
def test_cards_are_put_in_order_named_removed_and_put_back(browser: Client) -> None:
    board = put(browser, "/measure/activity/")
    for name in ("messages", "helpers"):
        put(browser, f"/measure/{name}/", board=str(board.pk))
    assert titles(browser, board) == ["Activity", "Messages", "Helpers"]
    last = board.cards.get(metric="helpers")
    for _ in range(3):
        answer = browser.post(f"/measure/boards/cards/{last.pk}/move/", {"way": "up"})
        assert answer["Location"] == f"/measure/boards/{board.pk}/change/#card-{last.pk}"
    browser.post(f"/measure/boards/cards/{last.pk}/title/", {"title": "  Who   helps "})
    assert titles(browser, board) == ["Who helps", "Activity", "Messages"]
    first = board.cards.get(metric="activity")
    page = html.fromstring(browser.post(f"/measure/boards/cards/{first.pk}/remove/", follow=True).content.decode())
    assert titles(browser, board) == ["Who helps", "Messages"]
    (undo,) = page.xpath("//*[@id='toasts']//form/@action")
    assert browser.post(undo).status_code == 302
    assert titles(browser, board) == ["Who helps", "Activity", "Messages"]
    assert list(board.cards.values_list("place", flat=True)) == [0, 1, 2]
    assert browser.post("/measure/boards/back/forged/").status_code == 302
    assert actions().count("board.card-moved") == 3


@pytest.mark.usefixtures("community")
def test_a_board_is_renamed_and_deleted_by_name_with_what_belongs_to_it(browser: Client) -> None:
    board = put(browser, "/measure/activity/")
    other = put(browser, "/measure/activity/", name="Other")
    assert browser.post(f"/measure/boards/{board.pk}/change/", {"name": "other"}).status_code == 400
    assert (
        browser.post(f"/measure/boards/{board.pk}/change/", {"name": "Mondays", "sentence": "A look."}).status_code
        == 302
    )
    assert "A look." in words(seen(browser, f"/measure/boards/{board.pk}/"))
    assert browser.post(f"/measure/boards/{board.pk}/delete/", {"name": "Weekly"}).status_code == 400
    assert browser.post(f"/measure/boards/{board.pk}/delete/", {"name": "Mondays"}).status_code == 302
    assert list(Board.objects.all()) == [other]
    assert list(BoardCard.objects.values_list("board", flat=True)) == [other.pk]
    assert {"board.changed", "board.deleted"} <= set(actions())


@pytest.mark.usefixtures("community")
def test_what_can_no_longer_be_answered_says_so_beside_the_others(browser: Client) -> None:
    segment = Segment.objects.create(name="Regulars", text="in the team")
    board = put(browser, "/measure/activity/?length=all&segment=Regulars")
    put(browser, "/measure/activity/?length=all", board=str(board.pk))
    segment.delete()
    first, second = seen(browser, f"/measure/boards/{board.pk}/").xpath("//section[contains(@class, 'board-card')]")
    assert "This cannot be answered any more." in words(first)
    assert second.xpath(".//svg")
    assert browser.get(f"/api/measure/boards/{board.pk}").json()["cards"][0]["answer"] is None


@pytest.mark.usefixtures("community")
def test_what_makes_no_sense_is_refused_and_changes_nothing(browser: Client) -> None:
    for asked in ("grian=day", "by=colour", "length=ages", f"segment={'x' * 5000}"):
        answer = browser.post("/measure/boards/add/", {"metric": "activity", "asked": asked, "name": "B"})
        assert answer.status_code == 302, asked
    assert browser.post("/measure/boards/add/", {"metric": "joy", "name": "B"}).status_code == 404
    assert browser.post("/measure/boards/add/", {"metric": "activity", "name": " "}).status_code == 302
    assert not Board.objects.exists()
    board = Board.objects.create(name="Full")
    BoardCard.objects.bulk_create(
        BoardCard(board=board, place=place, metric="activity", asked=f"x={place}") for place in range(MOST_CARDS)
    )
    answer = browser.post("/measure/boards/add/", {"metric": "helpers", "board": board.pk}, follow=True)
    assert "Remove one" in answer.content.decode()
    assert actions() == []


@pytest.mark.usefixtures("community")
def test_who_is_erased_leaves_no_name_on_a_board(browser: Client) -> None:
    for name, title in (("Grace and others", "For Grace"), ("Others", "graceful")):
        board = Board.objects.create(name=name, sentence=title)
        for segment in ('name contains "grace"', "in the team"):
            asked = f"length=all&segment={segment}"
            BoardCard.objects.create(board=board, place=0, metric="activity", asked=asked, title=title)
    compared = "length=all&compare=segment%3Ahandle+contains+%22grace%22"
    Badge.objects.create(token_hash=b"1", metric="activity", asked=compared, title="A")
    erase(list(Identity.objects.filter(handle="grace").values_list("pk", flat=True)))
    assert sorted(Board.objects.values_list("sentence", flat=True)) == ["", "graceful"]
    assert not Board.objects.filter(name__contains="Grace").exists()
    assert sorted(BoardCard.objects.values_list("title", flat=True)) == ["", "graceful"]
    assert not Badge.objects.exists()
