"""One message → its activity. Pure: bytes come in, nothing is opened."""

from collections import OrderedDict
from hashlib import blake2b
from typing import NamedTuple

from rapport.platforms.email.body import Body, read_body
from rapport.platforms.email.charsets import decode_header
from rapport.platforms.email.footers import clean
from rapport.platforms.email.headers import Headers, split
from rapport.platforms.email.lists import channel_of
from rapport.platforms.email.moment import moment_of
from rapport.platforms.email.own import own_words, unflow
from rapport.platforms.email.threads import Threads, ids, subject_of
from rapport.platforms.email.who import author_of
from rapport.words.activity import Activity, Fact
from rapport.words.records import MAX_RAW, Outcome, Record, Unreadable

FROM_CUT_HEADERS = 1
"""An archive's monthly text: of the headers only a few are left, addresses are hidden, attachments taken out."""
FROM_WHOLE = 2
"""The message as it was sent. It is fuller, and stands whichever comes first."""

NO_HEADERS = "It has no header that a message has (From, Date, Subject), so that it is none, or only a part of one."
NO_DATE = "No calendar holds its Date, and no other header says when it was carried."

REMEMBERED_IDS = 20_000
"""Messages of one file whose ids are remembered, to tell a second copy from another message with the same id."""

_NOT_SENT = frozenset(
    ("spam", "trash", "drafts", "draft", "chat", "chats", "papierkorb", "entwürfe", "corbeille", "brouillons")
)
_PERSONAL = frozenset(("no", ""))


class Mailbox:
    """What is known of one file while it is read: its name, and its latest messages."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.threads = Threads()
        self._seen: OrderedDict[str, int] = OrderedDict()

    def key_of(self, headers: Headers, content: bytes) -> str:
        """Its Message-ID; one made of author, date, subject and text where it has none.

        An id that stood on another message of this file, by its author and date, gets the made key behind it.
        """
        given = ids(headers.get("message-id", "")) or _bare_id(headers.get("message-id", ""))
        if not given:
            return f"made:{_digest(headers, content).hex()}"
        mark = hash((headers.get("from"), headers.get("date")))
        seen = self._seen.setdefault(given[0], mark)
        if len(self._seen) > REMEMBERED_IDS:
            self._seen.popitem(last=False)
        return given[0] if seen == mark else f"{given[0]}#{_digest(headers, content).hex()}"


def read_message(content: bytes, separator: bytes, position: str, box: Mailbox) -> Outcome:
    """A message without its separator line. What is no message, or of no time, is set aside."""
    headers, packed = split(content)
    if not ("from" in headers or "date" in headers or "subject" in headers):
        return _aside(NO_HEADERS, separator, content, position)
    moment = moment_of(headers, separator)
    if moment is None:
        return _aside(NO_DATE, separator, content, position)
    if "x-gm-labels" in headers and _was_not_sent(headers["x-gm-labels"]):
        return Record(position, ())
    if separator and b">From " in packed:
        packed = packed.replace(b"\n>From ", b"\nFrom ").replace(b"\n>>From ", b"\n>From ")
    native_id = box.key_of(headers, packed)
    channel = channel_of(headers, box.file)
    title = _clear(decode_header(headers["subject"]))[:1_000] if "subject" in headers else None
    place = box.threads.place(native_id, headers, title, moment.at, channel.native_id)
    body = read_body(headers, packed)
    automatic = _is_automatic(headers, body)
    answers = place.parent is not None or subject_of(title or "").answers
    written = _written(body, answers)
    facts = written.facts
    if automatic:
        facts["automatic"] = True
    activity = Activity(
        "email", native_id, "message", moment.at, author_of(headers, automatic), channel,
        FROM_WHOLE if "received" in headers or "mime-version" in headers or "to" in headers else FROM_CUT_HEADERS,
        moment.zone, place.parent, place.thread, title or None, written.text or None, _url(headers), facts or None,
    )  # fmt: skip
    return Record(position, (activity,))


class _Written(NamedTuple):
    text: str
    facts: dict[str, Fact]


def _written(body: Body, answers: bool) -> _Written:
    text = _clear(body.text)
    if body.flowed:
        text = unflow(text, delsp=body.delsp)
    cleaned = clean(text)
    own = own_words(cleaned.text, answers=answers)
    figures = {
        "quoted_lines": own.quoted_lines,
        "signature_lines": own.signature_lines,
        "attachments": body.attachments + cleaned.attachments,
    }
    facts: dict[str, Fact] = {name: figure for name, figure in figures.items() if figure}
    return _Written(own.text, facts)


def _clear(text: str) -> str:
    return text.replace("\0", "") if "\0" in text else text


def _is_automatic(headers: Headers, body: Body) -> bool:
    """Whether a program wrote it, by itself (RFC 3834)."""
    return (
        body.report
        or headers.get("auto-submitted", "").partition(";")[0].strip().lower() not in _PERSONAL
        or "x-autoreply" in headers
        or "x-failed-recipients" in headers
        or headers.get("precedence", "").lower() == "auto_reply"
    )


def _was_not_sent(labels: str) -> bool:
    return not _NOT_SENT.isdisjoint(label.strip(" \"'").lower() for label in decode_header(labels).split(","))


def _url(headers: Headers) -> str | None:
    url = headers.get("archived-at", "").strip(" <>")
    return url if url.startswith(("https://", "http://")) and " " not in url else None


def _bare_id(value: str) -> list[str]:
    """An id whose brackets were lost."""
    value = value.strip(" <>")
    return [value] if "@" in value and " " not in value and len(value) <= 900 else []


def _digest(headers: Headers, content: bytes) -> bytes:
    head = "\0".join(headers.get(name, "") for name in ("from", "date", "subject"))
    return blake2b(head.encode("utf-8", "surrogateescape") + b"\0" + content.rstrip(), digest_size=16).digest()


def _aside(reason: str, separator: bytes, content: bytes, position: str) -> Unreadable:
    raw = separator + b"\n" + content if separator else content
    return Unreadable(position, reason, raw[:MAX_RAW])
