"""Today names an unusual day and leads to its figures; of ordinary days it says in a line that somebody looked."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client
from lxml import html
from typer.testing import CliRunner

from rapport.accounts.models import Role, User
from rapport.cli.main import app
from rapport.ledger import copy
from rapport.ledger.append import Appender
from rapport.words.activity import Activity
from rapport.words.identity import Channel, Identity
from rapport.words.records import Record

pytestmark = pytest.mark.django_db(transaction=True)

FORUM, ADA = Channel("discourse", "talk", "Talk"), Identity("discourse", "1", handle="ada")
LAST = datetime(2024, 5, 20, 12, tzinfo=UTC)
WILD = LAST - timedelta(days=2)


def _settle(more: int, days: int = 400) -> None:
    """A post a day for more than a year, and on one day so many more."""
    times = [LAST - timedelta(days=back) for back in range(days)]
    times += [WILD - timedelta(minutes=one) for one in range(more)]
    posts = [Activity("discourse", f"post/{n}", "post", at, ADA, FORUM, 1, text="words") for n, at in enumerate(times)]
    with transaction.atomic():
        Appender().append([Record(f"line {place}", [post]) for place, post in enumerate(posts)])
    copy.refresh()


@pytest.fixture
def ana(transactional_db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_user("ana@example.org", role=Role.ANALYST))
    return client


def _seen(client: Client, address: str) -> html.HtmlElement:
    return html.fromstring(client.get(address).content.decode())


def test_an_unusual_day_is_named_with_what_changed_and_how_sure_that_is(ana: Client) -> None:
    _settle(more=30)
    [section] = [
        one for one in _seen(ana, "/").xpath("//section[h2]") if one.xpath("./h2")[0].text_content() == "Unusual"
    ]
    [line] = section.xpath(".//li//a")
    assert line.text_content() == "Activity on Discourse, 18 May 2024: 31 activities where 1 is usual."
    assert line.get("href") == "/measure/activity/?platform=discourse&since=2024-05-18&until=2024-05-18"
    assert "would stand out by chance" in section.text_content()


def test_the_metrics_own_page_and_the_api_name_it_too(ana: Client) -> None:
    _settle(more=30)
    [told] = ana.get("/api/measure/unusual", {"days": 30}).json()["found"]
    assert (told["metric"], told["platform"], told["day"]) == ("activity", "discourse", "2024-05-18")
    there, elsewhere = _seen(ana, "/measure/activity/"), _seen(ana, "/measure/new_members/")
    assert "31 activities where 1 is usual" in there.text_content()
    assert "would stand out by chance" in there.xpath("//*[@id='unusual']")[0].text_content()
    assert not elsewhere.xpath("//*[@id='unusual']")


def test_of_ordinary_days_a_quiet_line_says_what_the_command_says(ana: Client) -> None:
    _settle(more=0)
    page = _seen(ana, "/")
    assert "Unusual" not in [one.text_content() for one in page.xpath("//h2")]
    [line] = page.xpath("//p[@id='unusual']")
    assert line.text_content().startswith("Nothing unusual. Among 3 series over 7 days, ")
    for command in (["measure", "unusual"], ["today"]):
        told = " ".join(CliRunner().invoke(app, command).stdout.split())
        assert line.text_content() in told


def test_where_too_little_is_known_nothing_is_called_usual(ana: Client) -> None:
    _settle(more=0, days=60)
    [line] = _seen(ana, "/").xpath("//p[@id='unusual']")
    assert line.text_content().startswith("No series reaches back far enough")
