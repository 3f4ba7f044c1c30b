"""WhatsApp's exports: manners of dates, what is private, who came and went, what no export should hold."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.platforms.whatsapp.archive import read as read_archive
from rapport.platforms.whatsapp.archive import recognise, retry
from rapport.platforms.whatsapp.chat import name_of
from rapport.platforms.whatsapp.own import move_in
from rapport.words.activity import Activity
from rapport.words.records import Outcome, Record, Unreadable, Where

GROUP = "WhatsApp Chat with Otters.txt"


def read(text: str | bytes, file: str = GROUP) -> list[Outcome]:
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return list(read_archive(BytesIO(data), Where(file)))


def acts(text: str, file: str = GROUP) -> list[Activity]:
    return [act for outcome in read(text, file) if isinstance(outcome, Record) for act in outcome.activities]


def talk(*stamps: str, form: str = "{} - {}: Hello") -> str:
    """A message of each of three in turn."""
    return "\n".join(form.format(stamp, ["Ada", "Bo", "Cy"][place % 3]) for place, stamp in enumerate(stamps))


@pytest.mark.parametrize(
    ("stamps", "first"),
    [
        (("1/2/24, 10:00", "13/2/24, 10:00"), (2024, 2, 1)),
        (("1/2/24, 10:00", "1/13/24, 10:00"), (2024, 1, 2)),
        (("1/2/24, 10:00", "2/2/24, 10:00", "3/2/24, 10:00", "1/3/24, 10:00"), (2024, 2, 1)),
        (("1/2/24, 10:00", "2/1/24, 10:00", "2/2/24, 10:00"), (2024, 1, 2)),
        (("1/2/24, 10:00 AM",), (2024, 1, 2)),
        (("1/2/24, 10:00",), (2024, 2, 1)),
        (("01.02.24, 10:00",), (2024, 2, 1)),
        (("2024-02-01, 10:00",), (2024, 2, 1)),
        (("2024/2/1 10:00",), (2024, 2, 1)),
        (("2024. 2. 1. 10:00",), (2024, 2, 1)),
        (("1.2.2024 klo 10.00",), (2024, 2, 1)),
        (("2024/2/1 上午10:00",), (2024, 2, 1)),
        (("1/2/2024, 10:00\u202fa.\u00a0m.",), (2024, 1, 2)),
    ],
)
def test_the_whole_file_tells_which_is_the_day(stamps: tuple[str, ...], first: tuple[int, int, int]) -> None:
    later = stamps[-1]
    (act, *others) = acts(talk(*stamps, later, later))
    assert act.at == datetime(*first, 10, tzinfo=UTC)
    assert len(others) == len(stamps) + 1


@pytest.mark.parametrize(
    ("clock", "hour"),
    [("12:30 AM", 0), ("12:30 pm", 12), ("9:30\u202fPM", 21), ("9:30 p. m.", 21), ("下午9:30", 21), ("21:30", 21)],
)
def test_clocks_of_twelve_hours(clock: str, hour: int) -> None:
    (act, *_) = acts(talk(*[f"13/12/23, {clock}"] * 3))
    assert (act.at.hour, act.at.minute) == (hour, 30)


def test_an_iphone_and_an_android_phone_tell_of_one_group() -> None:
    android = acts(talk(*["31/12/2023, 23:59"] * 3))
    iphone = acts(talk(*["31.12.23, 23:59:58"] * 3, form="[{}] {}: Hello"), "WhatsApp Chat - Otters.zip › _chat.txt")
    old = acts(talk(*["31/12/23, 23:59:58"] * 3, form="{}: {}: Hello"))
    assert [act.native_id for act in android] == [act.native_id for act in iphone] == [act.native_id for act in old]
    assert [act.author for act in android] == [act.author for act in iphone]
    assert iphone[0].at.second == 58


PRIVATE = "31/12/23, 23:58 - Messages are end-to-end encrypted.\n31/12/23, 23:59 - Ada: Hi\n31/12/23, 23:59 - Bo: Ho\n"
CY = "31/12/23, 23:59 - Cy: Hu\n"
GREW = "31/12/23, 23:58 - Ada changed this group's icon\n"


@pytest.mark.parametrize(
    ("text", "file", "kept"),
    [
        (PRIVATE, GROUP, 0),
        (PRIVATE + CY, GROUP, 3),
        (PRIVATE + GREW, GROUP, 2),
        (PRIVATE + GREW + CY, "WhatsApp Chat with Bo.txt", 0),
        (PRIVATE + GREW + CY, "WhatsApp Chat - bo.zip › _chat.txt", 0),
        (PRIVATE + "pasted: 31/12/23, 23:59 - Cy: Hu\n[31/12/23, 23:59:00] Cy: Hu\n", GROUP, 0),
    ],
)
def test_a_talk_between_two_is_counted_and_nothing_of_it_is_kept(text: str, file: str, kept: int) -> None:
    outcomes = read(text, file)
    assert all(isinstance(outcome, Record) for outcome in outcomes)
    assert len(outcomes) == sum(line.startswith("31/") for line in text.splitlines())
    assert len(acts(text, file)) == kept


def test_of_a_telephone_number_only_the_end_is_told_and_it_is_one_in_all_groups() -> None:
    text = PRIVATE + GREW + "31/12/23, 23:59 - \u202a+49 170 1234567\u202c: Hi\n"
    one, other = acts(text)[-1], acts(text, "WhatsApp Chat with Voles.txt")[-1]
    assert one.author == other.author
    assert "1234567" not in repr(one)
    assert one.author is not None
    assert one.author.handle == "…567"


@pytest.mark.parametrize(
    ("said", "kind", "who"),
    [
        ("Ada joined using this group's invite link", "join", ["Ada"]),
        ("Bo added Ada, Cy and Dee", "join", ["Ada", "Cy", "Dee"]),
        ("Bo added you", "join", []),
        ("Ada left", "leave", ["Ada"]),
        ("Bo removed Ada", "leave", ["Ada"]),
        ("Bo hat Ada hinzugefügt.", "join", ["Ada"]),
        ("Du hast Ada entfernt", "leave", ["Ada"]),
        ("Ada hat die Gruppe verlassen", "leave", ["Ada"]),
        ("Bo añadió a Ada y Cy", "join", ["Ada", "Cy"]),
        ("Ada salió del grupo", "leave", ["Ada"]),
        ("Bo a ajouté Ada", "join", ["Ada"]),
        ("Ada a quitté le groupe", "leave", ["Ada"]),
        ("Ada entrou usando o link de convite deste grupo", "join", ["Ada"]),
        ("Ada saiu", "leave", ["Ada"]),
        ("Bo ha aggiunto Ada", "join", ["Ada"]),
        ("Ada heeft de groep verlaten", "leave", ["Ada"]),
    ],
)
def test_who_came_and_went(said: str, kind: str, who: list[str]) -> None:
    assert move_in(said) == (kind, who)


@pytest.mark.parametrize("said", ["Ada changed the group name", "Messages are end-to-end encrypted", "", "left"])
def test_what_is_no_coming_or_going(said: str) -> None:
    assert move_in(said) is None


@pytest.mark.parametrize(
    ("file", "name"),
    [
        (GROUP, "Otters"),
        ("WhatsApp Chat with Otters (2).txt", "Otters"),
        ("old/WhatsApp Chat - Otters & Voles.zip › _chat.txt", "Otters & Voles"),
        ("WhatsApp-Chat mit Otter.txt", "Otter"),
        ("Chat de WhatsApp con Nutrias.txt", "Nutrias"),
        ("Conversa do WhatsApp com Lontras.txt", "Lontras"),
        ("Discussion WhatsApp avec Loutres.txt", "Loutres"),
        ("_chat.txt", None),
        ("whatsapp.txt", None),
    ],
)
def test_the_name_of_a_chat(file: str, name: str | None) -> None:
    assert name_of(file) == name


@pytest.mark.parametrize(
    ("name", "head", "is_one"),
    [
        ("x.txt", talk("1/2/24, 10:00", "1/2/24, 10:01"), True),
        ("x.txt", "[01.02.24, 10:00:00] Ada: \u200eimage omitted\n[01.02.24, 10:00:00] Bo: Oh\n", True),
        ("_chat.txt", "[01.02.24, 10:00:00] Ada: Hello\n", True),
        ("app.log", "2024-02-01 10:00:00 - INFO: started\n2024-02-01 10:00:00 - INFO: ready\n", False),
        ("app.log", "[2024-02-01 10:00:00] INFO: started\n[2024-02-01 10:00:01] INFO: ready\n", False),
        ("x.csv", "date,text\n2024-02-01 10:00,Hello: you\n", False),
        ("x.txt", "", False),
    ],
)
def test_what_is_taken_for_an_export(name: str, head: str, is_one: bool) -> None:
    assert recognise(name, head.encode()) is is_one


def test_what_was_set_aside_is_read_again_as_its_file_is() -> None:
    text = talk("13/1/24, 10:00", "99/1/24, 10:00", "1/2/24, 10:00")
    (aside,) = [outcome for outcome in read(text) if isinstance(outcome, Unreadable)]
    assert aside.position == "line 2"
    assert list(retry(aside.raw, "x")) == [aside._replace(position="line 1")]
    (again,) = retry(aside.raw.replace(b"99/1/24", b"2/1/24"), "x")
    assert isinstance(again, Record)
    assert again.activities[0].at == datetime(2024, 1, 2, 10, tzinfo=UTC)
    assert again.activities[0].channel.name == "Otters"


LINES = st.sampled_from(
    [
        "13/1/24, 10:00 - Ada: Hello", "13/1/24, 10:00 - Bo left", "more", "", "99/99/99, 99:99 - Bo: x", "\u200e",
        "13/1/24, 10:00 - ", "13/1/24, 10:00 - : x", "13/1/24, 10:00 - Cy:", "\0", "\ud800", "\u2068\u202a",
        "13/1/9999, 10:00 - Dee: \u200e<a: b.jpg>", "13/1/24, 10:00 - Bo: <>", "[13/1/24, 10:00:00] Bo: x",
    ]
)  # fmt: skip


@given(st.lists(LINES | st.text(max_size=20), max_size=12))
def test_no_lines_raise_and_none_is_lost(lines: list[str]) -> None:
    text = "\n".join(lines)
    outcomes = read(text)
    assert all(isinstance(outcome, Record | Unreadable) for outcome in outcomes)
    ids = [act.native_id for act in acts(text)]
    assert len(ids) == len(set(ids))


@given(st.binary(max_size=300))
def test_no_bytes_raise(data: bytes) -> None:
    recognise("_chat.txt", data)
    for outcome in read(b"13/1/24, 10:00 - Ada: x\n" + data):
        assert isinstance(outcome, Record | Unreadable)
        if isinstance(outcome, Unreadable):
            list(retry(outcome.raw, "x"))


def test_a_message_without_end_is_set_aside_and_the_next_is_read() -> None:
    text = talk("13/1/24, 10:00", "13/1/24, 10:01", "13/1/24, 10:02", "13/1/24, 10:03").splitlines()
    text.insert(2, "x" * 100 + "\n" + "y" * (3 << 20))
    outcomes = read("\n".join(text))
    assert ["longer" in outcome.reason for outcome in outcomes if isinstance(outcome, Unreadable)] == [True]
    assert sum(isinstance(outcome, Record) for outcome in outcomes) == 3
