"""Who has a link to a board, or looks at a badge, reads figures: nobody's name, and nothing that rests on few."""

import re
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client
from lxml import html
from lxml.html import HtmlElement

from rapport.accounts.models import User
from rapport.ledger.models import Activity, Identity, Meaning
from rapport.measure.boards.strangers import FROM_TEXTS, OF_FEW
from rapport.measure.catalogue import find
from rapport.measure.chance import ABOUT_CHANCE
from rapport.measure.models import Badge, Board, BoardCard, Placed, Topic
from rapport.people.models import Member, Organisation, Segment
from tests.measure.boards.seen import actions, cards, seen, told, words
from tests.measure.boards.test_boards_links import shared

CARDS = {
    "By platform": ("activity", "length=all&by=platform"),
    "Against the time before": ("activity", "since=2021-07-10&until=2021-12-20&grain=month&compare=before"),
    "Waiting": ("time_to_first_response", "length=all&grain=year"),
    "Of some": ("activity", "length=all&grain=quarter&segment=Friends+of+Grace"),
    "Beside some": ("activity", "length=all&grain=year&compare=segment%3AFriends+of+Grace"),
    "Of most": ("activity", "length=all&segment=not+name+contains+%22Ada%22"),
    "Of one": ("activity", "length=all&segment=name+contains+%22Grace%22"),
    "Beside one": ("activity", "length=all&grain=year&compare=segment%3Aname+contains+%22Grace%22"),
    "Hours": ("hours", "length=all&grain=year"),
    "By topic": ("conversations", "length=all&by=topic"),
}


def _talk_of(name: str) -> None:
    """All that is said is about one topic."""
    topic = Topic.objects.create(name=name, centre=b"")
    there = list(Activity.objects.filter(channel__platform="discourse").values_list("id", "revision"))
    Meaning.objects.bulk_create([Meaning(id=key, revision=revision) for key, revision in there])
    Placed.objects.bulk_create([Placed(activity=key, revision=revision, topic=topic) for key, revision in there])


@pytest.mark.usefixtures("crowd")
def test_a_stranger_reads_the_teams_figures_of_nobody_in_particular(browser: Client) -> None:
    Segment.objects.create(name="Friends of Grace", text="posted at least 12 times, not in the team")
    board = Board.objects.create(name="For the sponsors", sentence="How we do.")
    for place, (title, (metric, asked)) in enumerate(CARDS.items()):
        BoardCard.objects.create(board=board, place=place, metric=metric, asked=asked, title=title)
    _talk_of("what Grace said")
    assert "what Grace said" in browser.get(f"/measure/boards/{board.pk}/").content.decode()
    stranger = Client()
    page = stranger.get(shared(browser, board)).content.decode()
    _names_nobody_and_leads_to_definitions_alone(page)
    assert not stranger.cookies
    found = cards(html.fromstring(page))
    assert set(found) == set(CARDS)
    _agrees(found, cards(seen(browser, f"/measure/boards/{board.pk}/")))
    _withholds(found)
    assert ABOUT_CHANCE in page


