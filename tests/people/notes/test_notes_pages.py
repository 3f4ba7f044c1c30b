"""Notes, tags, tasks and promises: written on the page, kept with the member through merge, undo and erasure."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from rapport.accounts.models import AuditEntry, Role, User
from rapport.people import merging
from rapport.people.erasing import forget
from rapport.people.models import Member, Note, Tag, Task
from rapport.people.notes.held import held
from rapport.people.notes.writing import NoteRefused, let_go, note, tag
from tests.people import community

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _settled() -> None:
    community.settle()


def client(role: Role = Role.RESPONDER) -> Client:
    browser = Client()
    browser.force_login(User.objects.create_user(f"{role}@team.dev", name="Mona", role=role))
    return browser


def page(browser: Client, member: Member) -> str:
    return browser.get(f"/people/{member.pk}/").content.decode()


def test_a_promise_is_open_until_it_is_done() -> None:
    ada, browser = community.ada(), client()
    sent = {"text": "I will send you the slides", "due": "2020-03-01", "promise": "1"}
    browser.post(f"/people/{ada.pk}/tasks/", sent)
    browser.post(f"/people/{ada.pk}/tasks/", {"text": "ask about the talk"})
    [promise, other] = held(ada).open
    assert (promise.text, promise.promise, other.promise) == ("I will send you the slides", True, False)
    assert held(ada).promises == [promise]
    assert "was due" in page(browser, ada)
    browser.post(f"/people/tasks/{promise.pk}/")
    assert held(ada).open == [other]
    assert held(ada).done == [promise]
    browser.post(f"/people/tasks/{promise.pk}/")  # the toast's Undo
    assert held(ada).open[0] == promise
    assert "slides" not in str(list(AuditEntry.objects.values_list("subject", "detail")))


def test_a_note_is_written_changed_deleted_and_put_back() -> None:
    ada, browser = community.ada(), client()
    browser.post(f"/people/{ada.pk}/notes/", {"text": "prefers <b>mail</b>"})
    [written] = held(ada).notes
    assert "prefers &lt;b&gt;mail" in page(browser, ada)
    browser.post(f"/people/notes/{written.pk}/", {"text": "prefers chat"})
    assert held(ada).notes[0].text == "prefers chat"
    browser.post(f"/people/notes/{written.pk}/", {"delete": "1", "text": "prefers chat"})
    assert held(ada).notes == []
    browser.post(f"/people/notes/{written.pk}/")
    assert held(ada).notes == [written]
    browser.post(f"/people/notes/{written.pk}/", {"delete": "1"})
    Note.objects.update(deleted_at=timezone.now() - timedelta(days=2))
    let_go()
    assert not Note.objects.exists()


def test_tags_are_one_word_however_they_are_written() -> None:
    ada, bob = community.ada(), community.member("Bob 100% Percent")
    browser = client()
    browser.post(f"/people/{ada.pk}/tags/", {"name": " #Speaker "})
    tag([ada, bob], "speaker", None)
    [only] = Tag.objects.all()
    assert (only.name, held(ada).tags, held(bob).tags) == ("Speaker", [only], [only])
    browser.post(f"/people/{ada.pk}/tags/", {"remove": only.pk})
    assert held(ada).tags == []
    browser.post(f"/people/{bob.pk}/tags/", {"remove": only.pk})
    assert not Tag.objects.exists()
    audited = AuditEntry.objects.filter(action__endswith="tagged")
    assert [one.detail["tag"] for one in audited] == [only.pk] * 3


def test_nothing_is_written_down_of_nothing() -> None:
    with pytest.raises(NoteRefused, match="Nothing was changed"):
        note(community.ada(), " \0 ", None)
    browser = client()
    browser.post(f"/people/{community.ada().pk}/tasks/", {"text": "x", "due": "tomorrow"})
    browser.post(f"/people/{community.ada().pk}/tags/", {"name": "  "})
    assert (Task.objects.count(), Tag.objects.count()) == (0, 0)


def test_they_follow_a_merge_and_its_way_back() -> None:
    ada, home = community.ada(), community.ada_at_home()
    note(home, "met in Turin", None)
    tag([home], "speaker", None)
    decision = merging.merge(ada, [home], "she said so", None)
    assert [one.text for one in held(ada).notes] == ["met in Turin"]
    assert [str(one) for one in held(ada).tags] == ["speaker"]
    merging.take_back(decision, None)
    assert held(ada).notes == []
    assert [one.text for one in held(home).notes] == ["met in Turin"]


def test_they_are_no_longer_of_whom_the_person_was_wrongly_merged_with() -> None:
    ada, home, bob = community.ada(), community.ada_at_home(), community.member("Bob 100% Percent")
    note(home, "met in Turin", None)
    merging.take_back(merging.merge(bob, [home], "a guess", None), None)
    merging.merge(ada, [home], "she said so", None)
    assert held(bob).notes == []
    forget([bob])
    assert [one.text for one in held(ada).notes] == ["met in Turin"]


def test_what_was_said_of_somebody_set_apart_for_a_while_stays_with_the_person() -> None:
    ada = community.ada()
    split = merging.split(ada, [ada.links.latest("pk").pk], "a namesake", user=None)
    note(split.member, "met in Turin", None)
    assert held(ada).notes == []
    merging.take_back(split, None)
    assert [one.text for one in held(ada).notes] == ["met in Turin"]
    forget([ada])
    assert not Note.objects.exists()
    assert not Member.objects.filter(pk=split.member.pk).exists()


def test_they_go_with_the_person() -> None:
    ada, home = community.ada(), community.ada_at_home()
    note(home, "met in Turin", None)
    merging.merge(ada, [home], "she said so", None)
    forget([ada])
    assert not Note.objects.exists()


def test_who_may_only_look_sees_and_does_not_write() -> None:
    note(community.ada(), "met in Turin", None)
    browser = client(Role.ANALYST)
    seen = page(browser, community.ada())
    assert "met in Turin" in seen
    assert "Write down" not in seen
    assert browser.post(f"/people/{community.ada().pk}/notes/", {"text": "x"}).status_code == 403
