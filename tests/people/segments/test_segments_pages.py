"""Segments on the list's page, by form and by text, saved and tagged; in the API and on the command line."""

import csv
import json
from datetime import timedelta

import pytest
from django.test import Client
from typer.testing import CliRunner

from rapport.accounts.models import AuditEntry, Role, User
from rapport.cli.main import app
from rapport.people.current import current
from rapport.people.erasing import forget
from rapport.people.models import Segment, Tag, Tagged
from rapport.people.organisations.saying import affiliate, named, put_together
from rapport.people.segments.saved import members_of, numbers_of
from tests.people import community

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _settled() -> None:
    community.settle()


def client(role: Role = Role.OWNER) -> Client:
    browser = Client()
    browser.force_login(User.objects.create_user(f"{role}@team.dev", role=role))
    return browser


def shown(browser: Client, **asked: str) -> str:
    answer = browser.get("/people/", asked)
    assert answer.status_code == 200
    return answer.content.decode()


def names(text: str) -> set[str]:
    from rapport.people.models import Member

    return {str(member) for member in Member.objects.filter(pk__in=numbers_of(text))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('name contains "lovelace"', {"Ada Lovelace"}),
        ('handle contains "BOB"', {"Bob 100% Percent"}),
        ('name contains "100%"', {"Bob 100% Percent"}),
        ('name contains "1_0"', set()),
        ("has an e-mail address", {"Ada Lovelace"}),
        ('posted at least 20 times in "talk", in the team', {"Grace Hopper"}),
        ('in "code"', {"Ada Lovelace"}),
        ('posted in "code"', set()),
        ("a bot", {"robot"}),
        ("active on discourse, not on git, not in the team", {"Bob 100% Percent", "<script>alert('eve')</script>"}),
        ("made at least 2 commits", {"Ada Lovelace"}),
        ("never coded, not in the team", {"Bob 100% Percent", "<script>alert('eve')</script>"}),
    ],
)
def test_who_fits(text: str, expected: set[str]) -> None:
    assert names(text) == expected


def test_tags_follow_merges() -> None:
    from rapport.people.merging import merge, take_back

    bob, grace = community.member("Bob 100% Percent"), community.member("Grace Hopper")
    Tagged.objects.create(member=bob, tag=Tag.objects.create(name="Speaker"))
    assert numbers_of("tagged speaker") == [bob.pk]
    decision = merge(grace, [bob], "one person", user=None)
    assert numbers_of("tagged speaker") == [grace.pk]
    take_back(decision, user=None)
    assert numbers_of("tagged speaker") == [bob.pk]


def test_who_is_at_an_organisation_today() -> None:
    ada, bob = community.ada(), community.member("Bob 100% Percent")
    today = current().version.today
    affiliate(ada, named("Acme"), since=None, until=None, evidence="she said so", user=None)
    affiliate(bob, named("Acme"), since=None, until=today - timedelta(days=1), evidence="once", user=None)
    assert numbers_of('at "acme"') == [ada.pk]
    put_together(named("Acme"), named("Emca"))
    assert numbers_of("at Emca") == [ada.pk]


def test_the_page_shows_the_canonical_text_and_who_fits() -> None:
    page = shown(client(), where="made 2 commits")
    assert 'value="made at least 2 commits"' in page
    assert "Bob 100%" not in page


def test_a_mistake_is_shown_where_it_is() -> None:
    answer = client().get("/people/", {"where": "on Diskourse"})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "I do not know the platform “Diskourse”." in page
    assert "Did you mean Discourse?" in page
    assert "on <mark>Diskourse</mark>" in page


@pytest.mark.parametrize("hostile", ["'; DROP TABLE acts; --", 'name contains "\'); DROP TABLE acts; --"', '"<script>'])
def test_no_text_is_more_than_a_question(hostile: str) -> None:
    browser = client()
    assert b"<script>alert" not in browser.get("/people/", {"where": hostile}).content
    assert "Ada Lovelace" in shown(browser)


def test_the_form_writes_the_text() -> None:
    answer = client().get(
        "/people/segments/write/", {"what": "commit", "n": "2", "group": "not team", "platform": "git"}
    )
    assert answer.status_code == 302
    page = client(Role.ANALYST).get(answer["Location"]).content.decode()
    assert 'value="made at least 2 commits on git, not in the team"' in page
    assert '<option value="commit" selected>' in page
    assert '<option value="not team" selected>' in page


def test_a_segment_is_saved_changed_deleted_and_put_back() -> None:
    browser = client()
    saved = browser.post("/people/segments/save/", {"name": "Coders", "where": "coded"}, follow=True)
    segment = Segment.objects.get()
    assert (segment.text, str(segment.user)) == ("coded", "owner@team.dev")
    assert 'aria-current="page">Coders <span class="badge">2</span>' in saved.content.decode()
    address = f"/people/segments/{segment.pk}/"
    assert browser.post(address, {"name": "Coders", "where": "codet"}).status_code == 400
    browser.post(address, {"name": "Often", "where": "coded at least 3 times"})
    segment.refresh_from_db()
    assert (segment.name, segment.text) == ("Often", "coded at least 3 times")
    assert list(numbers_of(segment)) == [community.ada().pk]
    deleted = browser.post(f"{address}delete/", follow=True).content.decode()
    assert not Segment.objects.exists()
    back = deleted.partition('action="/people/segments/back/')[2].partition('"')[0]
    browser.post(f"/people/segments/back/{back}")
    assert Segment.objects.get().text == "coded at least 3 times"
    actions = AuditEntry.objects.filter(action__startswith="segment").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["segment.saved", "segment.changed", "segment.deleted", "segment.saved"]


