"""A cluster that was glued together is taken apart in one step, shown before, kept apart after, taken back as one."""

import json

import pytest
from django.test import Client
from typer.testing import CliRunner

from rapport.accounts.models import AuditEntry, Role, User
from rapport.cli.main import app
from rapport.ledger.models import Identity
from rapport.people import merging
from rapport.people.apart import are_kept_apart
from rapport.people.follow import follow
from rapport.people.merging import NotPossible, merge, part, take_back
from rapport.people.models import Decision, Member
from rapport.people.parting import groups
from tests.people import community
from tests.people.test_follow import member_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def glued() -> Member:
    """Ada with two identities that prove each other, and Bob, Eve and Grace, who were merged into her in a chain."""
    community.settle()
    ada = community.ada()
    bob, eve, grace = (Member.objects.get(links__identity__handle=name) for name in ("bob", "eve", "grace"))
    merge(eve, [grace], "", None)
    merge(bob, [eve], "", None)
    merge(ada, [bob], "", None)
    return Member.objects.get(pk=ada.pk)


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(User.objects.create_user("mona@example.org", role=Role.RESPONDER))
    return client


def who() -> set[frozenset[str]]:
    """The people, each by what their identities are called."""
    members = Member.objects.filter(links__isnull=False).distinct()
    return {frozenset(str(link.identity.handle or link.identity.name) for link in one.links.all()) for one in members}


APART = {
    frozenset(["ada", "Ada L."]),
    *(frozenset([name]) for name in ("bob", "eve", "grace", "robot", "Ada Lovelace")),
}
TOGETHER = {frozenset(["ada", "Ada L.", "bob", "eve", "grace"]), frozenset(["robot"]), frozenset(["Ada Lovelace"])}


def test_what_proof_gives_stays_together(glued: Member) -> None:
    assert who() == TOGETHER
    first, *rest = groups.by_proof(glued)
    assert [one.email for one in first] == ["ada@x.dev", "ada@x.dev"]
    decision = part(glued, [[one.id for one in group] for group in rest], "a chain", None)
    assert who() == APART
    bob, eve = (Member.objects.get(links__identity__handle=name) for name in ("bob", "eve"))
    assert are_kept_apart([bob, eve])
    assert are_kept_apart([glued, eve])
    with pytest.raises(NotPossible):
        merge(bob, [eve], "", None, itself=True)
    take_back(decision, None)
    assert who() == TOGETHER
    with pytest.raises(NotPossible):
        take_back(decision, None)


def test_any_part_of_the_step_takes_all_of_it_back(glued: Member) -> None:
    part(glued, [[one.id for one in group] for group in groups.alone(glued)[1:]], "", None)
    take_back(Decision.objects.filter(step__isnull=False).latest("pk"), None)
    assert who() == TOGETHER


def test_who_was_moved_on_since_stays_there(glued: Member) -> None:
    decision = part(glued, [[one.id for one in group] for group in groups.by_proof(glued)[1:]], "", None)
    robot = community.member("robot")
    merge(robot, [Member.objects.get(links__identity__handle="eve")], "", None)
    take_back(decision, None)
    assert frozenset(["robot", "eve"]) in who()
    assert frozenset(["ada", "Ada L.", "bob", "grace"]) in who()


def test_an_address_of_many_proves_nothing() -> None:
    seen = {"platform": "git", "seen_at": community.START}
    made = [
        Identity.objects.create(native_id=name, name=name, email="all@x.dev", **seen) for name in ("Ada", "Bob", "Cleo")
    ]
    follow()
    ada = member_of(made[0])
    merge(ada, [member_of(each) for each in made[1:]], "", None)
    assert [len(group) for group in groups.by_proof(ada)] == [1, 1, 1]


def test_it_is_not_possible_where_it_makes_no_sense(glued: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [one.id for one in groups.held(glued)]
    for wrong in ([], [[]], [keys], [keys[:1], keys[:1]], [[0]]):
        with pytest.raises(NotPossible):
            part(glued, wrong, "", None)
    monkeypatch.setattr(merging, "MOST_PARTED", 4)
    with pytest.raises(NotPossible, match="More than 4"):
        part(glued, [[key] for key in keys[1:]], "", None)
    assert who() == TOGETHER


def test_the_page_shows_before_it_does(glued: Member, client: Client) -> None:
    path = f"/people/{glued.pk}/apart/"
    page = client.get(path).content.decode()
    assert "4 people" in page
    assert "5 people" in client.get(path, {"way": "alone"}).content.decode()
    assert who() == TOGETHER
    found = {f"to-{one.id}": "" if one.email else f"{one.id:04}" for one in groups.held(glued)}
    assert client.post(path, found | {"because": "a chain"})["Location"] == f"/people/{glued.pk}/"
    assert who() == APART
    assert AuditEntry.objects.get(action="person.parted").detail["into"] == 4
    client.post(f"/people/decisions/{Decision.objects.filter(parts__isnull=False).distinct().get().pk}/undo/")
    assert who() == TOGETHER


def test_boxes_say_which_go_where(glued: Member, client: Client) -> None:
    path, keys = f"/people/{glued.pk}/apart/", {one.handle: one.id for one in groups.held(glued)}
    chosen = {f"to-{one.id}": "" for one in groups.held(glued)} | {
        f"to-{keys[name]}": "0001" for name in ("bob", "eve")
    }
    assert "2 people" in client.get(path, chosen | {"way": "boxes"}).content.decode()
    client.post(path, chosen)
    assert {frozenset(["bob", "eve"]), frozenset(["ada", "Ada L.", "grace"])} <= who()


def test_what_changed_since_it_was_shown_is_not_done(glued: Member, client: Client) -> None:
    stale = {f"to-{one.id}": str(place) for place, one in enumerate(groups.held(glued)[1:])}
    client.post(f"/people/{glued.pk}/apart/", stale)
    assert who() == TOGETHER


def test_the_command_does_the_same(glued: Member) -> None:
    run = CliRunner()
    shown = run.invoke(app, ["people", "split", str(glued.pk), "--all"], input="n\n")
    assert "somebody new" in shown.output
    assert who() == TOGETHER
    done = run.invoke(app, ["people", "split", str(glued.pk), "--all", "--yes", "--json"])
    told = json.loads(done.output)
    assert [len(one["identities"]) for one in told["people"]] == [2, 1, 1, 1]
    assert who() == APART
    run.invoke(app, ["people", "undo", str(told["decision"])])
    assert who() == TOGETHER
    run.invoke(app, ["people", "split", str(glued.pk), "--all", "--alone", "--yes"])
    assert frozenset(["Ada L."]) in who()
