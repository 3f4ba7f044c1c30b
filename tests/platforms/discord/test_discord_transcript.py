"""DiscordChatExporter's plain text: a row of the table by another road, and what no text should hold."""

from hypothesis import given
from hypothesis import strategies as st

from rapport.words.records import Record, Unreadable
from tests.platforms.discord.chat import BY_NAME, activities, read, table

TEXT = BY_NAME["discord-text"]
FILE = "Example - Lobby - talk [1000000000000000005].txt"
LINE = "=" * 62


def transcript(*messages: tuple[str, str, str], guild: str = "Example") -> bytes:
    said = "".join(f"[{date}] {author}\r\n{text}\r\n\r\n\r\n" for date, author, text in messages)
    head = f"{LINE}\r\nGuild: {guild}\r\nChannel: Lobby / talk\r\n{LINE}\r\n\r\n"
    return f"{head}{said}{LINE}\r\nExported\r\n{LINE}\r\n".encode()


def test_a_message_has_the_key_of_the_table_without_accounts() -> None:
    (said,) = activities(read(transcript(("05-Dec-19 10:20 PM", "ada#4711", "hello\r\n\r\nthere")), FILE, TEXT))
    rows = table('"ada#4711","05-Dec-19 10:20 PM","hello\r\n\r\nthere",""', heading="Author,Date,Content,Attachments")
    (row,) = activities(rows)
    assert said.native_id == row.native_id
    assert said.channel.name == "Example / talk"


def test_day_and_month_are_told_from_the_dates_together() -> None:
    found = activities(read(transcript(("01/02/2020 10:00", "ada", "a"), ("13/02/2020 10:00", "ada", "b")), FILE, TEXT))
    assert [each.at.isoformat()[:10] for each in found] == ["2020-02-01", "2020-02-13"]


def test_what_looks_like_a_message_within_one_is_its_text() -> None:
    text = "[note] to all\r\n\r\n[2020-01-01 10:00] of another form"
    (said,) = activities(read(transcript(("05-Dec-19 10:20 PM", "ada", text)), FILE, TEXT))
    assert said.text == text.replace("\r\n", "\n")


def test_direct_messages_are_counted_and_not_kept() -> None:
    assert read(transcript(("05-Dec-19 10:20 PM", "ada", "psst"), guild="Direct Messages"), FILE, TEXT) == [
        Record("message 1", [])
    ]


def test_a_date_before_discord_is_set_aside_and_read_again_no_better() -> None:
    aside, good = read(transcript(("05-Dec-09 10:20 PM", "ada", "a"), ("05-Dec-19 10:20 PM", "ada", "b")), FILE, TEXT)
    assert isinstance(aside, Unreadable)
    assert isinstance(good, Record)
    (again,) = TEXT.retry(aside.raw.replace(b"Dec-09", b"Dec-19"), FILE)
    assert isinstance(again, Record)
    assert again.activities[0].channel == good.activities[0].channel


@given(st.binary(min_size=1, max_size=60), st.integers(0, 3_000))
def test_damage_costs_the_messages_it_touches(noise: bytes, at: int) -> None:
    data = transcript(*((f"{day:02}-Dec-19 10:20 PM", "ada", f"Message {day}") for day in range(1, 9)))
    begun = data.index(b"[02-Dec")
    place = begun + at % (len(data) - begun)
    damaged = data[:place] + noise + data[place + len(noise) :]
    found = {
        each.at.day
        for outcome in read(damaged, FILE, TEXT)
        if isinstance(outcome, Record)
        for each in outcome.activities
    }
    assert len(set(range(1, 9)) - found) <= 4


@given(st.binary(max_size=300))
def test_no_bytes_raise(noise: bytes) -> None:
    for outcome in read(transcript(("05-Dec-19 10:20 PM", "ada", "a"))[:-80] + noise, FILE, TEXT):
        assert isinstance(outcome, Record) or list(TEXT.retry(outcome.raw, FILE))
