"""Boards are made, filled from a metric's page, put in order and taken apart, and show what the metric's page shows."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html
from lxml.html import HtmlElement
from typer.testing import CliRunner

from rapport.cli.measure import app
from rapport.ledger.erase import erase
from rapport.ledger.models import Identity
from rapport.measure.boards.arranging import MOST_CARDS
from rapport.measure.models import Badge, Board, BoardCard
from rapport.people.models import Segment
from tests.measure.boards.seen import actions, cards, seen, told, words

ASKED = "since=2021-07-01&until=2021-09-28&grain=month&platform=discourse&compare=before"


def put(browser: Client, address: str, **more: str) -> HtmlElement:
    """On a board, by the form on the metric's page, which is given back."""
    page = seen(browser, address)
    form = page.xpath("//section[@id='take']//form[@method='post']")[0]
    fields = {field.get("name"): field.get("value", "") for field in form.xpath(".//input[@type='hidden']")}
    assert browser.post(form.get("action"), fields | {"name": "Weekly"} | more).status_code == 302
    return page


def filled(*metrics: str) -> Board:
    board = Board.objects.create(name="Weekly")
    for place, metric in enumerate(metrics):
        BoardCard.objects.create(board=board, place=place, metric=metric, asked="length=all")
    return board


def order(browser: Client, board: Board) -> list[str]:
    return [
        words(link) for link in seen(browser, f"/measure/boards/{board.pk}/change/").xpath("//ol//a[@class='name']")
    ]


@pytest.mark.usefixtures("community")
def test_a_question_goes_on_a_board_and_its_figures_are_the_same_everywhere(browser: Client) -> None:
    """On the metric's page, the board, from the command and the API."""
    segment = Segment.objects.create(name="Regulars", text="in the team")
    metric_page = put(browser, f"/measure/activity/?{ASKED}", title="Summer in the forum")
    board = Board.objects.get(name="Weekly")
    put(browser, "/measure/time_to_first_response/?segment=Regulars", board=str(board.pk))
    assert actions() == ["board.made", "board.card-added", "board.card-added"]
    again = browser.post("/measure/boards/add/", {"metric": "activity", "asked": ASKED, "board": board.pk}, follow=True)
    assert "asks that already" in again.content.decode()

    shown = cards(seen(browser, f"/measure/boards/{board.pk}/"))
    assert list(shown) == ["Summer in the forum", "Time to first response"]
    summer, waits = shown.values()
    link = urlsplit(summer.xpath("./h2/a/@href")[0])
    assert (link.path, parse_qs(link.query)) == ("/measure/activity/", parse_qs(ASKED))
    assert parse_qs(urlsplit(waits.xpath("./h2/a/@href")[0]).query) == {
        "length": ["12-months"],
        "segment": ["Regulars"],
    }
    assert told(summer, "label") == "1 July 2021 to 28 September 2021, on Discourse, beside the time before"
    for part in ("value", "about"):
        assert told(summer, part) == words(metric_page.xpath(f"//aside//*[@class='{part}']")[0])
    assert words(summer.xpath("./p")[0]) == words(metric_page.xpath("//section[contains(@class, 'chart')]/h2")[0])
    assert summer.xpath(".//svg")

    over_the_api = browser.get(f"/api/measure/boards/{board.pk}").json()["cards"]
    ran = CliRunner().invoke(app, ["board", "show", "weekly", "--json"])
    assert ran.exit_code == 0, ran.output
    for card, mine, section in zip(over_the_api, json.loads(ran.stdout)["cards"], shown.values(), strict=True):
        assert card["answer"] | {"as_of": None} == mine["answer"] | {"as_of": None}
        compare = {"compare": "before"} if "compare=before" in card["asked"] else {}
        alone = browser.get(f"/api/measure/{card['metric']}", card["answer"]["question"] | compare).json()
        assert alone | {"as_of": None} == card["answer"] | {"as_of": None}
        assert " ".join(card["sentence"].split()) == words(section.xpath("./p")[0])
    assert "Summer in the forum: 1 July 2021" in CliRunner().invoke(app, ["board", "show", "Weekly"]).output

    segment.delete()
    shown = cards(seen(browser, f"/measure/boards/{board.pk}/"))
    assert "This cannot be answered any more." in words(shown["Time to first response"])
    assert shown["Summer in the forum"].xpath(".//svg")
    assert browser.get(f"/api/measure/boards/{board.pk}").json()["cards"][1]["answer"] is None


