"""One person's page: figures, timeline, evidence; and every change that the pages offer, with its way back."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client

from rapport.accounts.models import AuditEntry, Role, User
from rapport.accounts.permissions import MAY, Permission
from rapport.ledger import copy
from rapport.ledger.append import Appender
from rapport.ledger.models import Activity
from rapport.people.current import current
from rapport.people.figures import figures
from rapport.people.knowing.talks import Talk, talks
from rapport.people.models import Decision, Link, Member, Receipt
from rapport.people.pages.profile import LATELY
from rapport.people.timeline import read_cursor, timeline
from rapport.people.which import Only
from rapport.words.kinds import BY_NAME
from rapport.words.records import Record
from tests.people import community

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _settled() -> None:
    community.settle()


def client(role: Role = Role.OWNER) -> Client:
    browser = Client()
    browser.force_login(User.objects.create_user(f"{role}@team.dev", role=role))
    return browser


def seen(browser: Client, member: Member, query: str = "") -> str:
    answer = browser.get(f"/people/{member.pk}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def keys(member: Member) -> list[int]:
    return list(Link.objects.filter(member=member).values_list("identity_id", flat=True))


def only(chosen: dict[str, str]) -> Only:
    return Only(chosen.get("platform", ""), BY_NAME[chosen["kind"]].number if "kind" in chosen else None)


def test_figures_are_those_counted_plainly() -> None:
    ada = community.ada()
    told = figures(ada.pk)
    mine = Activity.objects.filter(identity__in=keys(ada))
    assert told.activities == mine.count() == sum(part.n for part in told.parts) == sum(bar.n for bar in told.bars)
    assert {(part.platform, part.kind.name) for part in told.parts} == {
        ("discourse", "post"),
        ("discourse", "answer"),
        ("git", "commit"),
    }
    answers = mine.filter(kind=3).count()
    assert [tuple(given) for given in told.given] == [("code", 10, 80), ("answer", answers, 6 * answers)]
    assert f"{told.activities} activities, {told.contributions} contributions" in seen(client(), ada)


@pytest.mark.parametrize("chosen", [{}, {"platform": "git"}, {"kind": "answer"}])
def test_the_timeline_shows_each_thing_once_newest_first(chosen: dict[str, str]) -> None:
    ada = community.ada()
    found, before = [], ""
    while True:
        step = timeline(keys(ada), before=before, limit=3, only=only(chosen))
        found += step.entries
        before = step.more
        if not before:
            break
    mine = Activity.objects.filter(identity__in=keys(ada)).order_by("-at", "-pk")
    if chosen.get("platform"):
        mine = mine.filter(channel__platform="git")
    if chosen.get("kind"):
        mine = mine.filter(kind=3)
    assert [entry.id for entry in found] == list(mine.values_list("pk", flat=True))


@pytest.mark.parametrize("cursor", ["", "x", "1-x", "-", "9" * 30 + "-" + "0" * 32])
def test_a_broken_cursor_is_none(cursor: str) -> None:
    assert read_cursor(cursor) is None


def test_more_comes_alone_to_htmx() -> None:
    ada, browser = community.ada(), client()
    found = re.search(r'hx-get="\?show=timeline&amp;before=([^"]+)"', seen(browser, ada, "?show=timeline"))
    assert found
    more = browser.get(f"/people/{ada.pk}/?before={found[1]}", headers={"HX-Request": "true"}).content.decode()
    assert more.startswith('<li class="entry">')
    assert "<html" not in more


def test_at_a_glance_there_are_the_latest_alone_and_each_question_opens_the_whole() -> None:
    ada, browser = community.ada(), client()
    glance = seen(browser, ada)
    assert "How engaged" in glance
    assert glance.count('class="said"') <= LATELY
    for query in ("?show=timeline", "?kind=post", "?before=1-0", "?since=2021-01-01"):
        whole = seen(browser, ada, query)
        assert "How engaged" not in whole
        assert 'href="?show=timeline#timeline" aria-current="page"' in whole


def test_what_hostile_people_wrote_is_text_and_their_links_lead_nowhere() -> None:
    eve = Member.objects.get(links__identity__handle="eve")
    shown = seen(client(), eve)
    for bad in ("<script>alert", "<b>bold", "<img src=x", "javascript:"):
        assert bad not in shown
    assert "&lt;b&gt;bold&lt;/b&gt;" in shown
    assert "javascript:" not in seen(client(Role.MANAGER), Member.objects.get(links__identity__handle="bob"))


def test_outward_links_tell_nothing_of_us() -> None:
    shown = seen(client(), community.ada())
    assert '<a href="https://forum.x.dev/u/ada" rel="noopener noreferrer"' in shown


@pytest.mark.parametrize("role", Role)
def test_addresses_and_changes_are_for_those_who_may(role: Role) -> None:
    ada = community.ada()
    shown = seen(client(role), ada)
    allowed = Permission.PEOPLE in MAY[role]
    assert ("ada@x.dev" in shown) == allowed
    assert (f"/people/{ada.pk}/edit/" in shown) == allowed
    assert ("Take back" in shown) == allowed


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.ANALYST])
def test_who_may_not_change_people_cannot(role: Role) -> None:
    ada, home, browser = community.ada(), community.ada_at_home(), client(role)
    sent = {"other": home.pk, "identity": keys(ada)[0], "name": "x", "side": "bot"}
    for page in ("edit", "merge", "split", "forget"):
        assert browser.post(f"/people/{ada.pk}/{page}/", sent).status_code == 403
    assert browser.post(f"/people/decisions/{Decision.objects.get().pk}/undo/").status_code == 403
    assert (community.ada(), community.ada_at_home()) == (ada, home)


def test_a_responder_cannot_forget() -> None:
    ada, browser = community.ada(), client(Role.RESPONDER)
    assert "Forget" not in browser.get(f"/people/{ada.pk}/edit/").content.decode()
    assert browser.post(f"/people/{ada.pk}/forget/", {"name": str(ada)}).status_code == 403
    assert community.ada() == ada


def test_merge_then_take_back() -> None:
    ada, home, browser = community.ada(), community.ada_at_home(), client()
    sent = {"other": home.pk, "because": "the same laptop"}
    after = browser.post(f"/people/{ada.pk}/merge/", sent, follow=True).content.decode()
    decision = Decision.objects.get(evidence="the same laptop")
    assert community.ada_at_home() == ada
    assert f'action="/people/decisions/{decision.pk}/undo/"' in after
    assert "the same laptop" in after
    assert figures(ada.pk).activities == Activity.objects.filter(identity__in=keys(ada)).count()
    assert f'href="/people/{ada.pk}/"' in seen(browser, home)
    browser.post(f"/people/decisions/{decision.pk}/undo/")
    assert community.ada_at_home() == home
    told = AuditEntry.objects.filter(action__startswith="person.").order_by("pk")
    assert [(entry.action, entry.subject) for entry in told] == [
        ("person.merged", f"member {ada.pk}"),
        ("person.undone", f"member {ada.pk}"),
    ]


def test_evidence_stays_with_whom_was_merged_in_turn() -> None:
    """Ada's proof by address is shown on the page of whoever she became part of."""
    home, browser = community.ada_at_home(), client()
    browser.post(f"/people/{home.pk}/merge/", {"other": community.ada().pk, "because": "she said so"})
    shown = seen(browser, home)
    assert "she said so" in shown
    assert "the same e-mail address" in shown
    assert shown.count("Take back") == 1


