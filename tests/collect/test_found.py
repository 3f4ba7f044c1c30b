"""What an import found is told for that import alone, and what to do next follows from it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from rapport.accounts.models import AuditEntry, Role
from rapport.collect.found import found_by
from rapport.collect.models import Import
from rapport.collect.next_steps import Brief, next_steps
from rapport.collect.reading import Batch, Key, Part
from rapport.collect.takeback import begin, take_back
from rapport.collect.writing import Writer
from rapport.ledger.models import Activity
from rapport.ledger.telling import TELLING
from rapport.words.records import Record
from tests.collect.test_pages import text_of, work
from tests.collect.test_takeback import by_another_road, write
from tests.ledger.making import post

pytestmark = pytest.mark.django_db(transaction=True)
Enter = Callable[[Role], Client]


def test_it_counts_what_the_import_holds_and_nothing_else() -> None:
    first, second = write(range(1, 20)), write(range(15, 25))
    by_another_road(range(30, 90))
    found = found_by(second.pk)
    assert (found["activities"], found["people"], found["channel_count"]) == (10, 7, 3)
    assert found["first"] == found["last"] == "2020-05-17T12:00:00+00:00"
    (posts,) = found["kinds"]
    assert (posts["platform"], posts["kind"], posts["n"]) == ("forum", 2, 10)
    assert [place["n"] for place in found["channels"]] == [4, 3, 3]
    assert found_by(first.pk)["activities"] == 19


def test_it_tells_what_its_texts_hold(signed_in: Enter) -> None:
    import_ = Import.objects.create(paths=["a"], state=Import.State.RUNNING)
    thanks = "Danke für die schnelle Hilfe, das hat geklappt."
    asked = "@ada, I get an error when I call `it` twice, as on https://www.example.org/a and https://Example.org/b."
    spanish = "No funciona en mi ordenador, ¿alguna idea?"
    said = [thanks, thanks, f"{thanks} https://forum.x.dev/t/1", asked, "LGTM", spanish, spanish]
    part = Part(Key("a", "git-table", "forum"))
    part.records = [Record("", [post(n, text=text)]) for n, text in enumerate(said)]
    part.make_ready()
    with Writer(import_) as writer:
        writer.keep(Batch([part], "a", 0, 0))
    Import.objects.update(state=Import.State.DONE)
    page = text_of(signed_in(Role.OWNER), f"/collect/imports/{import_.pk}/")
    assert "In German (3), Spanish (2), English (1)" in page
    assert "2 texts link elsewhere, most to example.org (1), forum.x.dev (1)." in page
    assert "1 person is mentioned, in 1 text." in page
    assert "1 text holds code." in page
    found = Import.objects.get().found
    assert found["languages"] == {"de": 3, "es": 2, "en": 1, "und": 1}
    assert [found[name] for name in ("linking", "mentioning", "mentioned", "coding")] == [2, 1, 1, 1]


def test_an_import_of_nothing_found_nothing() -> None:
    found = found_by(write([]).pk)
    assert (found["activities"], found["first"], found["kinds"], found["silences"]) == (0, None, [], [])


def test_the_page_tells_it_and_keeps_it(signed_in: Enter) -> None:
    import_ = write(range(1, 20), bad=[1, 2])
    page = text_of(signed_in(Role.OWNER), f"/collect/imports/{import_.pk}/")
    for said in ("By platform and kind", "posts", "A place", "Look at 2 records set aside", "It ends on"):
        assert said in page, said
    import_.refresh_from_db()
    assert import_.found["activities"] == 19


def test_while_texts_are_told_of_the_worker_works_it_out(signed_in: Enter) -> None:
    """Else what they hold would be missing for good."""
    import_ = write(range(1, 3))
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [TELLING])
    page = text_of(signed_in(Role.OWNER), f"/collect/imports/{import_.pk}/")
    other.close()
    assert "being worked out by the worker" in page
    work()
    assert Import.objects.get(pk=import_.pk).found


def test_of_a_large_import_the_worker_works_it_out(signed_in: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rapport.collect.pages.one_import.AT_ONCE", 5)
    import_, client = write(range(1, 20)), signed_in(Role.OWNER)
    assert "being worked out" in text_of(client, f"/collect/imports/{import_.pk}/")
    assert "being worked out" in text_of(client, f"/collect/imports/{import_.pk}/")
    work()
    assert "being worked out" not in text_of(client, f"/collect/imports/{import_.pk}/")


def test_forgetting_asks_says_what_goes_and_leaves_a_job(signed_in: Enter) -> None:
    first, _ = write(range(1, 20), bad=[1]), write(range(10, 25))
    client, place = signed_in(Role.MANAGER), f"/collect/imports/{first.pk}/"
    assert f"{place}forget/" in text_of(client, place)
    asked = text_of(client, f"{place}forget/")
    assert "<strong>9</strong> came by it alone" in asked
    assert "<strong>10</strong> came by another road too" in asked
    assert Activity.objects.count() == 24
    assert client.post(f"{place}forget/").status_code == 302
    assert "being forgotten" in text_of(client, place)
    work()
    page = text_of(client, place)
    assert "It is forgotten" in page
    assert f"{place}forget/" not in page
    assert Activity.objects.count() == 15
    line = AuditEntry.objects.get(action="import.forgotten")
    assert (line.subject, line.detail["activities"]) == (str(first), 19)
    assert client.post(f"{place}forget/").status_code == 409


def test_of_a_large_import_what_goes_is_counted_behind_the_page(
    signed_in: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rapport.collect.pages.forget.AT_ONCE", 5)
    import_, client = write(range(1, 20)), signed_in(Role.OWNER)
    place = f"/collect/imports/{import_.pk}/forget/"
    asked = text_of(client, place)
    assert "It holds 19 activities." in asked
    assert "came by it alone. These go" not in asked
    assert "<strong>19</strong> came by it alone. These go" in text_of(client, f"{place}?counted")


def test_while_it_is_forgotten_the_page_tells_how_far_it_is(signed_in: Enter) -> None:
    import_, client = write(range(1, 20), at_once=5), signed_in(Role.OWNER)
    place = f"/collect/imports/{import_.pk}/"
    begin(import_)

    def look(looked: int) -> None:
        told.append(client.get(f"{place}progress/"))

    told: list[HttpResponse] = []
    take_back(import_.pk, look)
    assert "5 activities are taken back, 14 are still to be looked at" in told[0].content.decode()
    assert "HX-Refresh" not in told[0].headers
    assert client.get(f"{place}progress/").headers["HX-Refresh"] == "true"


def test_only_importers_may_forget(signed_in: Enter) -> None:
    import_ = write([1])
    client = signed_in(Role.ANALYST)
    assert "forget/" not in text_of(client, f"/collect/imports/{import_.pk}/")
    assert client.get(f"/collect/imports/{import_.pk}/forget/").status_code == 403
    assert client.post(f"/collect/imports/{import_.pk}/forget/").status_code == 403
    assert Import.objects.get().state == Import.State.DONE


def test_what_was_never_remembered_says_that_it_cannot_be_forgotten(signed_in: Enter) -> None:
    import_ = write([1])
    Import.objects.update(remembered=False)
    client = signed_in(Role.OWNER)
    assert "It cannot be forgotten" in text_of(client, f"/collect/imports/{import_.pk}/forget/")
    assert client.post(f"/collect/imports/{import_.pk}/forget/").status_code == 409
    assert Activity.objects.exists()


NOW = datetime(2024, 5, 1, tzinfo=UTC)


def brief(**changed: object) -> Brief:
    return Brief(7, False, 0, 0, 0, 0, NOW - timedelta(days=1), {"discourse"})._replace(**changed)


@pytest.mark.parametrize(
    ("import_", "known", "said"),
    [
        (brief(set_aside=3), {"discourse"}, "3 records set aside"),
        (brief(identities=1), {"discourse"}, "1 new identity:"),
        (brief(unread=2), {"discourse"}, "2 files below"),
        (brief(stopped=True), {"discourse"}, "Import the same files again"),
        (brief(gaps=1), {"discourse"}, "quiet times"),
        (brief(platforms={"github"}), {"github"}, "git clone too"),
        (brief(platforms={"git"}), {"git"}, "issues and pull requests too"),
        (brief(last_at=NOW - timedelta(days=90)), {"discourse"}, "It ends on 1 February 2024. Export Discourse again"),
    ],
)
def test_each_step_has_its_reason(import_: Brief, known: set[str], said: str) -> None:
    assert any(said in step.text for step in next_steps(import_, known, NOW))
    assert not any(said in step.text for step in next_steps(brief(platforms={"git", "github"}), {"git", "github"}, NOW))


def test_after_nothing_there_is_nothing_to_do() -> None:
    assert next_steps(brief(last_at=None), set(), NOW) == []
