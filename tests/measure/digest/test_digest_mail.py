"""What the mail is: readable as text and HTML, whole, its figures those of page and API, and easily stopped."""

import json
from email.message import EmailMessage

import pytest
from click.testing import Result
from django.test import Client
from lxml import html
from typer.testing import CliRunner

from rapport.accounts.models import AuditEntry, User
from rapport.cli.main import app
from rapport.measure.annotations import kept
from rapport.measure.digest.mail import stop_url
from rapport.measure.digest.week import Week
from rapport.measure.models import DigestWish
from tests.measure.digest.server import Server


def sent_to(address: str, week: str) -> Result:
    return CliRunner().invoke(app, ["measure", "digest", "--week", week, "--to", address])


def part(mail: EmailMessage, kind: str) -> str:
    [found] = [one for one in mail.walk() if one.get_content_type() == kind]
    return str(found.get_content())


@pytest.mark.usefixtures("community")
def test_the_mail_says_what_page_api_and_command_say(
    server: Server, readers: list[User], browser: Client, week: Week
) -> None:
    kept.add(kept.Written("event", "Meetup", week.span.first, None, "", ""), None)
    told = browser.get("/api/measure/digest", {"week": str(week)}).json()
    [happened] = told["happened"]
    ran = CliRunner().invoke(app, ["measure", "digest", "--week", str(week), "--to", "READER0@example.org", "--json"])
    assert json.loads(ran.stdout) | {"as_of": None, "figures": 0} == told | {"as_of": None, "figures": 0}
    [mail] = server.sent
    assert mail["To"] == "reader0@example.org"
    kinds = [one.get_content_type() for one in mail.walk()]
    assert kinds[:4] == ["multipart/related", "multipart/alternative", "text/plain", "text/html"]
    assert set(kinds[4:]) == {"image/png"}
    text, page = part(mail, "text/plain"), html.fromstring(part(mail, "text/html"))
    shown = html.fromstring(browser.get(f"/measure/digest/{week}/").content.decode())
    assert happened["text"] == "“Meetup” took place on 4 October 2021."
    assert happened["href"] in page.xpath("//a/@href")
    assert f"{happened['text']}\n  {happened['href']}" in text.replace("\r\n", "\n")
    assert happened["href"].removeprefix("http://localhost:8700") in shown.xpath("//main//a/@href")
    assert "Marked: Meetup" in shown.text_content()
    assert len(told["figures"]) == 5
    assert told["about_chance"].startswith("Where weeks are alike, at most one figure in ")
    assert all(told["about_chance"] in there for there in (text, page.text_content(), shown.text_content()))
    for said in told["figures"]:
        name = said["figures"]["metric"]["name"]
        query = said["evidence"].partition("?")[2]
        api = browser.get(f"/api/measure/{name}/".rstrip("/") + f"?{query}").json()
        assert (said["figures"]["total"], said["figures"]["n"]) == (api["total"], api["n"])
        assert said["evidence"] in text
        assert said["evidence"] in page.xpath("//a/@href")
        assert said["evidence"].removeprefix("http://localhost:8700") in shown.xpath("//main//a/@href")
        assert said["verdict"] in text
    pictures = [one["Content-ID"].strip("<>") for one in mail.walk() if one.get_content_type() == "image/png"]
    assert [f"cid:{one}" for one in pictures] == page.xpath("//img/@src")
    assert all(page.xpath("//img/@alt"))
    assert "prefers-color-scheme: dark" in part(mail, "text/html")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].strip() == f"<{stop_url(readers[0])}>"
    assert stop_url(readers[0]) in page.xpath("//a/@href")
    assert not [link for link in page.xpath("//a/@href") if not link.startswith(("http://", "https://"))]
    assert sent_to("stranger@example.com", str(week)).exit_code == 1  # it names people
    server.refusing_recipients = "550 No such user here"
    refused = sent_to(readers[0].email, str(week))
    assert "No such user here" in refused.stderr.replace("\n", " ")
    assert (refused.exit_code, len(server.sent)) == (1, 1)
    assert sent_to(readers[0].email, "soon").exit_code == 1


def test_one_click_stops_it_without_signing_in(readers: list[User]) -> None:
    way = stop_url(readers[0]).removeprefix("http://localhost:8700")
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.get(way).status_code == 200
    assert DigestWish.objects.filter(user=readers[0]).exists()  # a mail scanner opened it
    assert stranger.post(way, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not DigestWish.objects.filter(user=readers[0]).exists()
    assert DigestWish.objects.count() == 2
    assert AuditEntry.objects.filter(action="digest.stopped").count() == 1
    assert stranger.post(way).status_code == 200
    assert stranger.post(way.rstrip("/")[:-3] + "abc/").status_code == 404


def test_each_chooses_for_themselves(browser: Client) -> None:
    assert "Send it to me" in browser.get("/measure/digest/").content.decode()
    for wanted, there in (("1", True), ("1", True), ("", False), ("", False)):
        browser.post("/measure/digest/wish/", {"wanted": wanted})
        assert DigestWish.objects.filter(user__email="ana@example.org").exists() == there
    done = list(AuditEntry.objects.order_by("at").values_list("action", flat=True))
    assert done == ["digest.wanted", "digest.stopped"]
    assert browser.get("/measure/digest/soon/").status_code == 404


def test_an_empty_home_has_no_digest(browser: Client) -> None:
    assert "Nothing to count yet" in browser.get("/measure/digest/").content.decode()
    assert browser.get("/api/measure/digest").status_code == 409
