"""What people asked at an event, who answered, and in which polls they voted: Zoom's Q&A and poll reports.

#,Question,Asker Name,Asker Email,Answer(s)                            until 2021; later with times and who answered
#,User Name,User Email,Submitted Date/Time                             a poll; question and choice follow in pairs
#,User Name,Email Address,Submitted Date and Time,How deep?,…          later; a column for each question
"""

from collections import Counter
from datetime import datetime
from hashlib import blake2b

from rapport.platforms.fields import NotReadable
from rapport.platforms.meeting.occasion import Occasion
from rapport.platforms.meeting.report import Table
from rapport.platforms.meeting.sheet import Row
from rapport.platforms.meeting.who import identity_of, key_of, one_called
from rapport.words.activity import Activity, Fact, revision_of
from rapport.words.identity import Identity
from rapport.words.records import Record

_NOBODY = frozenset({"anonymous attendee", "anonymous", "anonymer teilnehmer", "participant anonyme", "anónimo"})
_SPOKEN = frozenset({"live answered", "answered live", "this question has been answered live"})


class Asking:
    """Reads the rows of one report; the same question of the same person counts as often as it was asked."""

    def __init__(self) -> None:
        self._times = Counter[str]()

    def asked(self, each: Table, row: Row, occasion: Occasion, at: datetime, answered_at: datetime | None) -> Record:
        """A question and, where the report says who gave it, its answer. Raises NotReadable."""
        text, answer = each.cell(row, "question"), each.cell(row, "answer")
        if not text:
            raise NotReadable("The row holds no question.")
        name, place = each.cell(row, "asker"), occasion.channel.native_id
        who = None if name.casefold() in _NOBODY else one_called(name, each.cell(row, "asker_email"), place)
        key = self._key(f"{occasion.key}/question", who, text)
        answerer = one_called(each.cell(row, "answerer"), each.cell(row, "answerer_email"), place) if answer else None
        facts: dict[str, Fact] = {"answered": True} if answer else {}
        acts = [self._act("question", key, at, who, occasion, occasion.key, text, facts)]
        if answerer:
            words = None if answer.strip(". ").casefold() in _SPOKEN else answer
            given = self._act("response", f"{key}/response", answered_at or at, answerer, occasion, key, words, {})
            acts.append(given)
        return Record(row.place, acts)

    def voted(self, each: Table, row: Row, occasion: Occasion, at: datetime) -> Record:
        """What was chosen is not kept, only how many questions were answered. Raises NotReadable."""
        behind = each.columns["submitted"] + 1
        paired = len(each.header) <= behind
        questions = row.cells[behind::2] if paired else each.header[behind:]
        answers = sum(map(bool, row.cells[behind + 1 :: 2] if paired else row.cells[behind:]))
        name = each.cell(row, "name")
        who = None if name.casefold() in _NOBODY else identity_of(each, row, occasion.channel.native_id)
        if who is None and not name:
            raise NotReadable("The row names nobody: neither an address nor a name.")
        key = self._key(f"{occasion.key}/vote", who, "\0".join(questions))
        return Record(row.place, [self._act("vote", key, at, who, occasion, occasion.key, None, {"answers": answers})])

    def _key(self, begins: str, who: Identity | None, words: str) -> str:
        digest = blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
        key = f"{begins}/{key_of(who) if who else 'nobody'}/{digest}"
        self._times[key] += 1
        return key if self._times[key] == 1 else f"{key}/{self._times[key]}"

    def _act(
        self, kind: str, key: str, at: datetime, who: Identity | None, occasion: Occasion, parent: str,
        text: str | None, facts: dict[str, Fact],
    ) -> Activity:  # fmt: skip
        return Activity(
            "meeting", key, kind, at, who, occasion.channel, revision_of(at), parent=parent, thread=occasion.key,
            text=text, facts=facts or None,
        )  # fmt: skip
