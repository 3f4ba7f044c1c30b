"""What the team called after somebody who is erased keeps no name."""

from datetime import date

import pytest
from django.db import transaction

from rapport.ledger.append import Appender
from rapport.ledger.erase import erase
from rapport.ledger.models import Identity
from rapport.measure.models import Annotation, Board, BoardCard, Topic
from rapport.people.forgotten import says
from rapport.people.models import Segment
from tests.ledger.making import ADA, post, record

LINK = "https://forum.example/u/ada"


def test_a_name_is_found_where_it_stands_by_itself() -> None:
    assert says("Ada's talk", ["ada"])
    assert says("What ADA said", ["Ada"])
    assert not says("Adamant", ["ada"])
    assert not says("Ada's talk", ["", "Bob"])


@pytest.mark.django_db
def test_annotations_topics_segments_and_cards_lose_who_is_erased() -> None:
    with transaction.atomic():
        Appender().append([record(post(1, author=ADA))])
    for title, link in (("Ada's talk", LINK), ("The adamant release", "https://forum.example/7")):
        Annotation.objects.create(kind="event", title=title, first=date(2024, 1, 2), link=link)
    topic = Topic.objects.create(name="lamps, ada lamp, shadow", called="Ada's lamps", centre=b"")
    Segment.objects.create(name="Friends of Ada", text='handle contains "bob"')
    Segment.objects.create(name="Regulars", text='name contains "Bob"')
    board = Board.objects.create(name="Weekly")
    for segment in ("Friends+of+Ada", "Regulars", "handle+contains+%22bob%22"):
        BoardCard.objects.create(board=board, place=0, metric="messages", asked=f"length=all&segment={segment}")

    erase([Identity.objects.get().pk])

    assert sorted(Annotation.objects.values_list("title", "link")) == [
        ("Event", ""),
        ("The adamant release", "https://forum.example/7"),
    ]
    topic.refresh_from_db()
    assert (topic.name, topic.called) == ("lamps, shadow", "")
    assert [one.name for one in Segment.objects.all()] == ["Regulars"]
    assert [one.asked.rpartition("=")[2] for one in board.cards.all()] == ["Regulars", "handle+contains+%22bob%22"]
