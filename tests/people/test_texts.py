"""What texts tell is found on the pages: languages, mentions and links, each with the activities behind it."""

import csv
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from playwright.sync_api import expect
from typer.testing import CliRunner

from rapport.accounts.models import Role, User
from rapport.cli.main import app
from rapport.ledger import copy
from rapport.ledger.append import Appender
from rapport.ledger.telling import tell
from rapport.people.figures import figures
from rapport.people.follow import follow
from rapport.people.latest import latest, linked
from rapport.people.listing import members
from rapport.people.mentions import Mentions, mentions
from rapport.people.merging import merge
from rapport.people.models import Link, Member
from rapport.people.timeline import timeline
from rapport.people.wanted import WantedRefused, read_wanted
from rapport.people.which import Only
from rapport.words.records import Record
from tests.console.conftest import LOOKS, Look, Visit
from tests.console.test_pages import barriers, overhang
from tests.people import community
from tests.people.community import ADA, BOB, EVE, GRACE, ROBOT, START

pytestmark = pytest.mark.django_db(transaction=True)

GERMAN = "Danke für die schnelle Hilfe, das hat bei mir geklappt."
ENGLISH = "I get a null pointer exception when I call the constructor."
HOSTILE = (
    "<script>alert(1)</script> javascript:alert(2) data:text/html,x https://google.com@evil.example/\u202egpj.exe"
    " https://аpple.com/ \u202ereversed @bob<b>\n```\n</code></pre><script>alert(3)</script>\n```"
)
SAID = [
    (ADA, GERMAN), (ADA, f"{GERMAN} @bob, see https://www.github.com/x/y"), (ADA, f"{ENGLISH} @bob and @grace"),
    (BOB, f"{ENGLISH} https://github.com/a https://GitHub.com/b @ada"), (BOB, "LGTM @bob"), (GRACE, f"{GERMAN} @ada"),
    (ROBOT, "@ada https://example.org"), (EVE, HOSTILE),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _said(transactional_db: None) -> None:
    posts = [
        community.post(number, author, START + timedelta(days=number), text=text, title="A title")
        for number, (author, text) in enumerate(SAID)
    ]
    with transaction.atomic():
        Appender().append([Record(f"line {place}", [post]) for place, post in enumerate(posts)])
    follow()
    tell()
    copy.refresh()


@pytest.fixture
def team() -> Client:
    client = Client()
    client.force_login(User.objects.create_user("owner@team.dev", role=Role.OWNER))
    return client


def called(handle: str) -> Member:
    return Member.objects.get(links__identity__handle=handle)


def keys(member: Member) -> list[int]:
    return list(Link.objects.filter(member=member).values_list("identity_id", flat=True))


def seen(team: Client, address: str) -> str:
    answer = team.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def behind(member: Member, only: Only) -> list[str]:
    """The texts of the timeline, by their places in SAID, the oldest first."""
    places = [int(entry.url.rpartition("/")[2]) for entry in timeline(keys(member), only=only, limit=2).entries]
    return [SAID[place][1] for place in reversed(places)]


def said_of(found: Mentions) -> list[list[tuple[str, int]]]:
    return [[(str(one.member), one.n) for one in ones] for ones in found]


def test_languages_are_counted_with_their_share() -> None:
    ada = called("ada")
    told = figures(ada.pk)
    assert [(one.name, one.n, round(one.share, 2)) for one in told.languages] == [
        ("German", 2, 0.67),
        ("English", 1, 0.33),
    ]
    assert behind(ada, Only(language="de")) == [SAID[0][1], SAID[1][1]]
    assert figures(called("robot").pk).languages == []


def test_mentions_lead_both_ways_and_never_to_oneself() -> None:
    ada, bob = called("ada"), called("bob")
    assert said_of(mentions(ada.pk, keys(ada))) == [
        [("Bob 100% Percent", 2), ("Grace Hopper", 1)],
        [("Bob 100% Percent", 1), ("robot", 1), ("Grace Hopper", 1)],
    ]
    assert behind(ada, Only(mentions=keys(bob))) == [SAID[1][1], SAID[2][1]]
    assert said_of(mentions(bob.pk, keys(bob))) == [
        [("Ada Lovelace", 1)],
        [("Ada Lovelace", 2), (str(called("eve")), 1)],
    ]


def test_a_merge_shows_in_the_mentions_at_once() -> None:
    ada, bob = called("ada"), called("bob")
    merge(bob, [called("grace")], "she said so", user=None)
    assert said_of(mentions(ada.pk, keys(ada))) == [[("Bob 100% Percent", 3)], [("Bob 100% Percent", 2), ("robot", 1)]]


def test_hosts_are_counted_by_the_activities_that_link_there() -> None:
    bob, eve = called("bob"), called("eve")
    assert linked([place.id for place in latest(keys(bob))]) == [("github.com", 1)]
    assert behind(bob, Only(host="github.com")) == [SAID[3][1]]
    assert linked([place.id for place in latest(keys(eve))]) == [("xn--pple-43d.com", 1)]
    assert behind(eve, Only(host="xn--pple-43d.com")) == [HOSTILE]


@pytest.mark.parametrize("only", [Only(host="x.org"), Only(mentions=(0,)), Only(language="fr"), Only(host="'")])
def test_what_nobody_did_is_nothing(only: Only) -> None:
    assert behind(called("ada"), only) == []


def test_the_list_knows_who_writes_in_a_language() -> None:
    def counted(**asked: str) -> dict[str, tuple[int, int]]:
        rows = members(read_wanted(asked), addresses=False, limit=None).rows
        return {str(row.member): (row.activities, row.contributions) for row in rows}

    assert counted(language="de") == {"Ada Lovelace": (2, 1), "Grace Hopper": (1, 1)}
    assert counted(language="de", side="team") == {"Grace Hopper": (1, 1)}
    assert counted(language="de", since="2021-01-06", until="2021-01-06") == {"Ada Lovelace": (1, 0)}
    assert counted(language="en", platform="git") == {}
    with pytest.raises(WantedRefused, match="No language is written as 'german'"):
        read_wanted({"language": "german"})


def test_page_file_and_command_give_the_same_answer(team: Client) -> None:
    page = seen(team, "/people/?language=de&sort=name")
    assert "2 people, active in German." in page
    assert '<option value="de" selected>German</option>' in page
    assert '<option value="fr"' not in page
    shown = re.findall(r'<a class="clip" href="/people/(\d+)/"', page)
    file = team.get("/people/people.csv?language=de&sort=name").getvalue().decode()  # type: ignore[attr-defined]
    done = CliRunner().invoke(app, ["people", "list", "--language", "de", "--sort", "name", "--json"])
    told: dict[str, Any] = json.loads(done.output)
    assert shown == [row["id"] for row in csv.DictReader(file.splitlines())]
    assert shown == [str(one["id"]) for one in told["members"]]
    refused = CliRunner().invoke(app, ["people", "list", "--language", "german"])
    assert refused.exit_code == 1
    assert team.get("/people/?language=german").status_code == 400


def test_the_profile_shows_it_and_every_number_opens_what_is_behind_it(team: Client) -> None:
    ada, bob = called("ada"), called("bob")
    page = seen(team, f"/people/{ada.pk}/")
    for said in ("Writes in", "67 %", "Of 3 texts", "Mentions most", "Mentioned by", "Links to"):
        assert said in page, said
    assert f'<a href="/people/{bob.pk}/">@bob</a>' in page
    assert '<a href="https://www.github.com/x/y" rel="nofollow noopener noreferrer"' in page
    for address, entries in ((f"{ada.pk}/?language=de", 2), (f"{ada.pk}/?mentions={bob.pk}", 2),
                             (f"{bob.pk}/?mentions={ada.pk}", 1), (f"{ada.pk}/?host=github.com", 1)):  # fmt: skip
        link = address if address.startswith(f"{bob.pk}/") else address.partition("/")[2]
        assert f'{link}#timeline"' in page
        behind = seen(team, f"/people/{address}")
        assert behind.count('class="said"') == entries
        assert "Only what" in behind


@pytest.mark.parametrize("query", ["mentions=x", "mentions=999999", "mentions=" + "9" * 40, "host=%00", "language=%27"])
def test_an_address_that_makes_no_sense_shows_nothing(team: Client, query: str) -> None:
    page = seen(team, f"/people/{called('ada').pk}/?{query}")
    assert page.count('class="said"') == (3 if query == "host=%00" else 0)


def test_hostile_texts_stay_words(team: Client) -> None:
    page = seen(team, f"/people/{called('eve').pk}/")
    said = page[page.index('class="said"') :].partition('<div class="muted small">')[0]
    assert "<script" not in said
    assert "\u202e" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; javascript:alert(2) data:text/html,x" in said
    assert re.findall(r'href="([^"]+)"', said) == ["https://xn--pple-43d.com/", f"/people/{called('bob').pk}/"]
    assert "<pre><code>&lt;/code&gt;&lt;/pre&gt;&lt;script&gt;alert(3)&lt;/script&gt;</code></pre>" in said


@pytest.mark.slow
def test_pages_have_no_barrier(visit: Callable[[Look], Visit], look: Look) -> None:
    visitor, ada, eve = visit(look), called("ada").pk, called("eve").pk
    for path in (
        f"/people/{ada}/",
        f"/people/{ada}/?language=de",
        f"/people/{eve}/?host=xn--pple-43d.com",
        "/people/?language=de",
    ):
        page = visitor.open(path)
        assert barriers(page) == [], path
        assert overhang(page) <= 0, path
        page.close()
    assert visitor.complaints == []


def test_a_mention_leads_to_the_member_and_the_number_to_what_is_behind_it(visit: Callable[[Look], Visit]) -> None:
    page = visit(LOOKS["desktop-light"]).open(f"/people/{called('ada').pk}/")
    page.get_by_role("link", name="2 activities that mention Bob 100% Percent").click()
    expect(page.locator("#timeline .said")).to_have_count(2)
    page.locator("#timeline").get_by_role("link", name="@bob").first.click()
    expect(page.get_by_role("heading", name="Bob 100% Percent", level=1)).to_be_visible()
