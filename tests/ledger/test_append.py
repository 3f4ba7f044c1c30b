"""Activities are kept once, in their highest revision, whatever comes."""

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from rapport.ledger.append import Appended, Appender
from rapport.ledger.models import Activity, Channel, Identity, Month
from rapport.words.activity import activity_id
from rapport.words.identity import Channel as Place
from rapport.words.identity import Identity as Who
from tests.ledger.making import ADA, BOB, TALK, keep, keep_records, post, record

pytestmark = pytest.mark.django_db(transaction=True)


def kept(number: int = 1) -> Activity:
    return Activity.objects.get(pk=activity_id("forum", f"post/{number}").hex())


def test_everything_an_activity_says_is_kept() -> None:
    keep(
        post(
            2,
            title="Hello",
            url="https://forum.example/2",
            zone=120,
            parent="post/1",
            thread="post/1",
            facts={"likes": 3},
        )
    )
    row = kept(2)
    assert (row.title, row.text, row.url, row.zone) == ("Hello", "word 2", "https://forum.example/2", 120)
    assert row.facts == {"likes": 3}
    assert row.parent == row.thread
    assert row.parent is not None
    assert row.parent.bytes == activity_id("forum", "post/1")
    assert row.identity is not None
    assert (row.identity.handle, row.identity.email) == ("ada", "ada@example.org")
    assert row.channel.name == "Talk"
    assert row.month == 202005


def test_read_twice_is_one_activity() -> None:
    assert keep(post()) == Appended(added=1, activities=1)
    assert keep(post()) == Appended(known=1)
    assert Activity.objects.count() == 1


def test_twice_in_one_batch_is_one_activity_in_its_higher_revision() -> None:
    done = keep(post(revision=2, text="second"), post(revision=1, text="first"))
    assert done == Appended(added=1, known=1, activities=1)
    assert kept().text == "second"


def test_what_came_with_a_record_counts_as_activity_not_as_record() -> None:
    done = keep_records([record(post(1), post(2), post(3)), record(post(2))])
    assert done == Appended(added=2, activities=3)


def test_a_higher_revision_replaces_and_a_lower_one_does_not() -> None:
    keep(post(revision=5, text="five"))
    assert keep(post(revision=6, text="six")) == Appended(known=1, updated=1)
    assert keep(post(revision=4, text="four")) == Appended(known=1)
    assert kept().text == "six"


def test_a_deletion_leaves_no_text_and_no_old_archive_revives_it() -> None:
    keep(post(revision=5, title="Hello", url="https://x", facts={"likes": 1}))
    keep(post(revision=6, deleted=True, text="still in the event"))
    row = kept()
    assert (row.deleted, row.title, row.text, row.url, row.facts) == (True, None, None, None, None)
    keep(post(revision=5))
    assert kept().text is None


def test_a_corrected_time_marks_both_months() -> None:
    keep(post())
    Month.objects.update(touched=0)
    keep(post(revision=2, at=datetime(2021, 1, 1, tzinfo=UTC)))
    assert set(Month.objects.filter(touched__gt=0).values_list("month", flat=True)) == {202005, 202101}


def test_a_replay_marks_no_month() -> None:
    keep(post())
    before = Month.objects.get(month=202005).touched
    keep(post())
    assert Month.objects.get(month=202005).touched == before


@pytest.mark.parametrize("year", [1, 9999])
def test_the_first_and_the_last_year(year: int) -> None:
    keep(post(at=datetime(year, 12, 31, 23, 59, 59, tzinfo=UTC)))
    assert kept().month == year * 100 + 12


@pytest.mark.parametrize("bad", ["a\0b", "a\ud800b", "a\0b\ud800c"])
def test_what_postgresql_cannot_keep_is_replaced_and_nothing_is_lost(bad: str) -> None:
    good = bad.replace("\0", "\ufffd").replace("\ud800", "\ufffd")
    ugly = Who("forum", "x" * 5000 + "\0", name=bad)
    keep(
        post(1, text=bad, title=bad, facts={"k": bad}),
        post(2, author=ugly, channel=Place("forum", "y" * 5000, bad)),
        post(3),
    )
    row = kept()
    assert (row.text, row.title, row.facts) == (good, good, {"k": good})
    assert kept(2).channel.name == good
    assert kept(3).text == "word 3"


def test_a_fact_too_large_for_a_number_is_kept_as_text() -> None:
    keep(post(facts={"stars": 10**30, "likes": 2, "share": float("nan")}), post(2))
    assert kept().facts == {"stars": str(10**30), "likes": 2, "share": None}


def test_ids_that_differ_only_far_to_the_right_stay_apart() -> None:
    keep(post(1, author=Who("forum", "x" * 600 + "1")), post(2, author=Who("forum", "x" * 600 + "2")))
    assert kept(1).identity_id != kept(2).identity_id


def test_newer_details_replace_older_ones_and_silence_replaces_nothing() -> None:
    keep(post(1, at=datetime(2020, 1, 1, tzinfo=UTC)))
    keep(post(2, at=datetime(2021, 1, 1, tzinfo=UTC), author=ADA._replace(handle="countess", email=None)))
    keep(post(3, at=datetime(2019, 1, 1, tzinfo=UTC), author=ADA._replace(handle="girl", avatar="a.png")))
    ada = Identity.objects.get(native_id="1")
    assert (ada.handle, ada.email, ada.avatar) == ("countess", "ada@example.org", "a.png")
    assert Identity.objects.count() == 1


def test_a_channel_keeps_its_key_when_it_is_renamed() -> None:
    keep(post(1))
    keep(post(2, channel=TALK._replace(name="Chat")))
    assert [channel.name for channel in Channel.objects.all()] == ["Chat"]


def test_an_activity_without_an_author() -> None:
    keep(post(author=None))
    assert kept().identity is None


def test_a_record_that_holds_nothing_is_counted_as_skipped() -> None:
    assert keep_records([record()]) == Appended(skipped=1)


def test_outside_a_transaction_it_refuses() -> None:
    with pytest.raises(transaction.TransactionManagementError, match="atomic"):
        Appender().append([record(post())])


def test_after_a_transaction_taken_back_the_keys_are_asked_anew() -> None:
    appender = Appender()

    class Stop(Exception):
        pass

    def fail() -> None:
        with transaction.atomic():
            appender.append([record(post(author=BOB))])
            raise Stop

    with pytest.raises(Stop):
        fail()
    appender.forget()
    keep(post(author=BOB), appender=appender)
    assert kept().identity is not None
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_activity a JOIN ledger_identity i ON i.id = a.identity_id")
        assert cursor.fetchone() == (1,)