def test_an_automatic_merge_can_be_taken_back_from_the_page() -> None:
    ada, browser = community.ada(), client()
    decision = Decision.objects.get()
    assert "Rapport by itself" in seen(browser, ada)
    browser.post(f"/people/decisions/{decision.pk}/undo/")
    assert len(keys(ada)) == 1
    assert "taken back" in seen(browser, ada)
    again = browser.post(f"/people/decisions/{decision.pk}/undo/", follow=True).content.decode()
    assert "taken back already" in again


def test_split_then_take_back() -> None:
    ada, browser = community.ada(), client()
    both = keys(ada)
    browser.post(f"/people/{ada.pk}/split/", {"identity": both[1], "because": "a namesake"})
    decision = Decision.objects.get(evidence="a namesake")
    assert keys(ada) == [both[0]]
    browser.post(f"/people/decisions/{decision.pk}/undo/")
    assert sorted(keys(ada)) == sorted(both)


def test_nobody_is_split_into_nothing() -> None:
    ada, browser = community.ada(), client()
    answer = browser.post(f"/people/{ada.pk}/split/", {"identity": keys(ada)}, follow=True)
    assert "but not all of them" in answer.content.decode()
    assert len(keys(ada)) == 2


def test_rename_and_side() -> None:
    ada, browser = community.ada(), client()
    browser.post(f"/people/{ada.pk}/edit/", {"name": "Countess", "side": "team"})
    ada.refresh_from_db()
    assert (ada.name, ada.side, ada.name_by_hand, ada.side_by_hand) == ("Countess", "team", True, True)
    assert "Countess" in browser.get("/people/?side=team&sort=name&q=countess").content.decode()
    browser.post(f"/people/{ada.pk}/edit/", {"name": "", "side": "team"})
    ada.refresh_from_db()
    assert ada.name == "Ada Lovelace"
    assert "Lovelace" not in " ".join(AuditEntry.objects.values_list("subject", flat=True))


