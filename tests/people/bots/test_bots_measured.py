"""How right it is who is taken for a bot: on accounts of an hour of GitHub, each looked at and labelled by hand.

In `labels.csv`, `bot` is a machine's account; `script` is somebody's that in this hour only a script used, so that
asking is right and deciding would not be; the others are people: everybody who did eight things or more, sixty at
random of the others, and all whose names look like bots' and who are none.
"""

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rapport.cli.main import app
from rapport.ledger import copy
from rapport.people.bots.looking import look
from rapport.people.bots.names import Says, says
from rapport.people.follow import follow
from rapport.people.models import Link, Side, Suspect

DATA = Path(__file__).parents[4] / "shared" / "data"
HOUR = DATA / "github-archive" / "2015-01-01-0.json.gz"
ALIASES = DATA / "identity" / "scipy-aliases.csv"


def labels() -> dict[str, str]:
    with (Path(__file__).parent / "labels.csv").open() as file:
        return {row["login"]: row["is"] for row in csv.DictReader(file)}


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(not HOUR.exists(), reason="an hour of GitHub is not there (../shared/data)")
def test_an_hour_of_github() -> None:
    done = CliRunner().invoke(app, ["import", str(HOUR)])
    assert done.exit_code == 0, done.output
    follow()
    copy.refresh()
    look()
    known = labels()
    links = Link.objects.filter(identity__platform="github", identity__handle__in=known)
    handles = dict(links.values_list("pk", "identity__handle"))
    assert len(handles) == len(known)
    sure = {handles[key] for key in links.filter(member__side=Side.BOT).values_list("pk", flat=True)}
    asked = {handles[key] for key in Suspect.objects.filter(pk__in=handles).values_list("pk", flat=True)}
    people = {login for login, is_ in known.items() if is_ == "person"}
    bots = {login for login, is_ in known.items() if is_ == "bot"}
    scripts = set(known) - people - bots
    print(f"\nby itself: {len(sure & bots)} of {len(bots)} bots, {len(sure - bots)} others {sorted(sure - bots)}")
    print(f"asked about: {len(asked & bots)} bots, {len(asked & scripts)} of {len(scripts)} scripts,")
    print(f"    {len(asked & people)} of {len(people)} people {sorted(asked & people)}")
    print(f"missed: bots {sorted(bots - sure - asked)}, scripts {sorted(scripts - asked)}")
    assert not sure - bots
    assert len(asked & (bots | scripts)) >= 0.8 * len(asked)
    assert len((sure | asked) & bots) >= 0.65 * len(bots)


@pytest.mark.skipif(not ALIASES.exists(), reason="scipy's aliases are not there (../shared/data)")
def test_of_scipys_people_nobody_is_called_like_a_bot() -> None:
    """All 2,295 aliases were looked through: one is nobody's, a build machine's, `windows-server-2003`."""
    with ALIASES.open() as file:
        names = [row["name"] for row in csv.DictReader(file)]
    assert [name for name in names if says(name) >= Says.LIKELY] == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("dependabot[bot]", Says.SURE),
        ("github-actions", Says.SURE),
        ("release-bot", Says.SURE),
        ("Release Bot", Says.SURE),
        ("GitHub Actions Bot", Says.SURE),
        ("Jan Bot", Says.LIKELY),
        ("Пётр Бот", Says.LIKELY),
        ("Новости [Бот]", Says.SURE),
        ("[бот] Новости", Says.SURE),
        ("новости-бот", Says.SURE),
        ("お知らせ【ボット】", Says.SURE),
        ("新闻（机器人）", Says.SURE),
        ("News (bot)", Says.SURE),
        ("小机器人", Says.MAYBE),
        ("Робот", Says.MAYBE),
        ("Ботвинник", Says.NOTHING),
        ("BrewTestBot", Says.LIKELY),
        ("acme-jenkins", Says.LIKELY),
        ("AmplabJenkins", Says.LIKELY),
        ("fusesource-ci", Says.LIKELY),
        ("shawnbot", Says.MAYBE),
        ("Tom Jenkins", Says.NOTHING),
        ("nwjenkins", Says.NOTHING),
        ("Botvinnik", Says.NOTHING),
        ("abbott", Says.NOTHING),
        ("Marci", Says.NOTHING),
        ("", Says.NOTHING),
    ],
)
def test_what_a_name_says(name: str, expected: Says) -> None:
    assert says(name) is expected
