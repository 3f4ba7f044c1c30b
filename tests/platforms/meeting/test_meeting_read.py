"""The reports of each product, as they are written, and what becomes of them."""

import csv
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from rapport.platforms.meeting.archive import ARCHIVES
from rapport.platforms.when import Reckoning, minutes, moment, reckoning
from rapport.words.activity import Activity
from rapport.words.records import Outcome, Record, Unreadable, Where

(REPORT,) = ARCHIVES

GOLDEN = Path(__file__).parents[1] / "golden/meeting"
"""The same reports are golden pairs; here is what matters of them in short."""


def report(name: str) -> str:
    data = (GOLDEN / f"{name}.native.csv").read_bytes()
    return data.decode("utf-16" if data.startswith(b"\xff\xfe") else "utf-8")


ZOOM = report("zoom")
ZOOM_2024 = report("zoom-2024")
WEBINAR = report("webinar")
TEAMS = report("teams")
TEAMS_2020 = report("teams-2020")
TEAMS_GERMAN = report("teams-german")
LUMA = report("luma")
MEETUP_MEMBERS = report("meetup-members")
MEETUP_EVENT = report("meetup")
EVENTBRITE = report("eventbrite")
MEET = report("meet")
REGISTRATION = report("registration")


def read(text: str, file: str = "report.csv", encoding: str = "utf-8") -> list[Outcome]:
    return list(REPORT.read(BytesIO(text.encode(encoding)), Where(file)))


def activities(text: str, file: str = "report.csv", encoding: str = "utf-8") -> list[Activity]:
    outcomes = read(text, file, encoding)
    assert all(isinstance(outcome, Record) for outcome in outcomes), outcomes
    return [each for outcome in outcomes if isinstance(outcome, Record) for each in outcome.activities]


def told(found: list[Activity]) -> list[tuple[object, ...]]:
    return [
        (each.kind, each.author.native_id if each.author else None, f"{each.at:%m-%d %H:%M}", dict(each.facts or {}))
        for each in found
    ]


