"""While strangers can open a board, only who may take data out changes what they see there."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.core import signing
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from rapport.accounts.models import Role, User
from rapport.accounts.permissions import MAY, Permission
from rapport.measure.boards.pages.put_back import SALT
from rapport.measure.boards.sharing import make_link
from rapport.measure.boards.urls import urlpatterns
from rapport.measure.models import Board, BoardCard, BoardLink
from tests.measure.boards.seen import actions, seen, words
from tests.measure.boards.test_boards_links import shared

CHANGES = ("board-add", "board-change", "board-delete", "card-move", "card-title", "card-remove", "card-back")


@pytest.fixture
def board(db: None) -> Board:
    board = Board.objects.create(name="For the sponsors")
    for place, metric in enumerate(("activity", "helpers")):
        BoardCard.objects.create(board=board, place=place, metric=metric, asked="length=all")
    return board


def browser_of(role: Role) -> Client:
    client = Client()
    client.force_login(User.objects.create_user(f"{role}@example.org", role=role))
    return client


def way(change: str, board: Board) -> tuple[str, dict[str, str]]:
    """An address that changes this board, and what to send there."""
    card, there = board.cards.order_by("place")[1], f"/measure/boards/{board.pk}"
    was = {"board_id": board.pk, "place": 0, "metric": "questions", "asked": "length=all", "title": "Ours"}
    return {
        "board-add": ("/measure/boards/add/", {"board": str(board.pk), "metric": "questions", "title": "Ours"}),
        "board-change": (f"{there}/change/", {"name": "Ours"}),
        "board-delete": (f"{there}/delete/", {"name": board.name}),
        "card-move": (f"/measure/boards/cards/{card.pk}/move/", {"way": "up"}),
        "card-title": (f"/measure/boards/cards/{card.pk}/title/", {"title": "Ours"}),
        "card-remove": (f"/measure/boards/cards/{card.pk}/remove/", {}),
        "card-back": (f"/measure/boards/back/{signing.dumps(was, salt=SALT)}/", {}),
    }[change]


def change(browser: Client, board: Board, which: str) -> HttpResponse:
    address, sent = way(which, board)
    return browser.post(address, sent)


def kept() -> list[object]:
    return [list(kind.objects.order_by("pk").values()) for kind in (Board, BoardCard, BoardLink)]


@pytest.mark.usefixtures("community")
@pytest.mark.parametrize("which", CHANGES)
def test_who_may_not_take_data_out_changes_nothing_that_strangers_see(
    which: str, browser: Client, board: Board
) -> None:
    author = browser_of(Role.AUTHOR)
    path = shared(browser, board)
    before = kept()
    refused = change(author, board, which)
    assert refused.status_code == 403
    said = words(seen(author, f"/measure/boards/{board.pk}/change/", 403))
    assert refused.content.decode().count("Put the number on a board of your own") == 1
    assert "“For the sponsors” is shown to anyone with the link until" in said
    assert "Roles that have it: owner, manager, analyst." in said
    assert kept() == before
    assert actions() == ["board.shared"]

    BoardLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(path).status_code == 404
    shared(browser, board, who="team", ends="never")
    before = kept()
    assert change(author, board, which).status_code == 302
    assert kept() != before


def test_who_may_take_data_out_changes_it_and_is_told_who_sees_it(board: Board) -> None:
    make_link(board, None, datetime(2090, 3, 1, 12, tzinfo=UTC), signed_in=False)
    make_link(board, None, datetime(2090, 2, 1, 12, tzinfo=UTC), signed_in=False)
    until = "Shown to anyone with the link until 1 March 2090, 12:00."
    for role in Role:
        client, allowed = browser_of(role), Permission.EXPORT in MAY[role]
        page = seen(client, f"/measure/boards/{board.pk}/")
        assert until in words(page)
        assert bool(page.xpath("//a[contains(@href, '/change/')]")) == allowed
        if allowed:
            assert until in words(seen(client, f"/measure/boards/{board.pk}/change/"))
            assert change(client, board, "card-move").status_code == 302


@pytest.mark.usefixtures("community")
def test_the_menu_marks_it_and_leaves_it_out_for_who_may_not(browser: Client, board: Board) -> None:
    Board.objects.create(name="Ours")
    shared(browser, board)
    assert menu(browser) == ["For the sponsors (shown to anyone with the link)", "Ours", "a new one"]
    assert menu(browser_of(Role.AUTHOR)) == ["Ours", "a new one"]


def menu(browser: Client) -> list[str]:
    return [words(option) for option in seen(browser, "/measure/activity/").xpath("//select[@id='board']/option")]


def test_every_page_that_may_change_a_board_is_tried_here() -> None:
    assert set(CHANGES) == set(_open_to_all()) - {"boards", "board"}  # which make one, and show one


def _open_to_all() -> Iterator[str]:
    for pattern in urlpatterns:
        needs = getattr(pattern.callback, "needs", None)
        if needs == (Permission.SEE, Permission.SEE):
            yield str(pattern.name)
