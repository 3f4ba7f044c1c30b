"""What one sees of oneself is what the ledger holds; what is not proved is not shown, corrected, taken or erased."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import connection, models, transaction
from django.test import Client

from rapport.accounts.models import AuditEntry
from rapport.collect.models import Import, Rejected
from rapport.ledger import copy
from rapport.ledger.append import Appender
from rapport.ledger.models import Activity, Identity, Telling
from rapport.ledger.telling import tell
from rapport.people.apart import are_kept_apart
from rapport.people.follow import follow
from rapport.people.merging import merge
from rapport.people.mine.proof import address
from rapport.people.models import Member, Note, Receipt, Tag, Tagged
from rapport.words.activity import Activity as Deed
from rapport.words.identity import git_author
from rapport.words.kinds import BY_NUMBER
from rapport.words.records import Record
from tests.people import community
from tests.people.mine.conftest import ADDRESS, FORUM

pytestmark = pytest.mark.django_db(transaction=True)
Proving = Callable[..., Client]


@pytest.fixture(autouse=True)
def _settled(transactional_db: None) -> None:
    cache.clear()
    community.settle()
    tell()
    copy.refresh()


def taken(client: Client) -> dict[str, Any]:
    answer = client.get("/me/export.json")
    assert answer.status_code == 200
    found: dict[str, Any] = orjson.loads(b"".join(answer))  # type: ignore[arg-type]
    return found


def plain(value: object) -> object:
    """A value as JSON gives it back."""
    return orjson.loads(orjson.dumps(value, default=str))


def columns(row: models.Model) -> dict[str, object]:
    return {field.attname: plain(getattr(row, field.attname)) for field in row._meta.concrete_fields}


def test_the_file_equals_the_ledger_field_by_field(proving: Proving) -> None:
    found = taken(proving(ADDRESS))
    mine = Identity.objects.filter(email="ada@x.dev").order_by("pk")
    assert found["identities"] == [
        {name: value for name, value in columns(one).items() if name != "erased"} for one in mine
    ]
    rows = {str(row.pk): columns(row) for row in Activity.objects.filter(identity__in=mine)}
    assert len(rows) == 40
    assert {one["id"] for one in found["activities"]} == rows.keys()
    for one in found["activities"]:
        row = rows[one["id"]]
        assert one["kind"] == BY_NUMBER[row.pop("kind")].name  # type: ignore[index]
        assert one["channel"]["name"] in ("Talk", "code")
        row.pop("channel_id")
        assert {name: one[name] for name in row} == row
        told = Telling.objects.filter(pk=UUID(one["id"])).first()
        assert one["tells"] == ({name: columns(told)[name] for name in one["tells"]} if told else {})
    assert any(one["tells"] for one in found["activities"])


def test_every_table_that_points_to_a_person_is_told_of(proving: Proving) -> None:
    ada = community.ada()
    Note.objects.create(member=ada, text="likes tea")
    Tagged.objects.create(member=ada, tag=Tag.objects.create(name="speaker"))
    found = taken(proving(ADDRESS))
    assert [row["text"] for row in found["others"]["note"]] == ["likes tea"]
    assert len(found["others"]["tagged"]) == 1
    assert found["members"][0]["name"] == "Ada Lovelace"
    assert "user" not in found["others"]["note"][0]
    page = proving(ADDRESS).get("/me/").content.decode()
    assert "likes tea" in page


def test_what_is_not_proved_is_not_shown(proving: Proving) -> None:
    """A wrong merge must not hand one person's address, texts and notes to another."""
    ada, bob = community.ada(), community.member("Bob 100% Percent")
    merge(ada, [bob], "bob@secret.dev wrote so", None)
    Note.objects.create(member=ada, text="likes tea")
    client = proving(ADDRESS)
    page, found = client.get("/me/").content.decode(), taken(client)
    assert "1 identity on Discourse" in page
    for secret in ("bob", "Bob", "secret.dev", "likes tea", "post/1<"):
        assert secret not in page
    told = orjson.dumps(found).decode()
    assert "secret.dev" not in told
    assert "Bob" not in told
    assert "likes tea" not in told
    assert len(found["activities"]) == 40
    assert found["not_proved"] == {"discourse": 1}


def test_nobody_sees_anything_without_proof(proving: Proving) -> None:
    for path in ("", "export.json", "erase/", "limit/", "correct/"):
        for answer in (Client().get(f"/me/{path}"), Client().post(f"/me/{path}")):
            assert answer["Location"] == "/me/prove/"
    assert "Nothing is held" in proving(ADDRESS._replace(native_id="no@x.dev")).get("/me/").content.decode()
    assert AnonymousUser().is_anonymous


def test_changes_want_the_pages_own_forms(proving: Proving) -> None:
    client = proving(ADDRESS)
    client.handler.enforce_csrf_checks = True
    for path in ("limit/", "correct/", "erase/", "leave/", "prove/mail/"):
        assert client.post(f"/me/{path}", {"word": "erase"}).status_code == 403
    assert Identity.objects.filter(email="ada@x.dev").count() == 2


def test_the_name_is_put_right(proving: Proving) -> None:
    proving(ADDRESS).post("/me/correct/", {"correct": "name", "name": "Ada King"})
    assert community.ada().name == "Ada King"
    assert AuditEntry.objects.get(action="person.renamed").detail == {"by_themselves": True}


