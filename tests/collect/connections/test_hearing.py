"""Events that GitHub sends: only its own, each once, read in any order into the same ledger."""

import hmac
import json
from hashlib import sha256
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rapport.accounts import connections as kept
from rapport.accounts.models import Connection
from rapport.collect.connections import connecting
from rapport.collect.connections.following import follow
from rapport.collect.connections.hearing import read
from rapport.collect.forgetting import forget
from rapport.collect.models import Event
from rapport.ledger.models import Activity
from tests.collect.connections.conftest import connected
from tests.stand_ins.github.server import GitHub
from tests.stand_ins.github.world import World

pytestmark = pytest.mark.django_db


def send(connection: Connection, kind: str, payload: dict[str, Any], key: str, **headers: str) -> int:
    body = json.dumps(payload).encode()
    secret = kept.secret(connection, kept.HOOK)
    given = {
        "X-Hub-Signature-256": f"sha256={hmac.new(secret.encode(), body, sha256).hexdigest()}",
        "X-GitHub-Event": kind, "X-GitHub-Delivery": key, **headers,
    }  # fmt: skip
    there = reverse("hook", args=["github", connection.hook])
    return (
        Client(enforce_csrf_checks=True).post(there, body, content_type="application/json", headers=given).status_code
    )


def told(world: World, action: str, sender: str, **things: Any) -> dict[str, Any]:
    return {"action": action, "repository": world.repository, "sender": world.person(sender), **things}


def test_what_an_event_and_a_list_tell_is_one(github: GitHub, world: World) -> None:
    connection = connected(github)
    follow(connection)
    issue = world.open_issue("gus", "More reeds", "Please.")
    comment = world.comment(issue, "ana", "Here.")
    assert send(connection, "issues", told(world, "opened", "gus", issue=issue), "1") == 204
    assert send(connection, "issue_comment", told(world, "created", "ana", issue=issue, comment=comment), "2") == 204
    assert read(connection) == 2
    before = Activity.objects.count()
    assert Activity.objects.filter(text="Here.").count() == 1
    connection.streams.update(due_at=comment["created_at"])
    follow(connection)
    assert Activity.objects.count() == before
    assert not Event.objects.exclude(body=b"").exists()


def test_a_deleted_comment_goes(github: GitHub, world: World) -> None:
    connection = connected(github)
    follow(connection)
    gone = told(world, "deleted", "bo", issue=world.issues[0], comment=world.comments[0])
    assert send(connection, "issue_comment", gone, "9") == 204
    read(connection)
    assert not Activity.objects.filter(text="With wind.").exists()
    connecting.resync(connection)
    follow(connection)
    assert not Activity.objects.filter(text="With wind.").exists()


def test_what_comes_again_is_dropped(github: GitHub, world: World) -> None:
    connection = connected(github)
    payload = told(world, "opened", "gus", issue=world.open_issue("gus", "More"))
    assert [send(connection, "issues", payload, "same") for _ in range(3)] == [204] * 3
    assert Event.objects.count() == 1
    assert read(connection) == 1
    assert send(connection, "issues", payload, "same") == 204
    assert read(connection) == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Hub-Signature-256": "sha256=" + "0" * 64},
        {"X-Hub-Signature-256": ""},
        {"X-Hub-Signature-256": "sha256=ü"},
        {"X-GitHub-Delivery": ""},
        {"X-GitHub-Event": ""},
    ],
)
def test_what_is_not_signed_is_not_kept(github: GitHub, world: World, headers: dict[str, str]) -> None:
    connection = connected(github)
    assert send(connection, "issues", told(world, "opened", "gus", issue=world.issues[0]), "1", **headers) == 401
    assert not Event.objects.exists()


def test_who_guesses_an_address_learns_nothing(github: GitHub) -> None:
    connection = connected(github)
    for there in (["github", "guess"], ["slack", connection.hook]):
        assert Client().post(reverse("hook", args=there), b"{}", content_type="application/json").status_code == 404
    assert Client().get(reverse("hook", args=["github", connection.hook])).status_code == 405


def test_of_another_repository_nothing_is_read(github: GitHub, world: World) -> None:
    connection = connected(github)
    payload = told(world, "opened", "gus", issue=world.open_issue("gus", "Elsewhere"))
    payload["repository"] = world.repository | {"id": 9, "full_name": "sea/weed"}
    assert send(connection, "issues", payload, "1") == 204
    assert read(connection) == 1
    assert not Activity.objects.exists()


def test_rubbish_is_set_aside_and_holds_nothing_up(github: GitHub, world: World) -> None:
    from rapport.collect.rejected import open_ones

    connection = connected(github)
    assert send(connection, "issues", told(world, "opened", "gus", issue={"number": "seven"}), "1") == 204
    assert send(connection, "issues", told(world, "opened", "gus", issue=world.open_issue("gus", "More")), "2") == 204
    assert read(connection) == 2
    assert open_ones().count() == 1
    assert Activity.objects.count() == 1


@pytest.mark.parametrize("seed", range(3))
def test_any_order_and_repetition_gives_the_same_ledger(github: GitHub, world: World, seed: int) -> None:
    issue = world.open_issue("gus", "More reeds")
    payloads = [("issues", told(world, "opened", "gus", issue=dict(issue)))]
    comment = world.comment(issue, "ana", "Here.")
    payloads.append(("issue_comment", told(world, "created", "ana", issue=dict(issue), comment=dict(comment))))
    world.edit(comment, "Over here.")
    payloads.append(("issue_comment", told(world, "edited", "ana", issue=dict(issue), comment=dict(comment))))
    world.close(issue, "gus")
    payloads.append(("issues", told(world, "closed", "gus", issue=dict(issue))))
    connection = connected(github)
    sent = payloads * 2
    Random(seed).shuffle(sent)
    for number, (kind, payload) in enumerate(sent):
        assert send(connection, kind, payload, str(number)) == 204
    read(connection)
    texts = set(Activity.objects.filter(text__isnull=False).values_list("text", flat=True))
    assert Activity.objects.count() == 3
    assert "Over here." in texts
    assert "Here." not in texts


def test_a_star_that_is_given_again_stands(github: GitHub, world: World) -> None:
    connection = connected(github)
    follow(connection)
    gone = told(world, "deleted", "ed", starred_at=None)
    gone["repository"] = world.repository | {"updated_at": world.tick(minutes=1)}
    assert send(connection, "star", gone, "1") == 204
    read(connection)
    assert Activity.objects.filter(deleted=True).count() == 1
    world.stars[0]["starred_at"] = world.tick(seconds=3)
    connecting.resync(connection)
    follow(connection)
    assert not Activity.objects.filter(deleted=True).exists()


def test_a_deleted_release_goes_and_a_draft_never_comes(github: GitHub, world: World) -> None:
    connection = connected(github)
    follow(connection)
    draft = world.releases[0] | {"id": 5, "name": "secret draft", "draft": True, "published_at": None}
    assert send(connection, "release", told(world, "created", "ana", release=draft), "1") == 204
    assert send(connection, "release", told(world, "deleted", "ana", release=world.releases[0]), "2") == 204
    read(connection)
    assert not Activity.objects.filter(title__in=["secret draft", "v1.0"]).exists()


def test_who_is_erased_is_in_no_event_that_waits(github: GitHub, world: World) -> None:
    connection = connected(github)
    connecting.pause(connection)
    issue = world.open_issue("mallory-of-old", "More")
    assert send(connection, "issues", told(world, "opened", "mallory-of-old", issue=issue), "1") == 204
    forget(["mallory-of-old"])
    assert not Event.objects.exclude(body=b"").exists()