def test_two_segments_have_two_names() -> None:
    browser = client()
    for text in ("coded", "posted"):
        answer = browser.post("/people/segments/save/", {"name": "Coders", "where": text}, follow=True)
    assert "There is a segment “Coders” already." in answer.content.decode()
    assert Segment.objects.get().text == "coded"


def test_the_count_is_live() -> None:
    from rapport.people.merging import merge

    Segment.objects.create(name="Coders", text="coded")
    browser = client()
    assert 'Coders <span class="badge">2</span>' in shown(browser)
    merge(community.ada(), [community.ada_at_home()], "one", user=None)
    assert 'Coders <span class="badge">1</span>' in shown(browser)


def test_a_segment_whose_tag_is_gone_says_so_and_the_page_goes_on() -> None:
    Segment.objects.create(name="Speakers", text='tagged "Speaker"')
    page = shown(client())
    assert "I do not know the tag “Speaker”." in page
    assert "Ada Lovelace" in page


def test_everybody_in_a_segment_is_tagged_and_untagged() -> None:
    browser = client()
    Tagged.objects.create(member=community.ada(), tag=Tag.objects.create(name="Coder"))
    tagged = browser.post("/people/segments/tag/", {"where": "coded", "tag": "coder"}, follow=True).content.decode()
    assert "Tagged 1 as “Coder”. 1 had it already." in tagged
    assert Tagged.objects.count() == 2
    undo = tagged.partition('action="/people/segments/untag/')[2].partition('"')[0]
    browser.post(f"/people/segments/untag/{undo}")
    assert [one.member for one in Tagged.objects.all()] == [community.ada()]
    assert client(Role.ANALYST).post("/people/segments/tag/", {"where": "coded", "tag": "x"}).status_code == 403


def test_a_segment_that_names_somebody_is_erased_with_them() -> None:
    Segment.objects.create(name="Her", text='not (name contains "ADA lovelace")')
    kept = Segment.objects.create(name="All", text='name contains "a"')
    forget([community.ada()])
    assert list(Segment.objects.all()) == [kept]


def test_the_file_holds_the_segment() -> None:
    segment = Segment.objects.create(name="Coders", text="coded")
    for asked in ({"segment": str(segment.pk)}, {"where": "coded"}):
        file = client_of("o2@team.dev").get("/people/people.csv", asked).getvalue().decode()
        assert len(list(csv.DictReader(file.splitlines()))) == 2
    assert AuditEntry.objects.filter(action="people.exported").count() == 2


def client_of(email: str) -> Client:
    browser = Client()
    user, _ = User.objects.get_or_create(email=email, defaults={"role": Role.OWNER})
    browser.force_login(user)
    return browser


def test_members_of_a_segment_are_a_question_to_the_acts() -> None:
    acts = current()
    found = members_of("coded", acts)
    assert len(acts.ask(found.table, found.beside)) == 2


def rapport(*words: object, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["people", *map(str, words)])
    assert done.exit_code == code, done.output
    return done.output


def test_the_command_line_does_the_same() -> None:
    saved = json.loads(rapport("segments", "save", "Coders", "made a commit", "--json"))
    assert (saved["text"], saved["members"]) == ("made at least 1 commit", 2)
    assert json.loads(rapport("segments", "list", "--json"))["segments"][0]["name"] == "Coders"
    assert json.loads(rapport("list", "--segment", "coders", "--json"))["total"] == 2
    assert json.loads(rapport("list", "--where", "coded twice", "--json"))["total"] == 1
    assert "did you mean" in rapport("list", "--where", "codet", code=1).lower()
    assert len(json.loads(rapport("segments", "show", "Coders", "--json"))["members"]) == 2
    rapport("segments", "delete", "Coders")
    assert "no segment" in rapport("segments", "show", "Coders", code=1)


def test_the_api_tells_segments_and_who_is_in_them() -> None:
    segment = Segment.objects.create(name="Coders", text="coded")
    browser = client()
    assert browser.get("/api/segments").json() == [
        {"id": segment.pk, "name": "Coders", "text": "coded", "members": 2, "problem": ""}
    ]
    assert browser.get(f"/api/segments/{segment.pk}").json()["text"] == "coded"
    found = browser.get("/api/members", {"where": "coded", "limit": 1}).json()
    assert (len(found["members"]), bool(found["next_after"])) == (1, True)
    assert browser.get("/api/members", {"where": "codet"}).json()["error"] == "segment-refused"
    assert browser.get("/api/segments/999").status_code == 404