def test_people_alike_are_offered() -> None:
    ada, home, browser = community.ada(), community.ada_at_home(), client()
    assert f'value="{home.pk}"' in browser.get(f"/people/{ada.pk}/edit/").content.decode()
    found = browser.get(f"/people/{ada.pk}/merge/?q=home.dev").content.decode()
    assert f'value="{home.pk}"' in found
    assert f'value="{ada.pk}"' not in browser.get(f"/people/{ada.pk}/merge/?q=ada").content.decode()


@pytest.mark.parametrize("other", ["", "x", "9" * 18])
def test_a_merge_with_nobody_changes_nothing(other: str) -> None:
    ada = community.ada()
    assert client().post(f"/people/{ada.pk}/merge/", {"other": other}).status_code in (302, 404)
    assert Decision.objects.count() == 1


def test_forgetting_asks_for_the_name_and_then_forgets() -> None:
    ada, browser = community.ada(), client()
    mine = Activity.objects.filter(identity__in=keys(ada)).count()
    asked = browser.get(f"/people/{ada.pk}/forget/").content.decode()
    assert f"{mine} activities" in asked
    assert browser.post(f"/people/{ada.pk}/forget/", {"name": "Ada"}).status_code == 400
    assert Activity.objects.filter(identity__in=keys(ada)).count() == mine
    browser.post(f"/people/{ada.pk}/forget/", {"name": "Ada Lovelace"})
    assert browser.get(f"/people/{ada.pk}/").status_code == 404
    assert not Activity.objects.filter(text="words of 0").exists()
    entry = AuditEntry.objects.get(action="person.erased")
    assert entry.detail == {"identities": 2, "activities": mine, "receipt": Receipt.objects.get().reference}


def test_with_whom_they_talk_is_counted_both_ways_without_themselves_and_bots() -> None:
    """Bob answers Ada twice and himself once, Ada answers Bob once; the bot answers him."""
    day = community.START + timedelta(days=500)
    replies = [
        (901, community.BOB, 0),
        (902, community.BOB, 4),
        (903, community.BOB, 1),
        (904, community.ROBOT, 1),
        (905, community.ADA, 901),
    ]
    keep = [community.post(number, author, day, parent=f"post/{to}") for number, author, to in replies]
    with transaction.atomic():
        Appender().append([Record(str(place), [done]) for place, done in enumerate(keep)])
    copy.refresh()
    bob = community.member("Bob 100% Percent")
    spoken = talks(current(), bob.pk, keys(bob), day.date())
    assert spoken.people == [Talk(community.ada(), 2, 1)]
    assert (spoken.connections, spoken.reach) == (1, 3)
    idle = talks(current(), bob.pk, keys(bob), day.date() + timedelta(days=92))
    assert idle.reach == pytest.approx(3 * 0.9**3)  # the Orbit Model's: a tenth less for each month
    page = seen(client(), bob)
    assert "Talks with" in page
    ada = community.ada()
    assert f"?with={ada.pk}#timeline" in page
    assert [entry.id for entry in timeline(keys(bob), only=Only(talks_to=keys(ada))).entries] == [
        entry.id for entry in timeline(keys(bob)).entries if entry.title or entry.at.date() == day.date()
    ][:2]


@pytest.mark.parametrize("page", ["", "edit/", "merge/", "forget/"])
def test_an_unknown_number_is_not_found(page: str) -> None:
    assert client().get(f"/people/987654/{page}").status_code == 404
