"""One message → its activity. Pure: bytes come in, nothing is opened."""

from functools import lru_cache
from hashlib import blake2b

from rapport.platforms.email.body import Body, read_body
from rapport.platforms.email.charsets import decode_header
from rapport.platforms.email.headers import Headers, split
from rapport.platforms.email.lists import Place, channel_of
from rapport.platforms.email.moment import moment_of
from rapport.platforms.email.own import own_words, unflow
from rapport.platforms.email.threads import Latest, Threads, ids, subject_of
from rapport.platforms.email.who import author_of
from rapport.words.activity import Activity, Fact
from rapport.words.records import MAX_RAW, Outcome, Record, Unreadable

FROM_CUT_HEADERS = 1
"""An archive's monthly text: of the headers only a few are left, addresses are hidden, attachments taken out."""
FROM_WHOLE = 2
"""The message as it was sent. It is fuller, and stands whichever comes first."""

LONGEST_SUBJECT = 4_000
"""Characters of a Subject, encoded as it may be, that are read."""

NO_HEADERS = "It has no header that a message has (From, Date, Subject), so that it is none, or only a part of one."
NO_DATE = "No calendar holds its Date, and no other header says when it was carried."

REMEMBERED_IDS = 20_000
"""Messages of one file whose ids are remembered at least, to tell a second copy from another one with the same id."""

_NOT_SENT = frozenset(
    ("spam", "trash", "drafts", "draft", "chat", "chats", "papierkorb", "entwürfe", "corbeille", "brouillons")
)
_AUTOMATIC = frozenset(("auto-submitted", "x-autoreply", "x-failed-recipients", "precedence"))
_PERSONAL = frozenset(("no", ""))


class Mailbox:
    """What is known of one file while it is read: its name, and its latest messages."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.threads = Threads()
        self._seen: Latest[int] = Latest(REMEMBERED_IDS)

    def key_of(self, headers: Headers, content: bytes) -> str:
        """Its Message-ID; one made of author, date, subject and text where it has none.

        An id that stood on another message of this file, by its author and date, gets the made key behind it.
        """
        given = ids(headers.get("message-id", "")) or _bare_id(headers.get("message-id", ""))
        if not given:
            return f"made:{_digest(headers, content).hex()}"
        mark = hash((headers.get("from"), headers.get("date")))
        seen = self._seen.get(given[0])
        if seen is None:
            self._seen.keep(given[0], mark)
        elif seen != mark:
            return f"{given[0]}#{_digest(headers, content).hex()}"
        return given[0]


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
    if separator and b">From" in packed:
        packed = packed.replace(b"\n>From ", b"\nFrom ").replace(b"\n>>From ", b"\n>From ")
    native_id = box.key_of(headers, packed)
    channel = channel_of(headers, box.place)
    title = _title(headers["subject"][:LONGEST_SUBJECT]) if "subject" in headers else None
    place = box.threads.place(native_id, headers, title, moment.at, channel.native_id)
    body = read_body(headers, packed)
    automatic = _is_automatic(headers, body)
    answers = place.parent is not None or subject_of(title or "").answers
    author = author_of(headers, automatic)
    text, facts = _written(body, answers, (author and author.name) or "")
    if automatic:
        facts["automatic"] = True
    activity = Activity(
        "email", native_id, "message", moment.at, author, channel,
        FROM_WHOLE if "received" in headers or "mime-version" in headers or "to" in headers else FROM_CUT_HEADERS,
        moment.zone, place.parent, place.thread, title or None, text or None,
        _url(headers["archived-at"]) if "archived-at" in headers else None, facts or None,
    )  # fmt: skip
    return Record(position, (activity,))


def _written(body: Body, answers: bool, name: str) -> tuple[str, dict[str, Fact]]:
    """The person's own words, and the figures of what was left out."""
    text = body.text.replace("\0", "") if "\0" in body.text else body.text
    if body.flowed:
        text = unflow(text, delsp=body.delsp)
    own = own_words(text, answers=answers, name=name)
    facts: dict[str, Fact] = {}
    if own.quoted_lines:
        facts["quoted_lines"] = own.quoted_lines
    if own.signature_lines:
        facts["signature_lines"] = own.signature_lines
    if attachments := body.attachments + own.attachments:
        facts["attachments"] = attachments
    if body.bytes_not_read:
        facts["bytes_not_read"] = body.bytes_not_read
    return own.text, facts


@lru_cache(maxsize=4_096)
def _title(subject: str) -> str:
    return decode_header(subject).replace("\0", "")[:1_000]


def _is_automatic(headers: Headers, body: Body) -> bool:
    """Whether a program wrote it, by itself (RFC 3834)."""
    return body.report or (
        not _AUTOMATIC.isdisjoint(headers)
        and (
            headers.get("auto-submitted", "").partition(";")[0].strip().lower() not in _PERSONAL
            or "x-autoreply" in headers
            or "x-failed-recipients" in headers
            or headers.get("precedence", "").lower() == "auto_reply"
        )
    )


def _was_not_sent(labels: str) -> bool:
    return not _NOT_SENT.isdisjoint(label.strip(" \"'").lower() for label in decode_header(labels).split(","))


def _url(value: str) -> str | None:
    url = value.strip(" <>")
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
