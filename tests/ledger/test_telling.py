"""What texts tell is told after they came in, reaches the copy, and goes with them."""

from datetime import UTC, datetime
from threading import Timer
from typing import Any

import pytest
from django.db import connection, transaction

from rapport.ledger import copy, mentioned, telling, withdraw
from rapport.ledger.engines import duckdb
from rapport.ledger.engines.delta import Tables
from rapport.ledger.erase import erase
from rapport.ledger.models import Activity, Copy, Identity, Month, Telling
from rapport.ledger.telling import tell
from rapport.ledger.verify import verify
from rapport.words import identity as words
from rapport.words.activity import Activity as Said
from tests.ledger.making import BOB, keep, post

pytestmark = pytest.mark.django_db(transaction=True)

GERMAN = "Danke für die schnelle Hilfe, das hat geklappt."
ENGLISH = "I get a null pointer exception when I call the constructor."


def in_the_copy(column: str = "language") -> dict[str, Any]:
    copy.refresh()
    return dict(duckdb.connect().raw_sql(f"SELECT native_id, {column} FROM activity").fetchall())


def key_of(handle: str) -> int:
    return Identity.objects.get(handle=handle).pk


def by(platform: str, native_id: str, handle: str | None = None, name: str | None = None) -> words.Identity:
    return words.Identity(platform, native_id, handle=handle, name=name)


def mentions(*people: words.Identity, text: str) -> list[str]:
    """Whom a text means that the first of these writes on their platform, by native id; each is seen a day later."""
    where = words.Channel(people[0].platform, "talk", "Talk")
    days = [datetime(2020, 5, 17 + place, tzinfo=UTC) for place in range(len(people))]
    said = [
        post(place, platform=where.platform, channel=where, author=who, at=days[place])
        for place, who in enumerate(people)
    ]
    keep(*said, post(99, platform=where.platform, channel=where, author=people[0], at=days[0], text=text))
    tell()
    found = Telling.objects.get(pk=Activity.objects.get(native_id="post/99").pk).mentions or []
    return sorted(Identity.objects.filter(pk__in=found).values_list("native_id", flat=True))


def test_it_is_told_once_and_reaches_the_copy() -> None:
    keep(post(1, text=GERMAN), post(2, text=ENGLISH), post(3, text="LGTM"), post(4, text=None))
    assert in_the_copy() == dict.fromkeys(f"post/{n}" for n in range(1, 5))
    assert tell() == 3
    assert in_the_copy() == {"post/1": "de", "post/2": "en", "post/3": None, "post/4": None}
    assert tell() == 0
    assert copy.waiting() == 0
    assert verify().faults == ()


def test_links_mentions_and_code_reach_the_copy() -> None:
    text = "See https://x.org/\\a and https://y.org twice: https://y.org, @Bob! `make` and\n```\n@ada\n```"
    keep(post(1, text=text), post(2, author=BOB, text="nothing of it"), post(3, title="For @ada", text=None))
    tell()
    assert in_the_copy("links") == {"post/1": ["https://x.org/\\a", "https://y.org"], "post/2": None, "post/3": None}
    assert in_the_copy("mentions") == {"post/1": [key_of("bob")], "post/2": None, "post/3": [key_of("ada")]}
    assert in_the_copy("code") == {"post/1": 2, "post/2": 0, "post/3": 0}
    assert in_the_copy("asks") == {"post/1": False, "post/2": False, "post/3": False}
    assert verify().faults == ()


def test_only_so_many_links_are_kept_and_none_is_cut_off() -> None:
    many = " ".join(f"https://x.org/{n}" for n in range(50))
    keep(post(1, text=f"https://x.org/{'y' * 600} {many}"))
    tell()
    links = in_the_copy("links")["post/1"]
    assert links == [f"https://x.org/{n}" for n in range(telling.LINKS)]