def test_what_is_not_me_is_somebody_else_and_stays_so(proving: Proving) -> None:
    git = Identity.objects.get(platform="git", email="ada@x.dev")
    proving(ADDRESS).post("/me/correct/", {"correct": "not_me", "identity": [git.pk]})
    other = Member.objects.get(links__identity=git)
    assert other != community.ada()
    assert are_kept_apart([other, community.ada()])
    bob = Identity.objects.get(handle="bob")
    proving(ADDRESS).post("/me/correct/", {"correct": "not_me", "identity": [bob.pk]})
    assert Member.objects.filter(links__identity=bob).get().name == "Bob 100% Percent"


def test_nothing_else_is_mine(proving: Proving) -> None:
    merge(community.ada(), [community.member("Bob 100% Percent")], "", None)
    proving(ADDRESS).post("/me/correct/", {"correct": "others"})
    mine = Member.objects.filter(links__identity__email="ada@x.dev").distinct().get()
    bob = Member.objects.get(links__identity__handle="bob")
    assert mine != bob
    assert are_kept_apart([mine, bob])


def test_erased_with_a_receipt_that_names_nobody(proving: Proving) -> None:
    client = proving(ADDRESS)
    assert "2 identities" in client.get("/me/erase/").content.decode()
    assert client.post("/me/erase/", {"word": "yes"}).status_code == 400
    assert Receipt.objects.count() == 0
    assert client.post("/me/erase/", {"word": "Erase"})["Location"] == "/me/receipt/"
    receipt = Receipt.objects.get()
    assert (receipt.identities, receipt.activities, receipt.by_themselves) == (2, 40, True)
    assert receipt.others > 0
    assert receipt.reference in client.get("/me/receipt/").content.decode()
    kept = orjson.loads(client.get("/me/receipt/?file=1").content)
    assert kept["receipt"] == receipt.reference
    assert "ada" not in orjson.dumps(kept).decode().lower()
    assert client.get("/me/")["Location"] == "/me/prove/"
    assert not Identity.objects.filter(email="ada@x.dev").exists()
    with transaction.atomic():
        Appender().append([Record(str(place), [done]) for place, done in enumerate(community.activities())])
    follow()
    assert not Identity.objects.filter(email="ada@x.dev").exists()
    assert Activity.objects.filter(identity__isnull=True).count() == 40


def test_only_what_is_proved_is_erased(proving: Proving) -> None:
    """Also of a member who is somebody else in part; and the name of who is gone goes from the rest."""
    ada, bob = community.ada(), Identity.objects.get(handle="bob")
    merge(ada, [Member.objects.get(links__identity=bob)], "Ada Lovelace is he", None)
    proving(FORUM).post("/me/erase/", {"word": "erase"})
    left = Identity.objects.filter(erased=False)
    assert left.filter(pk=bob.pk).exists()
    assert left.filter(platform="git", email="ada@x.dev").exists()
    assert not left.filter(handle="ada").exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(d::text, ' ') FROM people_decision d")
        assert "Lovelace" not in (cursor.fetchone()[0] or "")
    assert datetime.now(UTC) > Receipt.objects.get().at


def set_aside(raw: bytes) -> Rejected:
    source = Import.objects.create(paths=[]).sources.create(path="a", archive="git-table", platform="git")
    return Rejected.objects.create(source=source, archive="git-table", file="a", position="line 7", reason="", raw=raw)


def test_records_set_aside_that_name_them_are_told_of_and_go(proving: Proving) -> None:
    mine, others = set_aside(b"broken\tADA@x.dev\tBob too"), set_aside(b"broken\tbob@x.dev")
    [told] = taken(proving(ADDRESS))["set_aside"]
    assert (told["file"], told["position"], told["names"]) == ("a", "line 7", ["ada@x.dev"])
    assert "Bob too" not in orjson.dumps(told).decode()
    proving(ADDRESS).post("/me/erase/", {"word": "erase"})
    assert list(Rejected.objects.all()) == [others]
    assert mine not in Rejected.objects.all()


def test_an_account_of_which_nothing_is_held_has_nothing_to_erase(proving: Proving) -> None:
    client = proving(FORUM._replace(native_id="404"))
    seen = client.get("/me/").content.decode()
    assert "Nothing is held" in seen
    assert "may name you" not in seen
    assert client.get("/me/erase/")["Location"] == "/me/"
    assert client.post("/me/erase/", {"word": "erase"})["Location"] == "/me/"


def test_of_whom_nothing_else_is_held_what_names_them_goes_too_and_stays_out(proving: Proving) -> None:
    unknown = address("zoe@z.dev")
    set_aside(b"broken: Zoe@Z.dev")
    assert len(taken(proving(unknown))["set_aside"]) == 1
    assert "may name you" in proving(unknown).get("/me/").content.decode()
    assert "0 identities" not in proving(unknown).get("/me/erase/").content.decode()
    proving(unknown).post("/me/erase/", {"word": "erase"})
    assert (Receipt.objects.get().identities, Receipt.objects.get().others) == (0, 1)
    with transaction.atomic():
        zoe = git_author("Zoe", "zoe@z.dev")
        Appender().append([Record("1", [Deed("git", "e" * 40, "commit", community.START, zoe, community.CODE, 1)])])
    assert not Identity.objects.filter(email="zoe@z.dev").exists()
