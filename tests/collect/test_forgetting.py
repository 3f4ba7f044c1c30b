"""Records set aside that name somebody who was erased go with them, and only those."""

import json
from datetime import UTC, datetime

import pytest
from django.db import connection

from rapport.collect import writing
from rapport.collect.forgetting import forget, tell
from rapport.collect.found import find_out
from rapport.collect.models import Import, Rejected, Source
from rapport.collect.reading import Aside, Batch, Key, Part
from rapport.collect.rejected import set_aside
from rapport.collect.writing import Writer
from rapport.ledger.erase import erase, told_elsewhere
from rapport.ledger.locks import ERASING
from rapport.ledger.models import Identity
from rapport.words.records import Record, Unreadable
from tests.ledger.making import ADA, BOB, keep, post

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def source() -> Source:
    return Import.objects.create(paths=[]).sources.create(path="a", archive="git-table", platform="git")


def aside(source: Source, raw: bytes) -> Rejected:
    return Rejected.objects.create(
        source=source, archive="git-table", file="a", position=f"line {Rejected.objects.count()}", reason="", raw=raw
    )


@pytest.mark.parametrize("raw", [b'{"user": "al"}', b"x\tal\ty", b"<al>", b"al", b"mail al, please", b"palal (al)"])
def test_a_name_that_stands_alone_is_found(source: Source, raw: bytes) -> None:
    aside(source, raw)
    assert forget(["al"]) == 1
    assert not Rejected.objects.exists()


@pytest.mark.parametrize("raw", ["José\tx".encode(), json.dumps({"name": "José"}).encode()])
def test_a_name_is_found_as_json_may_write_it(source: Source, raw: bytes) -> None:
    aside(source, raw)
    assert forget(["José"]) == 1


@pytest.mark.parametrize("raw", [b"Alice", b"pal", b"al-ways", b"al_1", b""])
def test_a_name_inside_another_word_is_not(source: Source, raw: bytes) -> None:
    aside(source, raw)
    assert forget(["al"]) == 0


@pytest.mark.parametrize(
    "raw",
    [
        b"broken\tADA@X.dev",
        "kaputt: ada@x.dev".encode("utf-16"),
        "kaputt: ada@x.dev".encode("utf-16-be"),
        b"<a href='mailto:ada&#64;x.dev'>",
        b"GET /u?who=ada%40x.dev HTTP/1.1",
        b"From: Ada <ada=40x.dev>",
        b"From: =?utf-8?b?QWRhIDxhZGFAeC5kZXY+?=",
        b"a long line with ada@x=\n.dev",
        json.dumps({"mail": "ada@x.dev"}).replace("@", "\\u0040").encode(),
    ],
)
def test_an_address_is_found_however_it_is_written(source: Source, raw: bytes) -> None:
    aside(source, raw)
    aside(source, b"broken\tzada@x.dev ada@x.developers eve@x.dev")
    assert [told["names"] for told in tell(["Ada@x.dev"])] == [["Ada@x.dev"]]
    assert forget(["Ada@x.dev"]) == 1
    assert Rejected.objects.count() == 1


@pytest.mark.parametrize("raw", [b"Ada\tLovelace", b'"Ada\\u00a0Lovelace"', b"by Ada Lovelace."])
def test_a_full_name_is_found_however_its_words_are_parted(source: Source, raw: bytes) -> None:
    aside(source, raw)
    assert forget(["Ada Lovelace"]) == 1


def test_an_account_is_found_by_what_the_platform_calls_it_and_stays_out(source: Source) -> None:
    who = Identity.objects.create(platform="slack", native_id="U024BE7LH", handle="serpent", seen_at=datetime.now(UTC))
    aside(source, b'{"text": "broken, says <@U024BE7LH>"}')
    aside(source, b'{"text": "of somebody else, 024"}')
    assert [one["position"] for one in told_elsewhere([who])] == ["line 0"]
    assert erase([who.pk]).elsewhere == 1
    set_aside(source, [Aside("b", Unreadable("1", "bad", b"<@U024BE7LH> again"))])
    assert bytes(Rejected.objects.get(file="b").raw) == b""


def test_a_name_after_a_line_end_is_found(source: Source) -> None:
    aside(source, json.dumps({"raw": "thanks,\nal"}).encode())
    assert forget(["al"]) == 1


def test_without_names_nothing_goes(source: Source) -> None:
    aside(source, b"anything")
    assert forget([]) == forget([""]) == 0


def test_an_erasure_takes_them_along_and_counts_them(source: Source) -> None:
    keep(post(author=ADA))
    aside(source, b"broken\tada@example.org")
    aside(source, b"broken\tbob@example.org")
    assert erase([Identity.objects.get(handle="ada").pk]).elsewhere == 1
    assert Rejected.objects.count() == 1


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        (b'{"username":"ada","raw":"my words"}', False),
        (b'{"raw":"as @ada said"}', False),
        (b"broken\tAda Lovelace\tx", False),
        (b"broken\tADA@example.org", False),
        (b'{"username":"adam","raw":"Adastra"}', True),
    ],
)
def test_a_later_import_keeps_no_record_that_names_them(source: Source, raw: bytes, kept: bool) -> None:
    keep(post(author=ADA._replace(name="Ada Lovelace")))
    erase([Identity.objects.get(handle="ada").pk])
    set_aside(source, [Aside("a", Unreadable("line 1", "It has no date.", raw))])
    row = Rejected.objects.get()
    assert (row.position, row.reason, bytes(row.raw)) == ("line 1", "It has no date.", raw if kept else b"")


def test_what_imports_found_is_worked_out_anew_from_what_stays() -> None:
    """A host may be a person's own, and nobody else's."""
    import_ = Import.objects.create(paths=["a"], state=Import.State.RUNNING)
    part = Part(Key("a", "git-table", "forum"))
    part.records = [
        Record("", [post(1, text="as I wrote on https://ada-lovelace.example/notes yesterday")]),
        Record("", [post(2, author=BOB, text="see https://docs.example.org/start for it")]),
    ]
    part.make_ready()
    with Writer(import_) as writer:
        writer.keep(Batch([part], "a", 0, 0))
    find_out(import_)
    erase([Identity.objects.get(handle=ADA.handle).pk])
    import_.refresh_from_db()
    assert import_.found is None
    find_out(import_)
    assert import_.found["hosts"] == {"docs.example.org": 1}


def test_no_erasure_slips_in_while_records_are_set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also by a batch that holds nothing else."""
    import_ = Import.objects.create(paths=["a"], state=Import.State.RUNNING)
    held: list[int] = []

    def look(source: Source, asides: object) -> None:
        with connection.cursor() as cursor:
            mine = "locktype = 'advisory' AND objid = %s AND mode = 'ShareLock' AND pid = pg_backend_pid()"
            cursor.execute(f"SELECT count(*) FROM pg_locks WHERE {mine}", [ERASING])
            held.append(cursor.fetchone()[0])

    monkeypatch.setattr(writing, "set_aside", look)
    part = Part(Key("a", "git-table", "forum"))
    part.asides.append(Aside("a", Unreadable("line 1", "odd", b"raw")))
    with Writer(import_) as writer:
        writer.keep(Batch([part], "a", 0, 0))
    assert held == [1]