def test_that_somebody_asks_reaches_the_copy_and_what_was_told_before_it_could_be_is_told_anew() -> None:
    title = "How do I build it?"
    keep(post(1, title=title, text="It fails."), post(2, title=title, text=f"> {title}\n\nWith make.", parent="post/1"))
    tell()
    assert in_the_copy("asks") == {"post/1": True, "post/2": False}
    Telling.objects.update(asks=None)
    Month.objects.update(told=-1)  # as migration 0004 leaves them
    assert tell() == 2
    assert in_the_copy("asks") == {"post/1": True, "post/2": False}
    assert verify().faults == ()


def test_a_newer_version_is_told_anew() -> None:
    keep(post(1, text=f"{GERMAN} https://x.org"))
    tell()
    keep(post(1, text=ENGLISH, revision=2))
    assert in_the_copy() == {"post/1": None}
    assert tell() == 1
    assert in_the_copy() == {"post/1": "en"}
    assert in_the_copy("links") == {"post/1": None}


def test_a_deletion_takes_it_along() -> None:
    keep(post(1, text=GERMAN))
    tell()
    keep(post(1, deleted=True, revision=2))
    tell()
    assert in_the_copy() == {}
    assert verify().faults == ()


@pytest.mark.parametrize("gone", [post(1, deleted=True, revision=2), post(1, text=None, revision=2)])
def test_nothing_stays_of_a_text_that_is_gone(gone: Said) -> None:
    keep(post(1, text="See https://ada.example.org/private, @bob."))
    tell()
    keep(gone)
    tell()
    assert not Telling.objects.exists()


def test_while_another_process_tells_one_goes_away_or_waits() -> None:
    keep(post(1, text=GERMAN))
    other = connection.copy()
    other.inc_thread_sharing()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [telling.TELLING])
    assert tell() is None
    later = Timer(0.5, other.close)
    later.start()
    assert tell(wait=True) == 1
    later.join()


def test_what_was_told_reaches_the_copy_after_a_kill_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed after the first batch was kept: the month is marked in that batch's own transaction."""
    keep(post(1, text=GERMAN), post(2, text=GERMAN))
    copy.refresh()
    monkeypatch.setattr(telling, "AT_ONCE", 1)
    kept = telling._keep
    monkeypatch.setattr(telling, "_keep", lambda *batch: (kept(*batch), pytest.exit("killed"))[0])
    with pytest.raises(pytest.exit.Exception):
        tell()
    assert sorted(map(str, in_the_copy().values())) == ["None", "de"]
    monkeypatch.setattr(telling, "_keep", kept)
    assert tell() == 1
    assert set(in_the_copy().values()) == {"de"}


def test_it_goes_with_an_erasure_and_with_a_forgotten_import() -> None:
    keep(post(1, text=GERMAN), post(2, text=ENGLISH, author=BOB))
    tell()
    erase([key_of("ada")])
    assert list(Telling.objects.values_list("language", flat=True)) == ["en"]
    kept = Activity.objects.get(native_id="post/2")
    with transaction.atomic(), connection.cursor() as cursor:
        assert withdraw.activities(cursor, kept.id.bytes) == 1
    assert not Telling.objects.exists()


def test_whom_many_texts_mention_is_met_some_texts_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    keep(*[post(n, text="@bob, and @nobody") for n in range(1, 8)])
    tell()
    keep(post(9, author=BOB, text=None))
    monkeypatch.setattr(mentioned, "AT_ONCE", 3)
    tell()
    assert list(Telling.objects.values_list("mentions", flat=True)) == [[key_of("bob")]] * 7
    assert {len(marks or ()) for marks in Telling.objects.values_list("unmet", flat=True)} == {1}
    copy.refresh()
    assert verify().faults == ()


def test_who_comes_later_is_understood_then() -> None:
    keep(post(1, text="@bob, and @bob again, and @nobody"))
    tell()
    assert in_the_copy("mentions") == {"post/1": None}
    keep(post(2, author=BOB, text="here"))
    tell()
    assert in_the_copy("mentions") == {"post/1": [key_of("bob")], "post/2": None}
    assert [len(one.unmet or ()) for one in Telling.objects.all() if one.mentions] == [1]