def _names_nobody_and_leads_to_definitions_alone(page: str) -> None:
    named = [
        *Identity.objects.values_list("handle", "name", "email", "native_id"),
        *Member.objects.values_list("name"),
        *Organisation.objects.values_list("name"),
        *Segment.objects.values_list("name", "text"),
        *User.objects.values_list("email"),
    ]
    names = {name for row in named for name in row if name and len(name) > 1}
    assert {"ada", "zelda3", "Zelda3 Fitz", "Friends of Grace", "Analytical Engines"} <= names
    assert [name for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", page, re.IGNORECASE)] == []
    assert not re.search("zelda|grace", page, re.IGNORECASE)
    root = html.fromstring(page)
    ways = set(root.xpath("//@href[not(parent::a)] | //@src | //@action"))
    assert all(way.startswith(("/static/", "#")) for way in ways), ways
    assert not root.xpath("//form | //script")
    links = root.xpath("//a")
    assert {link.get("href") for link in links} == {find(metric).link for metric, _ in CARDS.values()} - {""}
    assert all(link.get("rel") == "noopener noreferrer" for link in links)  # its own address is a secret


def _agrees(found: dict[str, HtmlElement], team: dict[str, HtmlElement]) -> None:
    for title in ("By platform", "Against the time before", "Waiting", "Of some"):
        for part in ("value", "about"):
            assert told(found[title], part) == told(team[title], part)
    mine, theirs = found["Against the time before"], team["Against the time before"]
    assert mine.xpath(".//svg")
    assert words(mine.xpath("./p")[0]) == words(theirs.xpath("./p")[0])


def _withholds(found: dict[str, HtmlElement]) -> None:
    for title in ("Of one", "Of most"):
        assert words(found[title]).endswith(OF_FEW)
        assert not found[title].xpath(".//svg | .//table | .//*[@class='value']")
    assert "of a part of the community" in words(found["Of some"])
    assert "A part:" in words(found["Beside some"].xpath("./p")[0])
    assert "What it is compared with is withheld" in words(found["Beside one"])
    assert told(found["Beside one"], "value").split()[0].isdecimal()
    lines = [[words(cell) for cell in line.xpath("./td")] for line in found["By platform"].xpath(".//tbody/tr")]
    assert any("withheld" in line for line in lines)
    for line in lines:
        assert line.count("withheld") != 1 or set(line) == {"withheld", "0"}
    for title in ("By platform", "Hours"):
        assert "What has gaps is not drawn" in words(found[title])
    assert not found["Hours"].xpath(".//svg")
    assert FROM_TEXTS in words(found["By topic"])


def badge(browser: Client, asked: str, title: str) -> HtmlElement:
    address = f"/measure/badges/?metric=activity&asked={asked}"
    answer = browser.post(address, {"title": title, "ends": "365"})
    assert answer.status_code == 200, answer.content.decode()
    return html.fromstring(answer.content.decode())


def path_of(made: HtmlElement) -> str:
    address: str = made.xpath("//textarea[@id='address']")[0].text_content().strip()
    return address.removeprefix(settings.PUBLIC_URL)


@pytest.mark.usefixtures("crowd")
def test_a_badge_shows_the_figure_with_what_to_paste_and_withholds_that_of_few(browser: Client) -> None:
    made = badge(browser, "length%3Dall", "All [that] <is> done")
    path = path_of(made)
    address = settings.PUBLIC_URL + path
    assert made.xpath("//textarea[@id='markdown']")[0].text_content() == f"![All \\[that\\] \\<is\\> done]({address})"
    image = html.fromstring(made.xpath("//textarea[@id='html']")[0].text_content())
    assert (image.get("src"), image.get("alt")) == (address, "All [that] <is> done")
    answer = Client().get(path)
    root = ElementTree.fromstring(answer.content.decode())  # noqa: S314  # drawn by us
    total = int(browser.get("/api/measure/activity").json()["total"])
    texts = {text.get("class"): text.text for text in root.iter("{http://www.w3.org/2000/svg}text")}
    assert (texts["title"], texts["figure"]) == ("All [that] <is> done", f"{total:,} activities")
    assert "As of" in (root.findtext("{http://www.w3.org/2000/svg}desc") or "")
    assert answer["Content-Type"].startswith("image/svg+xml")
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer["Cache-Control"] == "public, max-age=300"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert not answer.cookies
    assert Client().get(path, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert Badge.objects.get().used_at is not None

    of_one = Client().get(path_of(badge(browser, "length%3Dall%26segment%3Dname+contains+%22Grace%22", "A"))).content
    assert b">withheld<" in of_one
    assert b"race" not in of_one
    assert actions() == ["badge.made", "badge.made"]
