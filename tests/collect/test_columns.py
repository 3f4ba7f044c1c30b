"""A table of any kind comes in through the browser: its columns are guessed, named, tried on ten rows, and imported."""

import io
import zipfile
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import expect

from rapport.accounts.models import Role
from rapport.collect.models import Import, Rejected
from rapport.ledger.models import Activity
from rapport.platforms.mapped.mapping import map_of_toml
from rapport.words.kinds import KINDS
from tests.collect.test_pages import text_of, work
from tests.console.conftest import LOOKS, Look, Visit
from tests.console.test_pages import barriers, overhang

pytestmark = pytest.mark.django_db(transaction=True)
KINDS_BY_NUMBER = {kind.number: kind.name for kind in KINDS}
Enter = Callable[[Role], Client]

TABLE = b"""created_at,user,what they said,mood
2024-01-31 10:00,ada,hello there my friends,+
2024-02-01 10:00,<b>bob</b>,that is how it should be,-
never,carl,too late for all of this,+
"""
CHOSEN = {
    "column-0": "time", "column-1": "author_handle", "column-2": "text", "column-3": "",
    "platform": "zulip", "kind": "post", "channel": "Old forum",
}  # fmt: skip


def uploaded(client: Client, content: bytes = TABLE) -> Import:
    answer = client.post("/collect/table/", {"table": SimpleUploadedFile("talk.csv", content)})
    assert answer.status_code == 302, answer.content.decode()
    return Import.objects.latest("pk")


def test_the_first_rows_are_shown_with_a_guess(signed_in: Enter) -> None:
    client = signed_in(Role.OWNER)
    import_ = uploaded(client)
    page = text_of(client, f"/collect/imports/{import_.pk}/columns/")
    assert "<b>bob" not in page
    assert '<option value="time" selected>' in page
    assert '<option value="author_handle" selected>' in page
    assert '<option value="text" selected>' in page
    assert "“never” is not a time" in page
    work()
    assert not Activity.objects.exists()
    assert "Say which column is what" in text_of(client, f"/collect/imports/{import_.pk}/")


def test_a_change_shows_what_would_become_of_the_rows(signed_in: Enter) -> None:
    client = signed_in(Role.OWNER)
    place = f"/collect/imports/{uploaded(client).pk}/columns/"
    shown = client.post(place, CHOSEN | {"column-0": ""}, headers={"HX-Request": "true"}).content.decode()
    assert "No column is the time yet" in shown
    assert "<form" not in shown


def test_it_is_imported_by_what_was_chosen(signed_in: Enter) -> None:
    client = signed_in(Role.MANAGER)
    import_ = uploaded(client)
    place = f"/collect/imports/{import_.pk}/columns/"
    assert client.post(place, CHOSEN | {"deed": "import"}).status_code == 302
    work()
    import_.refresh_from_db()
    assert import_.state == Import.State.DONE
    first = Activity.objects.select_related("channel", "identity").earliest("at")
    assert (first.text, first.channel.name, first.channel.platform) == ("hello there my friends", "Old forum", "zulip")
    assert first.identity is not None
    assert first.identity.handle == "ada"
    assert Rejected.objects.get().position == "line 4"
    assert client.get(place).status_code == 404


def test_the_mapping_can_be_taken_to_the_command_line(signed_in: Enter) -> None:
    client = signed_in(Role.OWNER)
    answer = client.post(f"/collect/imports/{uploaded(client).pk}/columns/", CHOSEN | {"deed": "download"})
    assert answer["Content-Disposition"] == 'attachment; filename="map.toml"'
    by = map_of_toml(answer.content.decode())
    assert (by.platform, by.kind, by.columns["text"]) == ("zulip", "post", "what they said")


@pytest.mark.parametrize("changed", [{"column-0": ""}, {"platform": "My Forum"}, {"kind": "shout"}, {"channel": " "}])
def test_what_makes_no_sense_is_refused_in_words(signed_in: Enter, changed: dict[str, str]) -> None:
    client = signed_in(Role.OWNER)
    answer = client.post(f"/collect/imports/{uploaded(client).pk}/columns/", CHOSEN | changed | {"deed": "import"})
    assert answer.status_code == 400
    assert "Not yet." in answer.content.decode()
    assert Import.objects.get().state == Import.State.MAPPING


def test_what_is_no_table_says_so_and_can_be_stopped(signed_in: Enter) -> None:
    client = signed_in(Role.OWNER)
    import_ = uploaded(client, b"\x00\x01 nothing")
    text_of(client, f"/collect/imports/{import_.pk}/columns/")
    client.post(f"/collect/imports/{import_.pk}/")
    import_.refresh_from_db()
    assert import_.state == Import.State.STOPPED


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"Rar!\x1a\x07\x00 packed", "talk.csv: a rar file"),
        (b"\xd0\xcf\x11\xe0 old Excel", "old Excel file"),
        (b"PK\x03\x04" + b"\0" * 26 + b"xl/worksheets/", "damaged or has a password"),
        (b"PAR1 cut off", "breaks off or is damaged"),
        (b"[1, 2]", "no JSON object"),
    ],
)
def test_what_cannot_be_read_says_why(signed_in: Enter, content: bytes, said: str) -> None:
    client = signed_in(Role.OWNER)
    page = text_of(client, f"/collect/imports/{uploaded(client, content).pk}/columns/")
    assert "No table was found in it" in page
    assert said in page