def test_boards_are_listed_on_the_page_by_command_and_over_the_api(ana: Client) -> None:
    assert ana.post("/measure/boards/", {"name": "  Weekly ", "sentence": "A look."}).status_code == 302
    board = Board.objects.get(name="Weekly")
    board.links.create(token_hash=b"1", signed_in=True)
    board.links.create(token_hash=b"2", signed_in=True, expires_at=timezone.now())
    page = words(seen(ana, "/measure/boards/"))
    assert "A look." in page
    assert "0 numbers, made by ana@example.org now 1 link" in page
    (listed,) = ana.get("/api/measure/boards").json()
    assert (listed["name"], listed["sentence"], listed["cards"]) == ("Weekly", "A look.", 0)
    assert json.loads(CliRunner().invoke(app, ["board", "list", "--json"]).stdout)[0]["name"] == "Weekly"
    assert ana.get("/api/measure/boards/0").json()["error"] == "board-unknown"
    assert CliRunner().invoke(app, ["board", "show", "Nowhere"]).exit_code == 1
    assert "No numbers yet" in words(seen(ana, f"/measure/boards/{board.pk}/"))
    assert actions() == ["board.made"]


def test_cards_are_put_in_order_named_removed_and_put_back(ana: Client) -> None:
    board = filled("activity", "messages", "helpers")
    last = board.cards.get(metric="helpers")
    for _ in range(3):
        answer = ana.post(f"/measure/boards/cards/{last.pk}/move/", {"way": "up"})
        assert answer["Location"] == f"/measure/boards/{board.pk}/change/#card-{last.pk}"
    ana.post(f"/measure/boards/cards/{last.pk}/title/", {"title": "  Who   helps "})
    assert order(ana, board) == ["Who helps", "Activity", "Messages"]
    first = board.cards.get(metric="activity")
    page = html.fromstring(ana.post(f"/measure/boards/cards/{first.pk}/remove/", follow=True).content.decode())
    assert order(ana, board) == ["Who helps", "Messages"]
    (undo,) = page.xpath("//*[@id='toasts']//form/@action")
    assert ana.post(undo).status_code == 302
    assert order(ana, board) == ["Who helps", "Activity", "Messages"]
    assert list(board.cards.values_list("place", flat=True)) == [0, 1, 2]
    assert ana.post("/measure/boards/back/forged/").status_code == 302
    assert actions() == [*["board.card-moved"] * 3, "board.card-named", "board.card-removed", "board.card-added"]


def test_a_board_is_renamed_and_deleted_by_name_with_what_belongs_to_it(ana: Client) -> None:
    board, other = filled("activity"), Board.objects.create(name="Other")
    board.links.create(token_hash=b"1", signed_in=True)
    change, delete = (f"/measure/boards/{board.pk}/{way}/" for way in ("change", "delete"))
    assert ana.post(change, {"name": "other"}).status_code == 400
    assert ana.post(change, {"name": "Mondays", "sentence": "A look."}).status_code == 302
    assert ana.post(delete, {"name": "Weekly"}).status_code == 400
    assert "its 1 number, and 1 link to it" in words(seen(ana, delete))
    assert ana.post(delete, {"name": "Mondays"}).status_code == 302
    assert list(Board.objects.all()) == [other]
    assert not BoardCard.objects.exists()
    assert actions() == ["board.changed", "board.deleted"]


def test_what_makes_no_sense_is_refused_and_changes_nothing(ana: Client) -> None:
    assert ana.post("/measure/boards/add/", {"metric": "activity", "name": "B"}).status_code == 302
    assert ana.post("/measure/boards/add/", {"metric": "joy", "name": "B"}).status_code == 404
    assert ana.post("/measure/boards/", {"name": " "}).status_code == 302
    assert not Board.objects.exists()
    board = filled(*["activity"] * MOST_CARDS)
    first = board.cards.all()[0]
    back = html.fromstring(ana.post(f"/measure/boards/cards/{first.pk}/remove/", follow=True).content.decode())
    BoardCard.objects.create(board=board, place=99, metric="helpers")
    refused = ana.post(back.xpath("//*[@id='toasts']//form/@action")[0], follow=True)
    assert "Remove one" in refused.content.decode()
    assert board.cards.count() == MOST_CARDS


def test_who_is_erased_leaves_no_name_on_a_board() -> None:
    grace = Identity.objects.create(platform="discourse", native_id="4", handle="grace", seen_at=timezone.now())
    for name, title in (("Grace and others", "For Grace"), ("Others", "graceful")):
        board = Board.objects.create(name=name, sentence=title)
        for segment in ('name contains "grace"', "in the team"):
            asked = f"length=all&segment={segment}"
            BoardCard.objects.create(board=board, place=0, metric="activity", asked=asked, title=title)
    compared = "length=all&compare=segment%3Ahandle+contains+%22grace%22"
    Badge.objects.create(token_hash=b"1", metric="activity", asked=compared, title="A")
    erase([grace.pk])
    assert sorted(Board.objects.values_list("sentence", flat=True)) == ["", "graceful"]
    assert not Board.objects.filter(name__contains="Grace").exists()
    assert sorted(BoardCard.objects.values_list("title", flat=True)) == ["", "graceful"]
    assert not Badge.objects.exists()
