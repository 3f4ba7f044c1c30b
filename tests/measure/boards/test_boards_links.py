"""A link to a board, and a badge's address: who makes them, when they end, and that one that ended was never there."""

from datetime import timedelta

import pytest
from django.conf import settings as ours
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from lxml import html
from pytest_django import Settings

from rapport.accounts.links import hash_of
from rapport.accounts.models import AuditEntry, Role, User
from rapport.accounts.permissions import MAY, Permission
from rapport.measure.models import Badge, Board, BoardLink
from tests.measure.boards.seen import actions, seen, words


@pytest.fixture
def board(db: None) -> Board:
    return Board.objects.create(name="For the sponsors")


def shared(browser: Client, board: Board, **form: str) -> str:
    """The path of a new link."""
    answer = browser.post(f"/measure/boards/{board.pk}/share/", {"who": "anyone", "ends": "7"} | form)
    assert answer.status_code == 200, answer.content.decode()
    address: str = html.fromstring(answer.content.decode()).xpath("//code[@class='whole']")[0].text_content()
    return address.removeprefix(ours.PUBLIC_URL)


def is_kept_nowhere(answer: HttpResponse) -> None:
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert not answer.cookies


def test_it_is_kept_and_listed_nowhere(ana: Client, board: Board) -> None:
    path, for_the_team = shared(ana, board), shared(ana, board, who="team")
    for answer in map(Client().get, (path, "/measure/shared/unknown/", for_the_team)):
        is_kept_nowhere(answer)
    is_kept_nowhere(ana.get(for_the_team))
    token = path.split("/")[-2]
    assert bytes(board.links.get(signed_in=False).token_hash) == hash_of(token)
    share = ana.get(f"/measure/boards/{board.pk}/share/")
    assert "no-store" in share["Cache-Control"]
    assert token not in share.content.decode()
    assert token not in str(list(AuditEntry.objects.values()))


def test_unknown_ended_and_taken_back_look_alike(ana: Client, board: Board) -> None:
    ended, taken_back, works = (shared(ana, board) for _ in range(3))
    old, gone, _ = board.links.order_by("pk")
    BoardLink.objects.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert ana.post(f"/measure/boards/links/{gone.pk}/back/").status_code == 302
    over = {"token_hash": hash_of("over"), "expires_at": timezone.now() - timedelta(seconds=1)}
    Badge.objects.create(metric="activity", title="A", **over)
    unknown = ("/measure/shared/unknown/", "/measure/badge/unknown.svg", "/measure/badge/over.svg")
    answers = [Client().get(path) for path in (ended, taken_back, *unknown)]
    assert [answer.status_code for answer in answers] == [404] * 5
    assert len({answer.content for answer in answers}) == 1
    assert len({tuple(sorted(answer.headers.items())) for answer in answers}) == 1
    assert Client().get(works).status_code == 200
    board.delete()
    assert Client().get(works).status_code == 404


def test_a_link_for_the_team_asks_strangers_to_sign_in_and_may_have_no_end(ana: Client, board: Board) -> None:
    path = shared(ana, board, who="team", ends="never")
    assert Client().get(path)["Location"].startswith("/accounts/login/")
    assert ana.get(path)["Location"] == f"/measure/boards/{board.pk}/"
    refused = ana.post(f"/measure/boards/{board.pk}/share/", {"who": "anyone", "ends": "never"})
    assert refused.status_code == 400
    assert board.links.count() == 1


def test_an_end_is_a_choice_or_a_day_within_a_year(ana: Client, board: Board) -> None:
    today = timezone.now().date()
    for wrong in ("", str(today - timedelta(days=1)), str(today + timedelta(days=367)), "soon"):
        answer = ana.post(f"/measure/boards/{board.pk}/share/", {"who": "anyone", "ends": "day", "day": wrong})
        assert answer.status_code == 400, wrong
    shared(ana, board, ends="day", day=str(today))
    (link,) = board.links.all()
    assert link.expires_at is not None
    assert (link.expires_at.date(), link.expires_at.hour) == (today, 23)
    shared(ana, board, ends="1")
    latest = board.links.order_by("-pk")[0].expires_at
    assert latest is not None
    assert timedelta(hours=23) < latest - timezone.now() <= timedelta(days=1)


def test_links_and_badges_are_listed_with_their_last_use_and_audited(ana: Client, board: Board) -> None:
    path = shared(ana, board)
    share = f"/measure/boards/{board.pk}/share/"
    assert "never opened" in words(seen(ana, share))
    Client().get(path)
    assert "last opened" in words(seen(ana, share))
    ana.post(f"/measure/boards/links/{board.links.get().pk}/back/")
    ends = timezone.now() + timedelta(days=1)
    badge = Badge.objects.create(token_hash=hash_of("one"), metric="activity", title="Ours", expires_at=ends)
    assert "Ours · made now · never looked at" in words(seen(ana, "/measure/badges/"))
    assert Client().get("/measure/badge/one.svg").status_code == 200
    assert "last looked at" in words(seen(ana, "/measure/badges/"))
    ana.post(f"/measure/badges/{badge.pk}/back/")
    assert Client().get("/measure/badge/one.svg").status_code == 404
    made = AuditEntry.objects.order_by("id")[0]
    assert (made.subject, made.detail["to"]) == (f"board {board.pk}", "anyone who has it")
    assert actions() == ["board.shared", "board.link-taken-back", "badge.taken-back"]


def test_what_ended_a_month_ago_is_forgotten(ana: Client, board: Board) -> None:
    for days in (1, 31):
        board.links.create(token_hash=hash_of(str(days)), signed_in=False, expires_at=_ago(days))
    shared(ana, board)
    assert board.links.count() == 2


def _ago(days: int) -> object:
    return timezone.now() - timedelta(days=days)


def test_only_who_may_take_data_out_shares(board: Board) -> None:
    for role in Role:
        client = Client()
        client.force_login(User.objects.create_user(f"{role}@example.org", role=role))
        allowed = Permission.EXPORT in MAY[role]
        for address in (f"/measure/boards/{board.pk}/share/", "/measure/badges/"):
            assert (client.get(address).status_code == 200) == allowed
        assert bool(seen(client, f"/measure/boards/{board.pk}/").xpath("//a[contains(@href, 'share')]")) == allowed


@pytest.mark.parametrize("path", ["shared/{}/", "badge/{}.svg"])
def test_who_tries_many_addresses_is_slowed_down(path: str, settings: Settings) -> None:
    kind = path.partition("/")[0]
    assert kind in settings.ACCOUNT_RATE_LIMITS
    settings.ACCOUNT_RATE_LIMITS = {kind: "3/m/ip"}
    answers = [Client().get(f"/measure/{path.format(attempt)}") for attempt in range(4)]
    assert [answer.status_code for answer in answers] == [404, 404, 404, 429]
    is_kept_nowhere(answers[-1])