def as_workbook(text: str) -> bytes:
    """The report as somebody saves it from Excel, each cell a text."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for cells in csv.reader(text.splitlines(), delimiter="\t" if "\t" in text else ","):
        sheet.append([cell.removeprefix("\ufeff") or None for cell in cells])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "text", [ZOOM, ZOOM_2024, WEBINAR, TEAMS, TEAMS_GERMAN, LUMA, MEETUP_MEMBERS, EVENTBRITE, MEET]
)
def test_a_workbook_gives_what_its_csv_gives(text: str) -> None:
    data = as_workbook(text)
    assert REPORT.recognise("report.xlsx", data[: 1 << 16])
    outcomes = list(REPORT.read(BytesIO(data), Where("report 2023-05-01.xlsx")))
    found = [each for outcome in outcomes if isinstance(outcome, Record) for each in outcome.activities]
    assert found == activities(text, "report 2023-05-01.csv")


def test_a_workbook_without_people_says_so() -> None:
    (outcome,) = REPORT.read(BytesIO(as_workbook("Item,Price\nPen,3\n")), Where("prices.xlsx"))
    assert isinstance(outcome, Unreadable)
    assert "no table of people" in outcome.reason


CALL = ("event", None, "05-01 17:58", {})


@pytest.mark.parametrize(
    ("text", "file", "expected"),
    [
        (
            ZOOM,
            "participants_81234567890.csv",
            [
                CALL,
                ("attendance", "ada@example.org", "05-01 18:00", {"minutes": 60, "times": 2}),
                ("attendance", "id/81234567890/bo", "05-01 18:05", {"minutes": 10, "times": 1}),
            ],
        ),
        (ZOOM_2024, "x.csv", [CALL, ("attendance", "ada@example.org", "05-01 18:00", {"minutes": 60, "times": 1})]),
        (
            WEBINAR,
            "attendee_812.csv",
            [
                CALL,
                ("attendance", "host@example.org", "05-01 17:58", {"minutes": 62, "times": 1}),
                ("attendance", "ada@example.org", "05-01 18:00", {"minutes": 50, "times": 2}),
                ("rsvp", "ada@example.org", "04-30 09:00", {"answer": "yes"}),
                ("rsvp", "bo@example.org", "04-29 09:00", {"answer": "yes"}),
            ],
        ),
        (
            TEAMS,
            "Community call - Attendance report.csv",
            [
                CALL,
                ("attendance", "ada@example.org", "05-01 18:00", {"minutes": 41, "times": 2}),
                ("attendance", "title/community call/bo", "05-01 18:05", {"minutes": 10, "times": 1}),
            ],
        ),
        (
            TEAMS_2020,
            "meetingAttendanceList.csv",
            [
                ("attendance", "title/meetingattendancelist/ada example", "05-01 18:00", {"minutes": 40, "times": 2}),
                ("attendance", "title/meetingattendancelist/bo", "05-01 18:05", {"times": 1}),
            ],
        ),
        (
            TEAMS_GERMAN,
            "x.csv",
            [
                ("event", None, "05-13 17:58", {}),
                ("attendance", "ada@example.org", "05-13 18:00", {"minutes": 60, "times": 1}),
            ],
        ),
        (
            LUMA,
            "Builders night - Guests - 2023-05-02-12-00-00.csv",
            [
                ("attendance", "ada@example.org", "05-01 18:02", {}),
                ("rsvp", "ada@example.org", "04-20 10:00", {"answer": "yes"}),
                ("rsvp", "bo@example.org", "04-21 10:00", {"answer": "pending"}),
                ("rsvp", "cy@example.org", "04-22 10:00", {"answer": "no"}),
            ],
        ),
        (MEETUP_MEMBERS, "Builders_Member_List_on_07-30-15.xls", [("join", "meetup/125", "04-24 00:00", {})]),
        (
            MEETUP_EVENT,
            "Builders night 2023-05-01.xls",
            [
                ("attendance", "meetup/125", "05-01 00:00", {}),
                ("rsvp", "meetup/125", "04-20 07:34", {"answer": "yes"}),
                ("rsvp", "meetup/126", "04-21 19:34", {"answer": "no"}),
            ],
        ),
        (
            EVENTBRITE,
            "report.csv",
            [
                ("attendance", "ada@example.org", "05-01 18:00", {}),
                ("rsvp", "ada@example.org", "04-20 08:00", {"answer": "yes"}),
                ("rsvp", "bo@example.org", "04-21 08:00", {"answer": "no"}),
            ],
        ),
        (
            MEET,
            "2023-05-01 17:58 Community call - Attendance Report.csv",
            [("attendance", "ada@example.org", "05-01 18:00", {"minutes": 65, "times": 1})],
        ),
        (
            REGISTRATION,
            "registration_81234567890.csv",
            [
                ("event", None, "05-01 18:00", {}),
                ("rsvp", "ada@example.org", "04-20 10:00", {"answer": "yes"}),
                ("rsvp", "bo@example.org", "04-21 10:00", {"answer": "no"}),
            ],
        ),
    ],
    ids=[
        *("zoom", "zoom-2024", "webinar", "teams", "teams-2020", "teams-german", "luma", "members", "meetup"),
        *("eventbrite", "meet", "registration"),
    ],
)
def test_each_product_s_report(text: str, file: str, expected: list[tuple[object, ...]]) -> None:
    assert REPORT.recognise(file, text.encode())
    assert told(activities(text, file)) == expected


def test_teams_writes_utf16_with_tabs() -> None:
    assert REPORT.recognise("x.csv", TEAMS.encode("utf-16"))
    assert activities(TEAMS, encoding="utf-16") == activities(TEAMS)


def test_reports_of_one_meeting_meet_in_one_event() -> None:
    joined, registered = activities(ZOOM), activities(REGISTRATION)
    assert {each.parent for each in (*joined[1:], *registered[1:])} == {"id/81234567890/2023-05-01"}
    assert joined[0].native_id == registered[0].native_id == "id/81234567890/2023-05-01"
    assert joined[0].channel.name == "Community call"


def test_no_address_stands_in_an_id_or_a_fact() -> None:
    for text in (ZOOM, LUMA, EVENTBRITE):
        assert not any("@" in f"{each.native_id}{each.facts}{each.parent}" for each in activities(text))


def test_luma_s_event_is_known_by_its_code() -> None:
    found = activities(LUMA, "Builders night - Guests - 2023-05-02-12-00-00.csv")
    assert {each.channel.native_id for each in found} == {"id/evt-AbC1"}
    assert {each.channel.name for each in found} == {"Builders night"}


def test_a_zone_that_the_report_tells_is_used() -> None:
    text = ZOOM.replace("Start Time,End", "Start Time (America/New_York),End").replace(
        "Join Time,Leave", "Join Time (America/New_York),Leave"
    )
    assert activities(text)[1].at == datetime(2023, 5, 1, 22, 0, tzinfo=UTC)


def test_a_later_answer_of_the_same_time_stands() -> None:
    pending = activities(LUMA)[2]
    approved = activities(LUMA.replace("pending_approval", "approved"))[2]
    assert pending.native_id == approved.native_id
    assert pending.revision < approved.revision


def test_a_row_without_a_possible_time_is_set_aside_and_read_again_once_mended() -> None:
    outcomes = read(ZOOM.replace("05/01/2023 06:05:00 PM", "soon"))
    (aside,) = [outcome for outcome in outcomes if isinstance(outcome, Unreadable)]
    assert aside.position == "line 7"
    assert "soon" in aside.reason
    assert list(REPORT.retry(aside.raw, "report.csv"))[1:] == [aside._replace(position="line 6")]
    mended = list(REPORT.retry(aside.raw.replace(b"soon", b"05/01/2023 06:05:00 PM"), "report.csv"))[-1]
    assert isinstance(mended, Record)
    assert list(mended.activities) == [activities(ZOOM)[2]]


def test_nothing_tells_the_day() -> None:
    (aside,) = read(MEET, "attendance.csv")
    assert isinstance(aside, Unreadable)


@pytest.mark.parametrize(
    ("cells", "day_first"),
    [
        (["05/01/2023 06:00:00 PM"], False),
        (["05/01/2023 18:00:00"], True),
        (["05/01/2023 06:00:00 PM", "05/01/2023 07:00:00", "05/01/2023 07:00:00 PM"], False),
        (["13/01/2023", "14/01/2023", "01/15/2023"], True),
        (["01/13/2023", "01/14/2023 18:00", "15/01/2023"], False),
    ],
)
def test_most_cells_tell_whether_the_day_is_first(cells: list[str], day_first: bool) -> None:
    assert reckoning(cells, UTC, None).day_first is day_first


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023-05-01T18:00:00.000Z", (5, 1, 18)),
        ("2023-05-01 18:00:00+02:00", (5, 1, 16)),
        ("2023-05-01 18:00 UTC", (5, 1, 18)),
        ("05/01/2023 06:00:00 PM", (5, 1, 18)),
        ("5/1/23, 6:00:00 PM", (5, 1, 18)),
        ("1.5.2023, 18:00:00", (5, 1, 18)),
        ("May 1, 2023 06:00 PM", (5, 1, 18)),
        ("Mon, May 1st, 2023 at 6:00 p.m.", (5, 1, 18)),
        ("1 mai 2023 à 18:00", (5, 1, 18)),
        ("1 de mayo de 2023 18:00", (5, 1, 18)),
        ("2023/05/01 18:00:00", (5, 1, 18)),
        ("6:00 PM", (5, 1, 18)),
        ("May 1, 2023 6:00 PM (GMT+2)", (5, 1, 16)),
        ("soon", None),
        ("31/31/2023", None),
        ("", None),
    ],
)
def test_times(text: str, expected: tuple[int, int, int] | None) -> None:
    at = moment(text, Reckoning(day_first=False, day=date(2023, 5, 1)))
    assert (at and (at.month, at.day, at.hour)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("65", 65), ("1h 4m 30s", 64.5), ("1 hr 5 min", 65), ("01:05:30", 65.5), ("2 Std. 3 Min.", 123)),
        *(("x", None), ("", None)),
    ],
)
def test_durations(text: str, expected: float | None) -> None:
    assert minutes(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # Zoom, many meetings: each row has its host before its participant
            "Topic,Meeting ID,User Name,User Email,Start Time,Duration (Minutes),Participants,Name (Original Name),"
            "User Email,Join Time,Leave Time,Duration (Minutes),Guest\n"
            "Call,812 3456 7890,Host,host@example.org,2023-05-01 18:00,60,1,Ada,ada@example.org,2023-05-01 18:05,"
            "2023-05-01 18:35,30,No\n",
            [("attendance", "ada@example.org", "05-01 18:05", {"minutes": 30, "times": 1})],
        ),
        (  # Webex: formulas for times
            "Meeting Name\tMeeting Start Time\tDisplay Name\tAttendee Email\tJoin Time\tLeave Time\t"
            "Attendance Duration\n"
            '"Call"\t"=""2023-05-01 18:00:00"""\tAda\tada@example.org\t"=""2023-05-01 18:05:00"""\t'
            '"=""2023-05-01 18:35:00"""\t30 mins\n',
            [("attendance", "ada@example.org", "05-01 18:05", {"minutes": 30, "times": 1})],
        ),
        (  # Teams in Polish, which nobody translated for us
            "1. Podsumowanie\nTytuł spotkania\tCall\n\n2. Uczestnicy\n"
            "Imię\tPierwsze dołączenie\tOstatnie opuszczenie\tCzas trwania\tAdres e-mail\tIdentyfikator (UPN)\tRola\n"
            "Ada\t1.05.2023, 18:05:00\t1.05.2023, 18:35:00\t30 min\tada@example.org\tada@example.org\tOrganizator\n",
            [("attendance", "ada@example.org", "05-01 18:05", {"minutes": 30})],
        ),
        (  # Teams live events
            "SessionId,ParticipantId,FullName,UserAgent,UtcEventTimestamp,Action,Role\n"
            "s,p,Ada,Firefox,5/1/2023 6:05:00 PM,Joined,Attendee\ns,p,Ada,Firefox,5/1/2023 6:35:00 PM,Left,Attendee\n",
            [("attendance", "title/report/ada", "05-01 18:05", {"minutes": 30, "times": 1})],
        ),
        (  # StreamYard and other lists of registrations
            "First name,Last name,Email,Registration Date\nAda,L,ada@example.org,2023-05-01 18:05:00\n",
            [("rsvp", "ada@example.org", "05-01 18:05", {"answer": "yes"})],
        ),
        (  # Zoom 2026: one row a person, a head with the start
            "Topic,ID,Host,Duration (minutes),Start time,End time,Participants\n"
            'Call,812 3456 7890,Host,60,"05/01/2023 06:00:00 PM","05/01/2023 07:00:00 PM",1\n\n'
            "Name (original name),Email,Total duration (minutes),Guest\nAda,ada@example.org,30,No\n",
            [
                ("event", None, "05-01 18:00", {}),
                ("attendance", "ada@example.org", "05-01 18:00", {"minutes": 30}),
            ],
        ),
        (  # Webinar with rejoining, dates in words
            'Attendee Report\nReport Generated:,"May 2, 2023 6:26 PM"\nTopic,Webinar ID,Actual Start Time\n'
            'Call,812 3456 7890,"May 1, 2023 6:00 PM"\nAttendee Details\n'
            "Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes),Is Guest\n"
            'Yes,Ada,ada@example.org,"May 1, 2023 18:05:00","May 1, 2023 18:15:00",10,No\n'
            'Yes,Ada,ada@example.org,"May 1, 2023 18:20:00","May 1, 2023 18:40:00",20,No\n'
            "No,Bo,bo@example.org,--,--,--,--\n",
            [
                ("event", None, "05-01 18:00", {}),
                ("attendance", "ada@example.org", "05-01 18:05", {"minutes": 30, "times": 2}),
            ],
        ),
    ],
)
def test_reports_of_other_years_and_products(text: str, expected: list[tuple[object, ...]]) -> None:
    assert REPORT.recognise("report.csv", text.encode())
    assert told(activities(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Name,Action,Timestamp\nAda,login,2023-05-01\n",
        "name,email,created_at\nAda,ada@example.org,2023-05-01\n",
    ],
)
def test_logs_are_no_reports_of_presence(text: str) -> None:
    assert not REPORT.recognise("report.csv", text.encode())


def test_an_empty_row_among_people_ends_no_table() -> None:
    damaged = report("zoom-poll").replace("How deep?,One metre", "\n\nmetre", 1)
    assert [each.kind for outcome in read(damaged) if isinstance(outcome, Record) for each in outcome.activities] == [
        "event", "vote", "vote", "vote", "vote",
    ]  # fmt: skip


def test_what_was_set_aside_of_questions_is_read_again() -> None:
    (aside,) = [outcome for outcome in read(report("zoom-questions")) if isinstance(outcome, Unreadable)]
    mended = aside.raw.replace(b'"5",""', b'"5","Why?"')
    asked = [
        each for record in REPORT.retry(mended, "x.csv") if isinstance(record, Record) for each in record.activities
    ]
    assert [(each.kind, each.text) for each in asked if each.kind != "event"] == [("question", "Why?")]
