"""The pages of Measure: what they show, where they lead, and what they say when there is nothing to show."""

import csv
import io
import json

import pytest
from django.test import Client
from lxml import html
from lxml.html import HtmlElement
from typer.testing import CliRunner

from rapport.accounts.models import AuditEntry
from rapport.cli.measure import app
from rapport.collect.models import Import
from rapport.measure.catalogue import find
from rapport.measure.chance import ABOUT_CHANCE
from rapport.measure.metrics import all_metrics
from rapport.measure.pages import behind_files
from rapport.measure.pages.overview import SHOWN
from rapport.people.map import bump
from rapport.people.models import Link, Member


def seen(browser: Client, address: str, status: int = 200) -> HtmlElement:
    answer = browser.get(address)
    assert answer.status_code == status, answer.content.decode()[:400]
    return html.fromstring(answer.content.decode())


def file_of(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return "".join(part.decode() for part in answer.streaming_content)


def test_an_empty_home_shows_the_next_step(browser: Client) -> None:
    for address in ("/measure/", "/measure/activity/"):
        page = seen(browser, address)
        assert page.xpath("//*[contains(@class, 'empty')]//a/@href") == ["/collect/"]


@pytest.mark.usefixtures("community")
def test_the_overview_has_cards_with_sentence_drawing_and_table(browser: Client) -> None:
    page = seen(browser, "/measure/")
    charts = page.xpath("//section[contains(@class, 'chart')]")
    assert len(charts) == len(SHOWN)
    for chart in charts:
        assert chart.xpath("./h2")[0].text_content().endswith(".")
        nothing = any(said in chart.xpath("./h2")[0].text_content() for said in ("too few", "none in"))
        assert nothing or chart.xpath(".//svg/@role") == ["img"]
        assert chart.xpath(".//table")
    assert not page.xpath("//*[@style] | //style")
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert "against" in page.text_content()
    assert ABOUT_CHANCE in page.text_content()


@pytest.mark.slow
@pytest.mark.usefixtures("community")
def test_below_the_cards_every_metric_stands_in_a_line_that_leads_to_the_same_figure(browser: Client) -> None:
    assert seen(browser, "/measure/?length=90-days").xpath("//section[@id='catalogue']/@hx-get") == [
        "?length=90-days&every=1"
    ]
    page = seen(browser, "/measure/?length=90-days&every=1")
    said = {link.text_content(): link.getparent().text_content() for link in page.xpath("//ul/li/a[@class='name']")}
    assert "within chance" in said["Activity"] or "more than chance" in said["Activity"]
    assert "No test for such a figure." in said[find("contributor_absence_factor").title]
    assert not page.xpath("//section[@id='catalogue']/@hx-get")
    lines = page.xpath("//ul[contains(@class, 'measures')]/li")
    assert [line.xpath("./a")[0].text_content() for line in lines] == [metric.title for metric in all_metrics()]
    for line in lines[::6]:
        there = seen(browser, line.xpath("./a/@href")[0])
        value = there.xpath("//aside//*[@class='value'] | //*[contains(@class, 'figure')]/*[@class='value']")[0]
        told = line.xpath("./*[@class='value']")[0].text_content()
        assert told.split() == value.text_content().split()


@pytest.mark.usefixtures("community")
def test_lengths_are_addresses_of_their_own(browser: Client) -> None:
    page = seen(browser, "/measure/?length=90-days")
    assert page.xpath("//nav[@aria-label='How far back']/a[@aria-current]")[0].text_content() == "90 days"
    everything = seen(browser, "/measure/?length=all")
    assert "no time before to compare with" in everything.text_content()


@pytest.mark.usefixtures("community")
def test_a_metric_shows_its_definition_and_leads_to_the_people_behind_a_period(browser: Client) -> None:
    page = seen(browser, "/measure/new_members/?since=2021-01-10&until=2021-03-05&grain=month&platform=discourse")
    told = " ".join(page.text_content().split())
    assert "Members whose very first activity in the ledger falls in the period." in told
    [source] = page.xpath("//aside//a[starts-with(@href, 'https://chaoss')] | //a[starts-with(text(), 'CHAOSS')]")
    assert source.get("href") == "https://chaoss.community/kb/metric-new-contributors/"
    assert source.text_content().startswith("CHAOSS: New Contributors")
    assert "A complete count of the ledger as of" in told
    assert "Left out: 1 bot" in " ".join(seen(browser, "/measure/activity/?length=all").text_content().split())
    links = page.xpath("//section[@id='figures']//th/a/@href")
    assert links[0] == "/measure/new_members/people/?since=2021-01-10&until=2021-01-31&platform=discourse"
    assert "(not complete)" in told
    chosen = page.xpath("//select[@id='platform']/option[@selected]/@value")
    assert chosen == ["discourse"]


@pytest.mark.usefixtures("community")
def test_a_figure_stands_beside_that_of_another_time_platform_or_segment(browser: Client) -> None:
    asked = "/measure/activity/?since=2021-07-01&until=2021-09-28&grain=month&platform=discourse"
    others = {
        "before": "/measure/activity/?since=2021-04-02&until=2021-06-30&grain=month&platform=discourse",
        "platform:git": "/measure/activity/?since=2021-07-01&until=2021-09-28&grain=month&platform=git",
        "segment:in the team": f"{asked}&segment=in+the+team",
    }
    for compare, address in others.items():
        page = seen(browser, f"{asked}&compare={compare}")
        cells = [cell.text_content() for cell in page.xpath("//section[@id='figures']//tbody/tr/td[2]")]
        beside = [cell.partition(" (")[0] for cell in cells]
        alone = [
            cell.text_content() for cell in seen(browser, address).xpath("//section[@id='figures']//tbody/tr/td[1]")
        ]
        assert beside == alone
        assert any(figure != "0" for figure in beside)
        assert all("(n = " in cell for cell in cells if cell != "0")
        assert page.xpath("//select[@id='platform']/option[@selected]/@value") == ["discourse"]
    for refused in ("compare=before&length=all", "compare=platform:git&by=kind", "compare=yesterday"):
        assert seen(browser, f"/measure/activity/?{refused}", 400).xpath("//*[contains(@class, 'notice bad')]")


@pytest.mark.usefixtures("community")
def test_what_is_compared_can_be_taken_along(browser: Client) -> None:
    page = seen(browser, "/measure/activity/?since=2021-07-01&until=2021-09-28&platform=discourse&compare=platform:git")
    links = page.xpath("//section[@id='figures']//a[@class='button plain']/@href")
    assert all("compare=platform%3Agit" in link for link in links)
    table, told, drawing, picture = (browser.get(link).content for link in links)
    rows = list(csv.DictReader(io.StringIO(table.decode())))
    beside = json.loads(told)["beside"]
    assert [float(row["beside_value"]) for row in rows] == [row["value"] for row in beside["rows"]]
    assert sum(float(row["beside_value"]) for row in rows) == beside["total"] > 0
    assert "fewer than on Discourse (no test: people can be in both)." in beside["difference"].replace("\u00a0", " ")
    assert beside["difference"] in page.xpath("//section[contains(@class, 'chart')]/h2")[0].text_content()
    assert b">git<" in drawing
    assert picture.startswith(b"\x89PNG")
    asked = {"since": "2021-07-01", "until": "2021-09-28", "platform": "discourse", "compare": "platform:git"}
    assert browser.get("/api/measure/activity", asked).json()["beside"] == beside
    ran = CliRunner().invoke(app, ["show", "activity", *(f"--{key}={value}" for key, value in asked.items()), "--json"])
    assert json.loads(ran.stdout)["beside"] == beside
    assert browser.get("/measure/activity.csv?compare=yesterday").status_code == 400


@pytest.mark.usefixtures("community")
def test_a_bar_or_a_point_leads_where_its_period_does(browser: Client) -> None:
    for name in ("active_members", "questions", "answered_within_a_day"):
        page = seen(browser, f"/measure/{name}/?since=2021-07-01&until=2022-02-28&grain=quarter")
        drawn = page.xpath("//section[contains(@class, 'chart')]//svg")[0]
        assert drawn.get("role") == "group"
        periods = {link.text_content(): link.get("href") for link in page.xpath("//section[@id='figures']//th/a")}
        links = drawn.xpath(".//a")
        assert links
        for link in links:
            assert periods[link.xpath("./title")[0].text_content().split(":")[0]] == link.get("href")


@pytest.mark.usefixtures("community")
def test_the_questions_behind_a_figure_are_those_that_it_counts_and_who_waits_stands_first(browser: Client) -> None:
    page = seen(browser, "/measure/time_to_first_response/?since=2021-07-01&until=2022-02-28&grain=quarter")
    became: set[str] = set()
    for line in page.xpath("//section[@id='figures']//tbody/tr"):
        there = seen(browser, line.xpath("./th/a/@href")[0])
        ended = [one.text_content().split()[0] for one in there.xpath("//li/div[@class='end']")]
        assert len(ended) == int(line.xpath("./td")[-1].text_content())
        assert ended == sorted(ended, key=["waits", "closed", "answered"].index)
        became |= set(ended)
    assert became == {"waits", "answered"}
    assert browser.get("/measure/active_members/questions/").status_code == 404
    assert browser.get("/measure/questions/questions/?since=yesterday").status_code == 400


@pytest.mark.usefixtures("community")
def test_the_unanswered_ones_are_those_that_wait_the_longest_first_where_one_asks_for_it(browser: Client) -> None:
    there = seen(browser, "/measure/unanswered/questions/?length=all")
    ended = [one.text_content().split()[0] for one in there.xpath("//li/div[@class='end']")]
    assert set(ended) == {"waits"}
    answered = browser.get("/api/measure/unanswered").json()["total"]
    assert len(ended) == answered
    times = "//li//time/@datetime"
    longest = seen(browser, "/measure/unanswered/questions/?length=all&first=longest")
    assert longest.xpath(times) == sorted(there.xpath(times)) != there.xpath(times)


@pytest.mark.usefixtures("community")
def test_the_questions_behind_a_figure_can_be_taken_along(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(behind_files, "AT_ONCE", 2)
    asked = "length=all&first=longest"
    there = seen(browser, f"/measure/questions/questions/?{asked}")
    [link] = there.xpath("//a[contains(@href, 'questions.csv')]/@href")
    told = list(csv.DictReader(file_of(browser, link).splitlines()))
    assert [line["asked_at"] for line in told] == there.xpath("//li//div[contains(@class, 'muted')]/time/@datetime")
    ended = [one.text_content().split()[0] for one in there.xpath("//li/div[@class='end']")]
    assert [line["answered"] == "yes" for line in told] == [end == "answered" for end in ended]
    assert all(float(line["waited_hours"]) >= 0 for line in told)
    assert AuditEntry.objects.get(action="questions.exported").detail == {"questions": len(told)}
    assert browser.get("/measure/active_members/questions.csv").status_code == 404
    assert b"yesterday" in browser.get("/measure/questions/questions.csv?since=yesterday").content


@pytest.mark.usefixtures("community")
def test_a_mistake_in_the_address_is_told_on_the_page(browser: Client) -> None:
    for address in (
        "/measure/?length=ages",
        "/measure/activity/?grian=day",
        "/measure/activity/?platform=myspace",
        "/measure/activity/?since=2021-02-30",
        "/measure/activity/?segment=people+who+hum",
        "/measure/activity/?language=klingon",
        "/measure/?segment=people+who+hum",
    ):
        assert seen(browser, address, 400).xpath("//*[contains(@class, 'notice bad')]"), address
    assert browser.get("/measure/happiness/").status_code == 404


@pytest.mark.usefixtures("community")
def test_figures_and_charts_can_be_taken_along(browser: Client) -> None:
    page = seen(browser, "/measure/activity/?length=all&by=platform")
    links = {
        link.text_content().strip(): link.get("href")
        for link in page.xpath("//section[@id='figures']//a[@class='button plain']")
    }
    kinds = {"CSV": "text/csv; charset=utf-8", "JSON": "application/json", "SVG": "image/svg+xml", "PNG": "image/png"}
    assert set(links) == set(kinds)
    for name, address in links.items():
        file = browser.get(address)
        assert file["Content-Type"] == kinds[name]
        assert file["Content-Disposition"] == f'attachment; filename="activity.{name.lower()}"'
        assert len(file.content) > 100
    assert not json.loads(browser.get(links["JSON"]).content)["simulated"]
    assert "Simulated" not in browser.get(links["SVG"]).content.decode()
    Import.objects.create(paths=["demo"], simulated=True, state=Import.State.DONE)
    assert json.loads(browser.get(links["JSON"]).content)["simulated"]
    drawn = browser.get(links["SVG"]).content.decode()
    assert drawn.count(">Simulated community. Activity: activities per month by platform.") == 2  # told and drawn
    assert " UTC." in drawn
    assert browser.get("/measure/activity.pdf").status_code == 404
    assert browser.get("/measure/activity.csv?by=colour").status_code == 400


@pytest.mark.usefixtures("community")
def test_a_merge_shows_on_the_next_request(browser: Client) -> None:
    def total() -> int:
        return int(browser.get("/api/measure/active_members").json()["total"])

    before = total()
    Link.objects.filter(member__name="Grace").update(member=Member.objects.get(name="Ada"))
    bump()
    assert total() == before - 1
