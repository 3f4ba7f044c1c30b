"""A report's sentences are the same on the page, from the command, over the API and in files, and as their evidence."""

import io
import json
import re
import struct
import zipfile
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client
from lxml import html
from typer.testing import CliRunner

from rapport.cli.main import app
from rapport.measure.annotations import kept
from rapport.measure.catalogue import find
from rapport.measure.figures import figure
from rapport.measure.reports.chapters import CHAPTERS

HOME = "http://localhost:8700"
ASKED = {"since": "2021-07-01", "until": "2022-02-28", "names": "1"}
FILTERED = ({"platform": "discourse"}, {"segment": "not in the team", "without_team": "1"})
SPRINT = "The campaign “Docs sprint” ran from 1 to 12 September 2021."

Said = dict[str, Any]


@pytest.mark.usefixtures("community")
@pytest.mark.parametrize("filters", [{}, *(pytest.param(one, marks=pytest.mark.slow) for one in FILTERED)])
def test_each_sentence_says_what_its_evidence_says_everywhere(
    browser: Client, tmp_path: Path, filters: dict[str, str]
) -> None:
    """One story is told to all: to work one out takes seconds."""
    asked = ASKED | filters
    first, last = date(2021, 9, 1), date(2021, 9, 12)
    kept.add(kept.Written("campaign", "Docs sprint", first, last, "", "https://example.org/docs"), None)
    assert b'<section id="story" hx-get=' in browser.get("/measure/report/", asked).content  # it does not wait
    report = browser.get("/api/measure/report", asked).json()
    sentences: list[Said] = [said for chapter in report["chapters"] for said in chapter["sentences"]]
    happened, *figures = sentences
    assert (happened["text"], happened["evidence"]) == (SPRINT, "https://example.org/docs")
    assert {name(said) for said in figures} >= {metric for told in CHAPTERS for metric in told.metrics}
    for said in figures:
        says_what_the_api_says(browser, said)
    assert [said["people"][0]["name"] in said["text"] for said in sentences if said["people"]] == [True]
    the_page_shows_them(browser, asked, sentences)
    the_files_hold_them(browser, asked, sentences)
    ran = CliRunner().invoke(app, [*command(asked), "--json", "--out", str(tmp_path / "told.pdf")])
    assert without_times(json.loads(ran.stdout)) == without_times(report)
    assert (tmp_path / "told.pdf").read_bytes().startswith(b"%PDF")
    refused = CliRunner().invoke(app, [*command(asked), "--out", str(tmp_path / "told.docx")])
    assert (refused.exit_code, (tmp_path / "told.docx").exists()) == (1, False)
    assert SPRINT in CliRunner().invoke(app, command(asked)).stdout.replace("\n", " ")


def command(asked: dict[str, str]) -> list[str]:
    flags = {"names", "without_team"}
    options = [f"--{key.replace('_', '-')}" + ("" if key in flags else f"={value}") for key, value in asked.items()]
    return ["measure", "report", *options]


def name(said: Said) -> str:
    return str(said["figures"]["metric"]["name"])


def says_what_the_api_says(browser: Client, said: Said) -> None:
    there = urlsplit(said["evidence"])
    assert there.path == f"/measure/{name(said)}/"
    told = browser.get(f"/api/measure/{name(said)}", dict(parse_qsl(there.query))).json()
    compared = said["figures"]["compared"]
    if find(name(said)).ripens:
        assert compared is None
    told |= {"as_of": said["figures"]["as_of"], "compared": compared and told["compared"]}
    del told["rows"], told["happened"], told["beside"]
    assert said["figures"] == told
    assert re.search(r"\d", said["text"]), said["text"]
    if " too " not in said["text"] and not said["text"].startswith("The most"):
        assert figure(told["total"], told["metric"]["unit"]) in said["text"].replace("\u00a0", " ")


def the_page_shows_them(browser: Client, asked: dict[str, str], sentences: list[Said]) -> None:
    page = html.fromstring(browser.get("/measure/report/", asked | {"told": "1"}).content.decode())
    shown = {link.text_content(): link.get("href") for link in page.xpath("//article//a[contains(@class, 'told')]")}
    assert shown == {said["text"]: said["evidence"].removeprefix(HOME) for said in sentences}
    assert "Marked: Docs sprint, 1 September 2021" in page.xpath("//article//svg")[0].text_content()
    for address in {page.xpath("//header//a[contains(@class, 'told')]/@href")[0], *list(shown.values())[1::8]}:
        assert browser.get(address).status_code == 200
    assert not page.xpath("//*[@style] | //style")
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


def the_files_hold_them(browser: Client, asked: dict[str, str], sentences: list[Said]) -> None:
    answer = browser.get("/measure/report.pdf", asked)
    assert 'filename="report-1-july-2021-to-28-february-2022.pdf"' in answer["Content-Disposition"]
    assert b"/FontFile" in answer.content
    assert all(f"/URI({said['evidence']})".encode() in answer.content for said in sentences)
    alone = html.fromstring(browser.get("/measure/report.html", asked).content.decode())
    assert not alone.xpath("//link | //script | //img | //@src")
    assert set(alone.xpath("//p/a/@href")) == {said["evidence"] for said in sentences}
    held = zipfile.ZipFile(io.BytesIO(browser.get("/measure/report.zip", asked).content))
    numbers = [file.partition("-")[0] for file in held.namelist()]
    assert len(numbers) > 3
    assert numbers == [f"{number:02}" for number in range(1, len(numbers) + 1)]
    assert {struct.unpack(">II", held.read(file)[16:24]) for file in held.namelist()} == {(1920, 1080)}
    slide = browser.get("/measure/report/slides/2.png", asked)
    assert slide.content == held.read(held.namelist()[1])
    assert browser.get("/measure/report/slides/99.png", asked).status_code == 404


def without_times(told: object) -> object:
    if isinstance(told, dict):
        return {key: without_times(value) for key, value in told.items() if key != "as_of"}
    return [without_times(one) for one in told] if isinstance(told, list) else told


@pytest.mark.usefixtures("community")
def test_a_question_that_makes_no_sense_is_refused_everywhere(browser: Client) -> None:
    for asked in ({"since": "2021-13-01"}, {"since": "2022-01-02", "until": "2022-01-01"}, {"colour": "red"}):
        for page in ("/measure/report/", "/measure/report.pdf", "/measure/report/slides/1.png"):
            assert browser.get(page, asked).status_code == 400
    assert browser.get("/measure/report.docx", ASKED).status_code == 404


def test_an_empty_home_has_nothing_to_tell(browser: Client) -> None:
    assert "Nothing to count yet" in browser.get("/measure/report/").content.decode()
    assert browser.get("/measure/report.zip").status_code == 400
