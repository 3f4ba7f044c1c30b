"""A report as activities: who was there and how long, who answered, who joined the group. Pure."""

from collections.abc import Iterator
from datetime import datetime

from rapport.platforms.fields import NotReadable
from rapport.platforms.meeting.asking import Asking
from rapport.platforms.meeting.occasion import Occasion, occasion_of, of_row
from rapport.platforms.meeting.presence import Presence, answer_of, is_yes
from rapport.platforms.meeting.report import Report, Table
from rapport.platforms.meeting.sheet import Row, table
from rapport.platforms.meeting.who import identity_of, key_of
from rapport.platforms.when import Reckoning, minutes, moment
from rapport.words.activity import Activity, revision_of
from rapport.words.identity import Identity
from rapport.words.records import MAX_RAW, Outcome, Record, Unreadable

_LEFT = ("left", "verlassen", "a quitté", "salió", "saiu", "abandon", "uscit")
NO_TIME = "Nothing tells when this was. Put the day into the file's name (2023-05-01) and import it again."


class Reader:
    """Reads one report: rows first, as several may be of one person, then a record for each person."""

    def __init__(self, report: Report, file: str, how: Reckoning) -> None:
        self._report = report
        self._how = how
        self._occasion = occasion_of(report, file, how, self._first_join())
        self._people: dict[tuple[str, str], Presence] = {}
        self._asking = Asking()

    def outcomes(self) -> Iterator[Outcome]:
        if moment(self._report.meta.get("start", ""), self._how):
            yield Record("the event", [self._event()])
        for each in self._report.tables:
            for row in each.rows:
                try:
                    joined = self._row(each, row)
                except NotReadable as error:
                    yield Unreadable(row.place, str(error), self._kept(each, row))
                else:
                    if joined:
                        yield joined
        for row in self._report.broken:
            yield Unreadable(row.place, row.reason, row.raw)
        for presence in self._people.values():
            yield presence.record()

    def _row(self, each: Table, row: Row) -> Record | None:
        """Add a row to its person. A member of a group, a question and a vote are records of their own."""
        occasion = of_row(each, row, self._occasion, self._how)
        if "asker" in each.columns:
            asked_at, answered_at = self._happened(each, row, "asked", occasion), self._time(each, row, "answered")
            return self._asking.asked(each, row, occasion, asked_at, answered_at)
        if "submitted" in each.columns and "join" not in each.columns:
            return self._asking.voted(each, row, occasion, self._happened(each, row, "submitted", occasion))
        who = identity_of(each, row, occasion.channel.native_id)
        if who is None:
            raise NotReadable("The row names nobody: neither an address nor a name.")
        if "member_since" in each.columns and "status" not in each.columns:
            at = self._time(each, row, "member_since", needed=True)
            return self._member(who, at, occasion, row) if at else None
        presence = Presence(who, occasion, row.place)
        known = self._people.get((occasion.key, who.native_id), presence)
        self._come(each, row, known)
        self._answer(each, row, known)
        self._people.setdefault((occasion.key, who.native_id), known)
        return None

    def _member(self, who: Identity, at: datetime, group: Occasion, row: Row) -> Record:
        key = f"{group.channel.native_id}/member/{key_of(who)}"
        joined = Activity("meeting", key, "join", at, who, group.channel, revision_of(at), url=who.url)
        return Record(row.place, [joined])

    def _come(self, each: Table, row: Row, who: Presence) -> None:
        if "action" in each.columns:
            self._come_or_go(each, row, who)
            return
        begin = self._time(each, row, "join", needed="status" not in each.columns and "attended" not in each.columns)
        stayed = minutes(each.cell(row, "minutes"))
        if begin is None:
            self._checked(each, row, who)
        elif not each.total:
            who.times += 1
            who.add(begin, self._time(each, row, "leave"))
        elif not who.spans:
            who.add(begin, self._time(each, row, "leave"))
        if stayed is not None and each.total:
            who.total = max(stayed, who.total or 0)
        elif stayed is not None:
            who.minutes += stayed

    def _come_or_go(self, each: Table, row: Row, who: Presence) -> None:
        """Teams's first reports have a row for each coming and one for each going."""
        at = self._time(each, row, "time", needed=True)
        if at is None:
            return
        if not each.cell(row, "action").casefold().startswith(_LEFT):
            who.opened, who.times = at, who.times + 1
            who.add(at, None)
        elif who.opened:
            who.spans = [span for span in who.spans if span.begin != who.opened]
            who.add(who.opened, at)
            who.opened = None

    def _checked(self, each: Table, row: Row, who: Presence) -> None:
        """Somebody seen at the door, or marked as having been there."""
        checked, status = each.cell(row, "checked"), each.cell(row, "status")
        at = moment(checked, self._how)
        there = is_yes(checked) or is_yes(each.cell(row, "attended")) or status.casefold() == "checked in"
        asks = not ({"checked", "attended", "status", "registered"} & each.columns.keys())
        if at is None and (there or asks):
            at = who.occasion.start
            if at is None and asks:
                raise NotReadable(NO_TIME)
        who.attended_at = at or who.attended_at

    def _answer(self, each: Table, row: Row, who: Presence) -> None:
        status = each.cell(row, "status")
        if not status and "registered" not in each.columns:
            return
        at = self._time(each, row, "registered")
        if at is None and not status:
            return
        if at is None and (at := who.occasion.start) is None:
            raise NotReadable(NO_TIME)
        who.answer, who.answered_at = answer_of(status) if status else "yes", at

    def _time(self, each: Table, row: Row, field: str, *, needed: bool = False) -> datetime | None:
        text = each.cell(row, field)
        at = moment(text, self._how)
        if at is None and (text or (needed and field in each.columns)):
            raise NotReadable(f"“{text[:40]}” is no time ({each.header[each.columns[field]][:40]}).")
        return at

    def _happened(self, each: Table, row: Row, field: str, occasion: Occasion) -> datetime:
        """When the row says, else when the event began."""
        at = self._time(each, row, field) or occasion.start
        if at is None:
            raise NotReadable(NO_TIME)
        return at

    def _event(self) -> Activity:
        occasion = self._occasion
        start = occasion.start
        assert start is not None  # noqa: S101  # for mypy: it is told only if there is one
        return Activity(
            "meeting", occasion.key, "event", start, None, occasion.channel, revision_of(start),
            thread=occasion.key, title=occasion.channel.name,
        )  # fmt: skip

    def _first_join(self) -> datetime | None:
        tables = self._report.tables
        fields = [(each, field) for each in tables for field in ("join", "time") if field in each.columns]
        times = (moment(each.cell(row, field), self._how) for each, field in fields for row in each.rows)
        return min(filter(None, times), default=None)

    def _kept(self, each: Table, row: Row) -> bytes:
        """A report with this one row, so that it can be read again."""
        meta = [[title, value] for title, value in self._head() if value]
        return table([*meta, [], each.header, row.cells])[:MAX_RAW]

    def _head(self) -> list[tuple[str, str]]:
        found, start = self._report.meta, self._occasion.start
        named = [("Meeting title", found.get("title", "")), ("Meeting ID", found.get("id", ""))]
        return [*named, ("Start time", start.isoformat() if start and "start" in found else "")]
