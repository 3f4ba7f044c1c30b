"""A place has the name that a source gives; what only stands in for a name gives way, whichever comes first."""

import pytest

from rapport.ledger.append import Appender
from rapport.ledger.models import Channel
from rapport.words.identity import Channel as Place
from rapport.words.records import Record
from tests.ledger.making import keep, keep_records, post

pytestmark = pytest.mark.django_db(transaction=True)

NUMBER = Place("forum", "category/7", "category 7", "https://x/c/7", stands_in=True)
NAME = Place("forum", "category/7", "Support", "https://x/c/7")


def names() -> list[str]:
    return [channel.name for channel in Channel.objects.order_by("native_id")]


@pytest.mark.parametrize("places", [(NUMBER, NAME), (NAME, NUMBER), (NAME, NUMBER, NUMBER), (NUMBER, NAME, NUMBER)])
@pytest.mark.parametrize("same_appender", [True, False])
def test_the_name_wins_in_any_order(places: tuple[Place, ...], same_appender: bool) -> None:
    shared = Appender()
    for number, place in enumerate(places):
        keep(post(number, channel=place), appender=shared if same_appender else Appender())
    assert names() == ["Support"]


@pytest.mark.parametrize("places", [(NUMBER, NAME), (NAME, NUMBER)])
def test_the_name_wins_within_a_batch(places: tuple[Place, ...]) -> None:
    assert keep(*(post(number, channel=place) for number, place in enumerate(places))).added == 2
    assert names() == ["Support"]


def test_a_stand_in_with_another_address_changes_the_address_alone() -> None:
    keep(post(1, channel=NAME))
    keep(post(2, channel=NUMBER._replace(url="https://y/c/7")))
    assert [(each.name, each.url) for each in Channel.objects.all()] == [("Support", "https://y/c/7")]


def test_a_record_may_tell_of_a_place_and_of_nothing_that_happened() -> None:
    told = keep_records([Record("category 7", [], [NAME])])
    assert (told.added, told.told, names()) == (0, 1, ["Support"])


def test_what_a_record_tells_names_where_others_were_active() -> None:
    keep(post(1, channel=NUMBER))
    keep_records([Record("category 7", [], [NAME])])
    keep(post(1, revision=2, channel=NUMBER))
    assert names() == ["Support"]
