"""What a person said of somebody outlives the import that brought them: forgotten and read again, it still holds."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from rapport.collect.models import Import
from rapport.collect.reading import Batch, Key, Part
from rapport.collect.writing import Writer
from rapport.ledger.models import Activity, Identity
from rapport.people import merging
from rapport.people.apart import are_kept_apart
from rapport.people.erasing import forget as erase_members
from rapport.people.follow import follow
from rapport.people.log import keeping
from rapport.people.mine import limiting
from rapport.people.mine.receipts import erase_identities
from rapport.people.models import (
    Affiliation,
    Apart,
    Consent,
    Decision,
    DoNotContact,
    Letter,
    Limited,
    Link,
    LogEntry,
    Member,
    Note,
    PutOff,
    Side,
    Tagged,
    Task,
)
from rapport.people.notes import writing
from rapport.people.notes.held import held
from rapport.people.organisations import saying
from rapport.people.thanks import contact
from rapport.words import identity as words
from rapport.words.records import Record
from tests.collect.test_takeback import forget
from tests.ledger.making import post

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2021, 3, 1)


@pytest.fixture(autouse=True)
def _own_home(settings: Settings, tmp_path: Any) -> None:
    settings.COPY = tmp_path / "copy"


def brought(people: int = 6) -> Import:
    """A post of each of these people, as an import brings it."""
    import_ = Import.objects.create(paths=["a"], state=Import.State.RUNNING)
    part = Part(Key("a", "git-table", "forum"))
    who = [
        words.Identity("forum", str(n), handle=f"person{n}", email=f"p{n}@example.org") for n in range(1, people + 1)
    ]
    part.records = [Record(each.native_id, [post(n, author=each)]) for n, each in enumerate(who, 1)]
    part.make_ready()
    with Writer(import_) as writer:
        writer.keep(Batch([part], "a", 0, 0))
    Import.objects.filter(pk=import_.pk).update(state=Import.State.DONE)
    import_.refresh_from_db()
    follow()
    return import_


def person(number: int) -> Member:
    return Member.objects.get(links__identity__native_id=str(number))


def taken_back(one: Member, other: Member) -> object:
    """A merge by Rapport that somebody took back."""
    return merging.take_back(merging.merge(one, [other], "alike", None, itself=True), None)


def together(one: Member, other: Member) -> bool:
    return one == other


SAID: dict[str, tuple[Callable[[Member, Member], object], Callable[[Member, Member], Any]]] = {
    "refused": (lambda m, _: contact.refuse(m, "she asked", None), lambda m, _: len(contact.refusals_of(m))),
    "consent": (lambda m, _: contact.consent(m, "her mail", DAY, None), lambda m, _: len(contact.consents_of(m))),
    "letter": (
        lambda m, _: contact.wrote(m, "discourse", DAY, None, anyway=True),
        lambda m, _: len(contact.letters_to(m)),
    ),
    "put off": (lambda m, _: contact.later(m, "", None, None), lambda m, _: contact.put_off([m], DAY).get(m.pk)),
    "note": (lambda m, _: writing.note(m, "speaks Basque", None), lambda m, _: m.notes.count()),
    "tag": (lambda m, _: writing.tag([m], "Speaker", None), lambda m, _: m.tagged.count()),
    "task": (
        lambda m, _: writing.task(m, "ask her", None, promise=False),
        lambda m, _: Task.objects.filter(member=m, promise=False).count(),
    ),
    "promise": (
        lambda m, _: writing.task(m, "slides", None, promise=True),
        lambda m, _: Task.objects.filter(member=m, promise=True).count(),
    ),
    "kept apart": (
        lambda m, other: merging.keep_apart(m, other, "sisters", None),
        lambda m, other: are_kept_apart([m, other]),
    ),
    "taken back": (taken_back, lambda m, other: are_kept_apart([m, other])),
    "put together": (lambda m, other: merging.merge(m, [other], "she said so", None), together),
    "put into the other": (lambda m, other: merging.merge(other, [m], "she said so", None), together),
    "organisation": (
        lambda m, _: saying.affiliate(m, saying.named("Eniac"), None, None, "", None),
        lambda m, _: m.affiliations.count(),
    ),
    "name": (lambda m, _: merging.rename(m, "Ada the Great"), lambda m, _: m.name == "Ada the Great"),
    "side": (lambda m, _: merging.put_on_side(m, Side.TEAM), lambda m, _: m.side == Side.TEAM),
    "limited": (
        lambda m, _: limiting.limit(limiting.of_member(m), None, by_themselves=True),
        lambda m, _: limiting.is_limited(m),
    ),
    "log": (
        lambda m, _: keeping.write(m, "talk", DAY, "On engines", None),
        lambda m, _: Activity.objects.filter(channel__platform="log", identity__link__member=m).count(),
    ),
}
PAIRS = {thing: (2 * place + 1, 2 * place + 2) for place, thing in enumerate(SAID)}
"""Of whom each is said: by number, the other beside."""


def say_all() -> Import:
    import_ = brought(2 * len(SAID))
    for thing, (say, _) in SAID.items():
        say(*map(person, PAIRS[thing]))
    return import_


def what_holds() -> dict[str, Any]:
    return {thing: holds(*map(person, PAIRS[thing])) for thing, (_, holds) in SAID.items()}


def test_it_holds_when_the_import_is_forgotten_and_read_again() -> None:
    import_ = say_all()
    said = what_holds()
    assert all(said.values())
    forget(import_)
    assert not Activity.objects.exclude(channel__platform="log").exists()
    brought(2 * len(SAID))
    assert what_holds() == said
    for one, _ in PAIRS.values():
        assert Activity.objects.get(native_id=f"post/{one}").identity.link.member == person(one)


def test_erasing_takes_all_of_it_all_the_same() -> None:
    forget(say_all())
    erase_members([Member.objects.get(pk=key) for key in {person(one).pk for one, _ in PAIRS.values()}])
    brought(2 * len(SAID))
    there = set(Identity.objects.filter(erased=False).values_list("native_id", flat=True))
    assert not there & {str(one) for one, _ in PAIRS.values()}
    for table in (Note, Tagged, Task, Affiliation, Apart, LogEntry, Limited, DoNotContact, Consent, Letter, PutOff):
        assert not table._base_manager.exists(), table
    assert not Decision.objects.filter(itself=False).exclude(evidence="").exists()


def test_of_whom_nothing_is_said_goes() -> None:
    import_ = brought()
    for number in (1, 2):
        kept = writing.note(person(number), "speaks Basque", None)
        if number == 2:
            writing.delete(kept)
    merging.take_back(merging.merge(person(3), [person(4)], "by mistake", None), None)
    forget(import_)
    assert list(Identity.objects.values_list("native_id", flat=True)) == ["1"]
    assert Member.objects.count() == 1


def test_what_was_said_before_a_merge_holds_after_it_and_after_its_way_back() -> None:
    """Also where both ways lie on either side of the import that is read again."""
    import_ = brought()
    writing.note(person(2), "speaks Basque", None)
    contact.refuse(person(2), "he asked", None)
    merged = merging.merge(person(1), [person(2)], "one person", None, itself=True)
    forget(import_)
    brought()
    assert person(1) == person(2)
    assert contact.refusals_of(person(1))
    merging.take_back(merged, None)
    forget(Import.objects.latest("pk"))
    brought()
    assert person(2).notes.count() == 1
    assert person(1).notes.count() == 0
    assert contact.refusals_of(person(2))
    assert are_kept_apart([person(1), person(2)])


def test_what_was_said_of_somebody_set_apart_for_a_while_holds_for_the_person() -> None:
    import_ = brought()
    merging.merge(person(1), [person(2)], "alike", None, itself=True)
    split = merging.split(
        person(1), list(Link.objects.filter(member=person(1)).values_list("pk", flat=True))[1:], "", None
    )
    writing.note(split.member, "speaks Basque", None)
    merging.take_back(split, None)
    forget(import_)
    brought()
    assert [one.text for one in held(person(1)).notes] == ["speaks Basque"]


def test_a_mark_of_two_stays_with_the_one_who_is_not_erased() -> None:
    """It was said of both while they were one; the words may be of who is gone, and go."""
    brought()
    merged = merging.merge(person(1), [person(2)], "one person", None)
    contact.refuse(person(1), "Person2 asked", None)
    contact.consent(person(1), "mail of Person2", DAY, None, given=False)
    contact.wrote(person(1), "discourse", DAY, None, anyway=True)
    merging.take_back(merged, None)
    gone = list(Link.objects.filter(member=person(1)).values_list("pk", flat=True))
    erase_identities(gone)
    there = person(2)
    assert [one.member for one in contact.refusals_of(there)] == [there]
    assert [one.member for one in contact.letters_to(there)] == [there]
    assert [one.given for one in contact.consents_of(there)] == [False]
    assert "Person2" not in f"{contact.refusals_of(there)[0].because} {contact.consents_of(there)[0].source}"
    erase_members([there])
    assert not any(table._base_manager.exists() for table in (DoNotContact, Consent, Letter))


def test_every_table_that_points_to_somebody_is_decided_upon() -> None:
    """A table that is new tomorrow either holds its identity back, or is named here as following from the rest."""
    follows = {"Suspect", "Proposal", "Address", "Link", "Activity", "Identity"}
    said = {"Affiliation", "Apart", "Consent", "Decision", "DoNotContact", "Letter", "Limited", "LogEntry", "Note"}
    said |= {"PutOff", "Tagged", "Task"}
    relations = [each for to in (Identity, Member, Link) for each in to._meta.get_fields(include_hidden=True)]
    pointing = {each.related_model._meta.object_name for each in relations if each.auto_created and each.is_relation}
    assert pointing <= said | follows, pointing - said - follows