def test_an_erased_person_is_mentioned_by_nobody() -> None:
    keep(post(1, text="@bob helps"), post(2, author=BOB, text="yes"))
    tell()
    bob = key_of("bob")
    erase([bob])
    tell()
    assert in_the_copy("mentions") == {"post/1": None}
    assert not Telling.objects.filter(mentions__contains=[bob]).exists()
    keep(post(1, text="@bob helped", revision=2))
    tell()
    assert in_the_copy("mentions") == {"post/1": None}
    assert verify().faults == ()


def test_who_left_with_a_forgotten_import_is_understood_again_when_they_come_back() -> None:
    keep(post(1, text="@bob helps"), post(2, author=BOB, text="yes"))
    tell()
    with transaction.atomic(), connection.cursor() as cursor:
        withdraw.activities(cursor, Activity.objects.get(native_id="post/2").id.bytes)
        assert withdraw.identities(cursor, [key_of("bob")]) == 1
    tell()
    assert in_the_copy("mentions") == {"post/1": None}
    keep(post(2, author=BOB, text="yes"))
    tell()
    assert in_the_copy("mentions") == {"post/1": [key_of("bob")], "post/2": None}


@pytest.mark.parametrize(
    ("people", "text", "meant"),
    [
        ([by("github", "1", "Ada"), by("github", "2", "bob")], "@ADA @Bob", ["1", "2"]),
        ([by("discourse", "a.org/1", "ada"), by("discourse", "b.org/1", "bob")], "@ada @bob", ["a.org/1"]),
        ([by("mastodon", "a@x.org", "a@x.org"), by("mastodon", "b@y.org", "b@y.org")], "@b @b@y.org", ["b@y.org"]),
        ([by("slack", "U1"), by("slack", "U02AB", "carl")], "<@U02AB> and <@U1|ada>", ["U02AB", "U1"]),
        ([by("discord", "1", "ada#0042"), by("discord", "2", "x", "Bob")], "@ada @bob", ["1", "2"]),
        ([by("discord", "1", "ada#0042"), by("discord", "2", "ada#0043")], "@ada", []),
        ([by("discord", "1", "ada"), by("discord", "2", "eve", "Ada")], "@ada", []),
        ([by("github", "1", "x"), by("github", "2", "y", "ada")], "@ada @2", []),
        ([by("github", "1", None), by("github", "erased:5", "y")], "@erased @5", []),
    ],
)  # fmt: skip
def test_whom_a_name_means(people: list[words.Identity], text: str, meant: list[str]) -> None:
    assert mentions(*people, text=text) == meant


def test_of_two_accounts_of_one_handle_the_one_seen_last_is_meant() -> None:
    old, new = by("github", "login:ada", "ada"), by("github", "1", "Ada")
    assert mentions(old, new, text="@ada") == ["1"]


def test_verify_tells_of_a_telling_that_the_copy_lacks_and_of_keys_that_lead_nowhere() -> None:
    keep(post(1, text="@ada"))
    tell()
    copy.refresh()
    Telling.objects.update(mentions=[999_999], language="de")
    faults = [fault.what for fault in verify().faults]
    assert faults == [
        "1 texts mention an identity that is not there",
        "the same number of activities, but their content differs",
    ]
    Telling.objects.update(revision=7)
    Activity.objects.all().delete()
    Month.objects.all().delete()
    assert "1 tellings are of an activity that is not there" in [fault.what for fault in verify().faults]


def test_a_copy_without_the_column_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    keep(post(1, text=GERMAN))
    copy.refresh()
    before = Copy.objects.get().generation
    monkeypatch.setattr(Tables, "complete", lambda tables: tables.folder.name != before)
    copy.refresh()
    assert Copy.objects.get().generation != before
