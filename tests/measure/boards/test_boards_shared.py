"""Who has a link sees figures and nobody's name, until it ends; who has another sees nothing at all."""

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from lxml import html
from lxml.html import HtmlElement

from rapport.accounts.models import AuditEntry, Role, User
from rapport.accounts.permissions import MAY, Permission
from rapport.ledger.models import Identity
from rapport.measure.boards.strangers import OF_FEW
from rapport.measure.models import Badge, Board, BoardCard, BoardLink
from rapport.people.models import Member, Organisation, Segment
from tests.measure.boards.test_boards_pages import seen, words

CARDS = {
    "Everybody": ("active_members", "length=all"),
    "By platform": ("activity", "length=all&by=platform"),
    "By side": ("activity", "length=all&by=side"),
    "Against the time before": ("activity", "since=2021-07-10&until=2021-12-20&grain=month&compare=before"),
    "Waiting": ("time_to_first_response", "length=all"),
    "Of some": ("activity", "length=all&segment=Friends+of+Grace"),
    "Beside some": ("activity", "length=all&compare=segment%3AFriends+of+Grace"),
    "Of most": ("activity", "length=all&segment=not+name+contains+%22Ada%22"),
    "Of one": ("activity", "length=all&segment=name+contains+%22Grace%22"),
    "Beside one": ("activity", "length=all&compare=segment%3Aname+contains+%22Grace%22"),
    "Hours": ("hours", "length=all"),
}


@pytest.fixture
def board(crowd: None) -> Board:
    Segment.objects.create(name="Friends of Grace", text="posted at least 12 times, not in the team")
    made = Board.objects.create(name="For the sponsors", sentence="How we do.")
    for place, (title, (metric, asked)) in enumerate(CARDS.items()):
        BoardCard.objects.create(board=made, place=place, metric=metric, asked=asked, title=title)
    return made


def shared(browser: Client, board: Board, **form: str) -> str:
    """The path of a new link."""
    answer = browser.post(f"/measure/boards/{board.pk}/share/", {"who": "anyone", "ends": "7"} | form)
    assert answer.status_code == 200, answer.content.decode()
    address: str = html.fromstring(answer.content.decode()).xpath("//code[@class='whole']")[0].text_content()
    return address.removeprefix(settings.PUBLIC_URL)


def cards(page: HtmlElement) -> dict[str, HtmlElement]:
    return {words(card.xpath("./h2")[0]): card for card in page.xpath("//section[contains(@class, 'board-card')]")}