DAYS = (
    b"when,who,said,type\n03/04/2024 10:00,ada,hello there my friends,Reply\n05/04/2024,bob,and to you all too,post\n"
)
OF_DAYS = {
    "column-0": "time", "column-1": "author_name", "column-2": "text", "column-3": "kind",
    "platform": "zulip", "kind": "post", "channel": "Old forum", "zone": "Europe/Berlin",
}  # fmt: skip


def test_a_day_that_may_be_two_is_asked_for(signed_in: Enter) -> None:
    client = signed_in(Role.OWNER)
    import_ = uploaded(client, DAYS)
    place = f"/collect/imports/{import_.pk}/columns/"
    page = text_of(client, place)
    assert "3 April 2024 (day first)" in page
    assert "4 March 2024 (month first)" in page
    assert "03/04/2024 10:00 may be two days" in client.post(place, OF_DAYS | {"deed": "import"}).content.decode()
    chosen = OF_DAYS | {"dates": "day first", "word-0": "comment", "deed": "import"}
    assert client.post(place, chosen).status_code == 302
    work()
    first, second = Activity.objects.order_by("at")
    assert (first.at.isoformat(), first.zone) == ("2024-04-03T08:00:00+00:00", 120)
    assert [KINDS_BY_NUMBER[one.kind] for one in (first, second)] == ["comment", "post"]
    again = uploaded(client, DAYS.replace(b"ada", b"eve"))
    page = text_of(client, f"/collect/imports/{again.pk}/columns/")
    assert "which has the same columns" in page
    assert '<option value="day first" selected>' in page
    assert 'value="zulip"' in page
    other = uploaded(client, TABLE)
    assert "which has the same columns" not in text_of(client, f"/collect/imports/{other.pk}/columns/")


def test_only_importers_may(signed_in: Enter) -> None:
    import_ = uploaded(signed_in(Role.OWNER))
    client = signed_in(Role.ANALYST)
    assert client.get("/collect/table/").status_code == 403
    assert client.get(f"/collect/imports/{import_.pk}/columns/").status_code == 403


def test_the_pages_have_no_barrier(visit: Callable[[Look], Visit], look: Look, signed_in: Enter) -> None:
    visitor, import_ = visit(look), uploaded(signed_in(Role.MANAGER))
    for path in ("/collect/table/", f"/collect/imports/{import_.pk}/columns/"):
        page = visitor.open(path)
        assert barriers(page) == [], path
        assert overhang(page) <= 0, path
        page.close()
    assert visitor.complaints == []


def test_by_hand(visit: Callable[[Look], Visit], signed_in: Enter) -> None:
    import_ = uploaded(signed_in(Role.MANAGER))
    page = visit(LOOKS["desktop-light"]).open(f"/collect/imports/{import_.pk}/columns/")
    page.get_by_label("created_at").select_option("left out")
    expect(page.get_by_text("No column is the time yet").first).to_be_visible()
    page.get_by_label("created_at").select_option("Time")
    expect(page.get_by_text("No column is the time yet")).to_have_count(0)
    page.get_by_label("Platform").fill("zulip")
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_text("It is being read.")).to_be_visible()
    work()
    assert Activity.objects.filter(channel__platform="zulip").count() == 2


def test_what_a_mac_puts_into_a_zip_is_no_table(signed_in: Enter) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("__MACOSX/._talk.csv", b"\0\5\x16\7\0\2\0\0Mac OS X        ")
        archive.writestr("talk.csv", TABLE)
    client = signed_in(Role.MANAGER)
    import_ = uploaded(client, packed.getvalue())
    place = f"/collect/imports/{import_.pk}/columns/"
    assert "what they said" in text_of(client, place)
    assert client.post(place, CHOSEN | {"deed": "import"}).status_code == 302
    work()
    assert Activity.objects.count() == 2
    assert [row.position for row in Rejected.objects.all()] == ["line 4"]


def test_a_mapping_of_another_rapport_is_not_offered(signed_in: Enter) -> None:
    Import.objects.create(paths=["a"], state=Import.State.DONE, mapping={"columns": {"time": "user"}, "spoken": "yes"})
    client = signed_in(Role.MANAGER)
    page = text_of(client, f"/collect/imports/{uploaded(client).pk}/columns/")
    assert "The choices are those of" not in page
