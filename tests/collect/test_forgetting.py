"""Records set aside that name somebody who was erased go with them, and only those."""

import json

import pytest

from rapport.collect.forgetting import forget
from rapport.collect.models import Import, Rejected, Source
from rapport.ledger.erase import erase
from rapport.ledger.models import Identity
from tests.ledger.making import ADA, keep, post

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


def test_without_names_nothing_goes(source: Source) -> None:
    aside(source, b"anything")
    assert forget([]) == forget([""]) == 0


def test_an_erasure_takes_them_along_and_counts_them(source: Source) -> None:
    keep(post(author=ADA))
    aside(source, b"broken\tada@example.org")
    aside(source, b"broken\tbob@example.org")
    assert erase([Identity.objects.get(handle="ada").pk]).elsewhere == 1
    assert Rejected.objects.count() == 1
