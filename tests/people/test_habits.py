"""The queue knows what people do: who links to one's own pages is asked about, who lived at other times is not."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

import pytest
from django.db import transaction

from rapport.ledger import copy, telling
from rapport.ledger.append import Appender
from rapport.people import proposals
from rapport.people.erasing import forget
from rapport.people.follow import follow
from rapport.people.merging import keep_apart, put_on_side
from rapport.people.models import Decision, Member, Proposal, Side
from rapport.people.proposing import propose
from rapport.words.activity import Activity
from rapport.words.identity import Channel, Identity, git_author
from rapport.words.records import Record

pytestmark = pytest.mark.django_db(transaction=True)
FORUM, CODE = Channel("discourse", "talk", "Talk"), Channel("git", "code", "code")
MOON = Identity("discourse", "1", handle="bluemoon", name="Bluemoon")
AUTHOR = git_author("Uche Okafor", "magnificent@mail.example")
PAGE = "https://github.com/magnificent/wizard"
START = datetime(2021, 3, 1, 20, tzinfo=UTC)


def brought(done: Iterable[Activity]) -> None:
    with transaction.atomic():
        Appender().append([Record(f"line {place}", [one]) for place, one in enumerate(done)])
    follow()
    telling.tell(wait=True)
    copy.refresh()


def post(number: int, author: Identity, text: str, days: int = 0) -> Activity:
    return Activity("discourse", f"p/{number}", "post", START + timedelta(days=days), author, FORUM, 1, text=text)


def commit(number: int, author: Identity, days: int = 0) -> Activity:
    at = START + timedelta(days=days)
    return Activity("git", f"{number:040x}", "commit", at, author, CODE, 1, title="Mend it", zone=60)


def linking(who: Identity = MOON, page: str = PAGE, first: int = 0) -> list[Activity]:
    return [post(first + number, who, f"See {page} for number {number}", number) for number in range(12)]


def others() -> list[Activity]:
    """Strangers who link to a page that is not theirs."""
    return [
        post(900 + number, Identity("discourse", f"9{number}", handle=handle), "See https://github.com/everybodys/page")
        for number, handle in enumerate(("qibor", "tamlin", "veshti", "okrandi", "pelnuk", "zwift", "hjalme", "drusca"))
    ]


def proposed(*names: str) -> list[Proposal]:
    pairs = proposals.pairs(proposals.waiting())
    return [pair.proposal for pair in pairs if {pair.one.name, pair.other.name} == {*names}]


def asked() -> list[set[str]]:
    return [{pair.one.name, pair.other.name} for pair in proposals.pairs(proposals.waiting())]


def test_who_links_most_to_an_accounts_pages_is_asked_about_with_whom_is_called_so() -> None:
    brought([*linking(), *others(), commit(1, AUTHOR)])
    propose()
    [pair] = proposals.pairs(proposals.waiting())
    assert {pair.one.name, pair.other.name} == {"Bluemoon", "Uche Okafor"}
    assert "links most to pages of “magnificent”" in pair.proposal.evidence
    assert not Decision.objects.exists()


def test_only_who_links_more_than_anybody_else_may_be_it() -> None:
    fan = Identity("discourse", "2", handle="fan", name="Fanny")
    brought([*linking(), *linking(fan, first=500)[:9], *others(), commit(1, AUTHOR)])
    propose()
    assert asked() == [{"Bluemoon", "Uche Okafor"}]


@pytest.mark.parametrize("why", ["a bot", "kept apart", "erased", "one link", "everybody's"])
def test_nobody_is_asked_about_whom_it_is_idle_to_ask_about(why: str) -> None:
    readers = (Identity("discourse", f"8{n}", handle=blake2b(b"%d" % n, digest_size=8).hexdigest()) for n in range(200))
    more = [post(700 + n, reader, PAGE) for n, reader in enumerate(readers)]
    links = linking()[:1] if why == "one link" else linking()
    brought([*links, *others(), commit(1, AUTHOR), *(more if why == "everybody's" else [])])
    moon, author = Member.objects.get(name="Bluemoon"), Member.objects.get(name="Uche Okafor")
    if why == "a bot":
        put_on_side(author, Side.BOT)
    elif why == "kept apart":
        keep_apart(moon, author, "", user=None)
    elif why == "erased":
        forget([author])
    assert propose().waiting == 0
    assert asked() == []


def test_a_name_that_just_might_be_the_same_is_not_asked_about_if_all_else_is_against_it() -> None:
    """The same two by name, about together in one home and seven years apart in the other."""
    quill = Identity("discourse", "4", handle="quillon", name="quillon")
    meyer = git_author("Quillon Meyer", "q@mail.example")
    near = [post(1, quill, "Good evening"), commit(1, meyer, days=1)]
    brought([*near, *others()])
    propose()
    [before] = proposed("quillon", "Quillon Meyer")
    assert "about on the same days" in before.evidence
    brought([commit(1, meyer, days=2600)._replace(revision=2)])
    propose()
    after = proposed("quillon", "Quillon Meyer")
    assert all(each.score < before.score - 1 for each in after)


def test_habits_alone_put_nobody_together_however_much_they_agree() -> None:
    done = [*linking(), *others()]
    for number in range(40):
        done += [post(100 + number, MOON, "shader and loom and engine", number), commit(100 + number, AUTHOR, number)]
    brought(done)
    assert propose().merged == 0
    assert asked() == [{"Bluemoon", "Uche Okafor"}]


def test_before_the_first_copy_names_alone_count() -> None:
    with transaction.atomic():
        Appender().append([Record("line 1", [commit(1, AUTHOR)])])
    follow()
    assert propose().waiting == 0
