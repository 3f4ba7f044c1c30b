"""What happened is the same on the page, in files, from the command and the API, and people can write it down."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from lxml import html
from typer.testing import CliRunner

from rapport.accounts.models import AuditEntry
from rapport.cli.measure import app
from rapport.ledger import copy
from rapport.ledger.append import Appender
from rapport.ledger.models import Identity as StoredIdentity
from rapport.measure.models import Annotation
from rapport.people.mine.limiting import limit
from rapport.people.models import Link, Member
from rapport.words.activity import Activity
from rapport.words.identity import Channel, Identity
from rapport.words.records import Record
from tests.measure.community import ADA_ON_GIT, CODE, START

SECRET = Identity("calendar", "zoe", handle="zoe")


def _happens() -> None:
    calendar, github = Channel("calendar", "c", "Meetups"), Channel("github", "ducks/code", "ducks/code")
    told = [
        Activity("git", f"x/tag/{name}", "create", START + timedelta(days=day), ADA_ON_GIT, CODE, 1, title=name,
                 facts={"type": "tag", "annotated": True})
        for name, day in (("v1.0", 30), ("v1.1-rc1", 55), ("v1.1", 60), ("nightly", 61))
    ]  # fmt: skip
    told += [
        Activity("github", "release/1", "release", START + timedelta(days=31), None, github, 1, title="One",
                 url="https://github.com/ducks/code/releases/tag/v1.0", facts={"tag": "v1.0", "prerelease": False}),
        Activity("calendar", "meetup", "event", START + timedelta(days=90), None, calendar, 1, title="Meetup"),
        Activity("calendar", "party", "event", START + timedelta(days=91), SECRET, calendar, 1, title="Zoe's party"),
    ]  # fmt: skip
    with transaction.atomic():
        Appender().append([Record(one.native_id, [one]) for one in told])
        zoe = StoredIdentity.objects.get(handle="zoe")
        Link.objects.create(identity=zoe, member=Member.objects.create(name="Zoe"))
        limit([zoe.pk], None)
    copy.refresh()


def ran(*arguments: str) -> str:
    done = CliRunner().invoke(app, list(arguments))
    assert done.exit_code == 0, done.output
    return done.stdout


def titles(happened: dict[str, Any]) -> list[str]:
    return [mark["title"] for mark in happened["marks"]]


ASKED = {"since": "2021-01-10", "until": "2021-04-30", "grain": "month"}
EXPECTED = ["One (v1.0)", "v1.1-rc1", "v1.1", "Docs sprint", "Meetup"]


@pytest.mark.usefixtures("community")
def test_page_files_command_and_api_tell_the_same(browser: Client) -> None:
    cache.clear()
    _happens()
    ran(
        "annotate",
        "add",
        "Docs sprint",
        "2021-03-20",
        "--until=2021-03-30",
        "--kind=campaign",
        "--link=https://x.org/a",
    )
    ran("annotate", "add", "Forum moved", "2021-03-21", "--platform=discourse")
    ran("annotate", "add", "Long ago", "2019-03-21")
    asked = ASKED | {"platform": "git"}
    page = html.fromstring(browser.get("/measure/activity/", asked).content.decode())
    [then] = page.xpath("//section[@id='then']")
    assert sorted(name.text_content() for name in then.xpath(".//*[@class='name']")) == sorted(EXPECTED)
    assert then.xpath(".//a[text()='One (v1.0)']/@href") == ["https://github.com/ducks/code/releases/tag/v1.0"]
    names = {text.text for text in page.xpath("//*[contains(@class, 'wide')]//*[local-name()='text']")}
    assert {"v1.0", "v1.1", "Docs sprint", "Meetup"} <= names
    assert "v1.1-rc1" not in names
    column = [cell.text_content() for cell in page.xpath("//section[@id='figures']//tbody/tr/td[last()]")]
    assert column == ["", "v1.0", "v1.1-rc1; v1.1; Docs sprint", "Meetup"]

    told = json.loads(browser.get("/measure/activity.json", asked).content)
    assert titles(told["happened"]) == EXPECTED
    options = [f"--{name}={value}" for name, value in asked.items()]
    assert json.loads(ran("show", "activity", *options, "--json"))["happened"] == told["happened"]
    assert browser.get("/api/measure/activity", asked).json()["happened"] == told["happened"]
    days = {name: value for name, value in asked.items() if name != "grain"}
    assert browser.get("/api/measure/annotations", days).json() == told["happened"]
    listed = json.loads(ran("annotate", "list", "--json", *(f"--{name}={value}" for name, value in days.items())))
    assert listed == told["happened"]
    assert all(title in ran("show", "activity", *options) for title in EXPECTED)

    files = [browser.get("/measure/activity.csv", asked).content.decode(), ran("show", "activity", *options, "--csv")]
    assert files[0].split() == files[1].split()
    cells = [row["happened"] for row in csv.DictReader(io.StringIO(files[0]))]
    assert cells[1] == "One (v1.0) (major release)"
    assert "Docs sprint (campaign)" in cells[2]
    assert b"Docs sprint" in browser.get("/measure/activity.svg", asked).content
    assert "Forum moved" in titles(json.loads(ran("show", "activity", "--platform=discourse", "--json"))["happened"])


@pytest.mark.usefixtures("transactional_db")
def test_people_write_down_change_remove_and_put_back(browser: Client) -> None:
    new = {"kind": "note", "title": " New  logo ", "first": "2024-05-01", "last": "2024-05-01"}
    assert browser.post("/measure/annotations/", new | {"back": "/measure/activity/?by=kind"}).headers["Location"] == (
        "/measure/activity/?by=kind"
    )
    elsewhere = browser.post("/measure/annotations/", new | {"back": "//evil.example/measure/"})
    assert elsewhere.headers["Location"] == "/measure/annotations/"
    one = Annotation.objects.earliest("pk")
    assert (one.title, one.last, one.user.email if one.user else "") == ("New logo", None, "ana@example.org")

    browser.post(f"/measure/annotations/{one.pk}/", new | {"title": "New mark", "platform": "git"})
    one.refresh_from_db()
    assert (one.title, one.platform) == ("New mark", "git")
    page = browser.post(f"/measure/annotations/{one.pk}/remove/", follow=True).content.decode()
    assert Annotation.objects.count() == 1
    [undo] = html.fromstring(page).xpath("//*[@id='toasts']//form/@action")
    assert "New mark" in browser.post(undo, follow=True).content.decode()
    assert Annotation.objects.filter(title="New mark", platform="git", user=one.user).exists()
    browser.post("/measure/annotations/back/forged/")
    assert Annotation.objects.count() == 2
    actions = AuditEntry.objects.filter(action__startswith="annotation.").order_by("pk")
    assert [entry.action.partition(".")[2] for entry in actions] == ["added", "added", "changed", "removed", "added"]
    assert not any("logo" in entry.subject for entry in actions)


@pytest.mark.usefixtures("transactional_db")
@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("kind", "party", "Use release, event, campaign, note."),
        ("title", "  ", "Write 1 to 80."),
        ("title", "x" * 81, "Write 1 to 80."),
        ("first", "", "Say on which day it was."),
        ("first", "soon", "Write it as 2024-03-31."),
        ("first", "1066-10-14", "Choose a day from 1970-01-01 on."),
        ("last", "2024-04-30", "Choose another last day."),
        ("last", "2044-04-30", "Choose another last day."),
        ("platform", "my space", "Use its key, such as github."),
        ("link", "javascript:alert(1)", "Begin with https:// or http://"),
        ("link", "https://x.org/a b", "Begin with https:// or http://"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(browser: Client, field: str, text: str, said: str) -> None:
    good = {"kind": "note", "title": "New logo", "first": "2024-05-01", "last": "", "platform": "", "link": ""}
    refused = browser.post("/measure/annotations/", good | {field: text})
    assert refused.status_code == 400
    page = html.fromstring(refused.content.decode())
    assert said in page.xpath("//*[contains(@class, 'notice bad')]")[0].text_content()
    named = {"first": "first_day", "last": "last_day"}
    sent = {named.get(name, name): value for name, value in (good | {field: text}).items()}
    told = browser.post("/api/measure/annotations", json.dumps(sent), content_type="application/json")
    assert (told.status_code, told.json()["error"], told.json()["field"]) == (400, "annotation-refused", field)
    assert not Annotation.objects.exists()


@pytest.mark.usefixtures("transactional_db")
def test_a_program_writes_down_and_removes(browser: Client) -> None:
    cache.clear()
    sent = {"kind": "release", "title": "2.0", "first_day": "2024-05-01", "link": "https://x.org"}
    made = browser.post("/api/measure/annotations", json.dumps(sent), content_type="application/json")
    assert (made.status_code, made.json()["source"]) == (201, "hand")
    assert browser.get("/api/measure/annotations", {"by_hand": "true"}).json()["marks"] == [made.json()]
    gone = browser.delete(f"/api/measure/annotations/{made.json()['id']}")
    assert (gone.status_code, gone.json()) == (200, made.json())
    again = browser.delete(f"/api/measure/annotations/{made.json()['id']}")
    assert (again.status_code, again.json()["error"]) == (404, "annotation-unknown")
    assert CliRunner().invoke(app, ["annotate", "remove", "7"]).exception is not None
