"""One definition of a contribution: what the team says on the page holds in list, profile and Measure."""

import pytest
from django.test import Client
from typer.testing import CliRunner

from rapport.accounts.models import AuditEntry, Role, User
from rapport.cli.main import app
from rapport.measure.ask import answer
from rapport.measure.question import read_question
from rapport.people.contributions.weighing import WeightRefused, read, weigh, weights
from rapport.people.contributions.weights import DEFAULTS, HEAVIEST, Weighed, Weights
from rapport.people.current import current
from rapport.people.figures import figures
from rapport.people.listing import members
from rapport.people.models import Weighing
from rapport.people.wanted import read_wanted
from rapport.words.kinds import BY_NAME, GIFTS, KINDS
from tests.people import community

pytestmark = pytest.mark.django_db(transaction=True)
POST, COMMIT, ANSWER = (BY_NAME[name].number for name in ("post", "commit", "answer"))


@pytest.fixture(autouse=True)
def _settled() -> None:
    community.settle()


def client(role: Role) -> Client:
    browser = Client()
    browser.force_login(User.objects.create_user(f"{role}@team.dev", role=role))
    return browser


def test_defaults_make_sense() -> None:
    assert all(0 <= kind.weight <= HEAVIEST for kind in KINDS)
    assert {kind.gives for kind in KINDS if kind.gives} == set(GIFTS)
    assert Weights() == Weights({COMMIT: DEFAULTS[COMMIT]})
    assert Weights({999: Weighed(5, "code")}) == Weights()  # of a newer Rapport, whose database this one opened


def test_every_place_counts_what_the_team_calls_a_contribution() -> None:
    ada = community.ada()
    before = figures(ada.pk)
    posts = sum(part.n for part in before.parts if part.kind.number == POST)
    commits = sum(part.n for part in before.parts if part.kind.number == COMMIT)
    assert posts
    assert commits
    weigh({POST: Weighed(3, "documentation"), COMMIT: Weighed(5, "")})
    told = figures(ada.pk)
    assert told.contributions == before.contributions + posts - commits
    answers = sum(part.n for part in told.parts if part.kind.number == ANSWER)
    assert told.weight == 3 * posts + DEFAULTS[ANSWER].weight * answers
    for asked in ({}, {"since": "2000-01-01"}):
        [row] = [row for row in members(read_wanted(asked), addresses=True, limit=None).rows if row.member == ada]
        assert row.contributions == told.contributions, asked
    acts = current()
    listed = {row["member"]: row for row in acts.ask(acts.totals)}
    assert listed[ada.pk]["weight"] == told.weight
    everybody = sum(row["contributions"] for row in listed.values() if row["side"] != "bot")
    assert answer("contributions", read_question({"until": "2030-01-01"})).total == everybody


def test_going_back_leaves_nothing_behind() -> None:
    assert weigh({POST: Weighed(3, "documentation")}) == [POST]
    assert weigh({POST: Weighed(3, "documentation")}) == []
    assert weigh({POST: DEFAULTS[POST]}) == [POST]
    assert not Weighing.objects.exists()
    assert weights() == Weights()


@pytest.mark.parametrize(
    ("kind", "weight", "gives"),
    [("tweet", "1", ""), ("post", "13", ""), ("post", "-1", ""), ("post", "x", ""), ("post", "1", "love")],
)
def test_what_makes_no_sense_is_refused(kind: str, weight: str, gives: str) -> None:
    with pytest.raises(WeightRefused, match="Nothing was changed"):
        read(kind, weight, gives)


def test_the_page_saves_audits_and_goes_back() -> None:
    browser = client(Role.OWNER)
    sent = {"weight-post": "3", "gives-post": "documentation"}
    page = browser.post("/people/contributions/", sent, follow=True).content.decode()
    assert "changed</span>" in page
    assert weights().of(POST) == Weighed(3, "documentation")
    entry = AuditEntry.objects.get(action="contributions.weighed")
    assert entry.detail == {"kinds": {"post": [3, "documentation"]}}
    browser.post("/people/contributions/", {"defaults": "1", **sent})
    assert weights() == Weights()


def test_a_refusal_keeps_what_was_typed() -> None:
    answered = client(Role.OWNER).post("/people/contributions/", {"weight-post": "99", "gives-post": "code"})
    assert answered.status_code == 400
    assert 'value="99"' in answered.content.decode()
    assert weights() == Weights()


def test_others_see_it_and_may_not_change_it() -> None:
    browser = client(Role.ANALYST)
    assert "Owners and managers may change this" in browser.get("/people/contributions/").content.decode()
    assert browser.post("/people/contributions/", {"weight-post": "3"}).status_code == 403


def test_the_command_says_and_changes() -> None:
    run = CliRunner().invoke(app, ["people", "weigh", "article", "--gives", "documentation", "--json"])
    assert '"gives": "documentation"' in run.output, run.output
    assert weights().of(BY_NAME["article"].number) == Weighed(8, "documentation")
    CliRunner().invoke(app, ["people", "weigh", "article", "--gives", "none", "--weight", "4"])
    assert weights().of(BY_NAME["article"].number) == Weighed(4, "")
    assert AuditEntry.objects.filter(action="contributions.weighed", user=None).count() == 2