def test_a_stranger_sees_figures_and_nobody_and_no_way_to_anybody(browser: Client, board: Board) -> None:
    stranger = Client()
    answer = stranger.get(shared(browser, board))
    page, found = answer.content.decode(), cards(html.fromstring(answer.content.decode()))
    named = [
        *Identity.objects.values_list("handle", "name", "email", "native_id"),
        *Member.objects.values_list("name"),
        *Organisation.objects.values_list("name"),
        *Segment.objects.values_list("name", "text"),
        *User.objects.values_list("email"),
    ]
    names = {name for row in named for name in row if name and len(name) > 1}
    assert {"ada", "zelda3", "Zelda3 Fitz", "Friends of Grace", "Analytical Engines"} <= names
    shown = page.replace("Against the time before", "")
    assert [name for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", shown, re.IGNORECASE)] == []
    assert not re.search(r"zelda|grace|robot\b", shown, re.IGNORECASE)
    hrefs = set(html.fromstring(page).xpath("//@href | //@src | //@action"))
    assert all(href.startswith(("/static/", "#")) for href in hrefs), hrefs
    assert not html.fromstring(page).xpath("//form | //script | //a")
    assert set(found) == set(CARDS)
    assert not stranger.cookies


def test_its_figures_are_those_of_the_team(browser: Client, board: Board) -> None:
    found = cards(seen(Client(), shared(browser, board)))
    team = cards(seen(browser, f"/measure/boards/{board.pk}/"))
    for title in ("Everybody", "By platform", "Against the time before", "Waiting", "Of some"):
        for part in ("value", "about"):
            path = f"./div[contains(@class, 'figure')]/*[@class='{part}']"
            assert words(found[title].xpath(path)[0]) == words(team[title].xpath(path)[0])
    mine, theirs = found["Against the time before"], team["Against the time before"]
    assert mine.xpath(".//svg")
    assert words(mine.xpath("./p")[0]) == words(theirs.xpath("./p")[0])


def test_what_rests_on_few_is_withheld_and_what_it_follows_from(browser: Client, board: Board) -> None:
    found = cards(seen(Client(), shared(browser, board)))
    for title in ("Of one", "Of most"):
        assert words(found[title]).endswith(OF_FEW)
        assert not found[title].xpath(".//svg | .//table | .//*[@class='value']")
    assert "of a part of the community" in words(found["Of some"])
    assert found["Of some"].xpath(".//tbody/tr")
    assert "Part of the community:" in words(found["Beside some"].xpath("./p")[0])
    assert "What it is compared with is withheld" in words(found["Beside one"])
    assert words(found["Beside one"].xpath(".//*[@class='value']")[0]).split()[0].isdecimal()
    told = [cell.text_content() for cell in found["By platform"].xpath(".//tbody/tr/td")]
    assert "withheld" in told
    for line in found["By platform"].xpath(".//tbody/tr"):
        values = [cell.text_content() for cell in line.xpath("./td")]
        assert values.count("withheld") != 1 or set(values) == {"withheld", "0"}


def test_it_is_kept_and_listed_nowhere(browser: Client, board: Board) -> None:
    path = shared(browser, board)
    for answer in (Client().get(path), Client().get("/measure/shared/unknown/")):
        assert "no-store" in answer["Cache-Control"]
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "no-store" in browser.get(f"/measure/boards/{board.pk}/share/")["Cache-Control"]
    token = path.split("/")[-2]
    assert not BoardLink.objects.filter(token_hash=token.encode()).exists()
    assert token not in browser.get(f"/measure/boards/{board.pk}/share/").content.decode()
    assert token not in str(list(AuditEntry.objects.values()))


def test_unknown_ended_and_taken_back_look_alike(browser: Client, board: Board) -> None:
    ended, taken_back, works = (shared(browser, board) for _ in range(3))
    old, gone, _ = board.links.order_by("pk")
    BoardLink.objects.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert browser.post(f"/measure/boards/links/{gone.pk}/back/").status_code == 302
    answers = [Client().get(path) for path in ("/measure/shared/unknown/", ended, taken_back)]
    assert [answer.status_code for answer in answers] == [404] * 3
    assert len({answer.content for answer in answers}) == 1
    assert len({tuple(sorted(answer.headers.items())) for answer in answers}) == 1
    assert Client().get(works).status_code == 200
    board.delete()
    assert Client().get(works).status_code == 404


def test_a_link_for_the_team_asks_strangers_to_sign_in_and_may_have_no_end(browser: Client, board: Board) -> None:
    path = shared(browser, board, who="team", ends="never")
    stranger = Client().get(path)
    assert stranger["Location"].startswith("/accounts/login/")
    assert browser.get(path)["Location"] == f"/measure/boards/{board.pk}/"
    refused = browser.post(f"/measure/boards/{board.pk}/share/", {"who": "anyone", "ends": "never"})
    assert refused.status_code == 400
    assert board.links.count() == 1


def test_an_end_is_a_choice_or_a_day_within_a_year(browser: Client, board: Board) -> None:
    today = timezone.now().date()
    for wrong in ("", str(today - timedelta(days=1)), str(today + timedelta(days=367)), "soon"):
        answer = browser.post(f"/measure/boards/{board.pk}/share/", {"who": "anyone", "ends": "day", "day": wrong})
        assert answer.status_code == 400, wrong
    shared(browser, board, ends="day", day=str(today))
    (link,) = board.links.all()
    assert link.expires_at is not None
    assert (link.expires_at.date(), link.expires_at.hour) == (today, 23)
    shared(browser, board, ends="1")
    latest = board.links.all()[0].expires_at
    assert latest is not None
    assert timedelta(hours=23) < latest - timezone.now() <= timedelta(days=1)


def test_links_are_listed_with_their_last_use_and_audited(browser: Client, board: Board) -> None:
    path = shared(browser, board)
    assert "never opened" in words(seen(browser, f"/measure/boards/{board.pk}/share/"))
    Client().get(path)
    assert "last opened" in words(seen(browser, f"/measure/boards/{board.pk}/share/"))
    browser.post(f"/measure/boards/links/{board.links.get().pk}/back/")
    made, back = AuditEntry.objects.order_by("id")
    assert (made.action, made.subject, made.detail["to"]) == ("board.shared", f"board {board.pk}", "anyone who has it")
    assert back.action == "board.link-taken-back"


def test_only_who_may_take_data_out_shares(board: Board) -> None:
    for role in Role:
        client = Client()
        client.force_login(User.objects.create_user(f"{role}@example.org", role=role))
        allowed = Permission.EXPORT in MAY[role]
        for address in (f"/measure/boards/{board.pk}/share/", "/measure/badges/?metric=activity"):
            assert (client.get(address).status_code == 200) == allowed
        assert bool(seen(client, "/measure/activity/").xpath("//form[@action='/measure/badges/']")) == allowed
        assert bool(seen(client, f"/measure/boards/{board.pk}/").xpath("//a[contains(@href, 'share')]")) == allowed


def test_who_tries_many_links_is_slowed_down(board: Board) -> None:
    answers = [Client().get(f"/measure/shared/{attempt}/").status_code for attempt in range(61)]
    assert (set(answers[:60]), answers[60]) == ({404}, 429)


def badge(browser: Client, metric: str, asked: str, **form: str) -> HtmlElement:
    address = f"/measure/badges/?metric={metric}&asked={asked}"
    answer = browser.post(address, {"title": "Activity", "ends": "365"} | form)
    assert answer.status_code == 200, answer.content.decode()
    return html.fromstring(answer.content.decode())


@pytest.mark.usefixtures("crowd")
def test_a_badge_is_made_with_what_to_paste_and_shows_the_figure(browser: Client) -> None:
    made = badge(browser, "activity", "length%3Dall", title="All [that] <is> done")
    address = made.xpath("//textarea[@id='address']")[0].text_content().strip()
    assert made.xpath("//textarea[@id='markdown']")[0].text_content() == f"![All \\[that\\] \\<is\\> done]({address})"
    image = html.fromstring(made.xpath("//textarea[@id='html']")[0].text_content())
    assert (image.get("src"), image.get("alt")) == (address, "All [that] <is> done")
    path = address.removeprefix(settings.PUBLIC_URL)
    answer = Client().get(path)
    root = ElementTree.fromstring(answer.content.decode())  # noqa: S314  # drawn by us
    total = int(browser.get("/api/measure/activity").json()["total"])
    told = {text.get("class"): text.text for text in root.iter("{http://www.w3.org/2000/svg}text")}
    assert (told["title"], told["figure"]) == ("All [that] <is> done", f"{total:,} activities")
    assert "As of" in (root.findtext("{http://www.w3.org/2000/svg}desc") or "")
    assert answer["Content-Type"].startswith("image/svg+xml")
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer["Cache-Control"] == "public, max-age=300"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert not answer.cookies
    assert Client().get(path, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    row = Badge.objects.get()
    assert row.used_at is not None
    assert browser.post(f"/measure/badges/{row.pk}/back/").status_code == 302
    assert Client().get(path).content == Client().get("/measure/badge/unknown.svg").content
    assert list(AuditEntry.objects.order_by("id").values_list("action", flat=True)) == [
        "badge.made",
        "badge.taken-back",
    ]


@pytest.mark.usefixtures("crowd")
def test_a_badge_of_few_is_withheld_and_an_ended_one_is_not_there(browser: Client) -> None:
    made = badge(browser, "activity", "length%3Dall%26segment%3Dname+contains+%22Grace%22")
    path = made.xpath("//textarea[@id='address']")[0].text_content().strip().removeprefix(settings.PUBLIC_URL)
    told = Client().get(path).content.decode()
    assert ">withheld<" in told
    assert "race" not in told
    Badge.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(path).status_code == 404
    assert browser.get("/measure/badges/?metric=activity&asked=by%3Dcolour").status_code == 302
    assert browser.get("/measure/badges/?metric=joy").status_code == 404
