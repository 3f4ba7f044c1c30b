"""A message as a page shows it → an activity. Pure: a piece of HTML in, values out.

A page names people and numbers messages, and has no ids of accounts.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from rapport.platforms.fields import NotReadable
from rapport.platforms.telegram.markup import words_of
from rapport.platforms.telegram.read import Threads
from rapport.platforms.telegram.who import Chat
from rapport.words.activity import Activity, Fact, revision_of
from rapport.words.identity import Identity

NOBODY = "Deleted Account"
"""What Telegram calls all accounts that are gone."""

_DATE = re.compile(r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d):(\d\d):(\d\d)(?: UTC([+-])(\d\d):(\d\d))?")
_DAY = re.compile(r"(\d{1,2}) ([A-Z][a-z]+) (\d{4})")
_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"]  # fmt: skip
_VIA = re.compile(r"(?<!\s)\s+via @\w+$")
_ANSWERED = re.compile(r"#go_to_message(-?\d{1,18})\b")
_NUMBER = re.compile(r"\d{1,9}")
_MEDIA_CLASS = re.compile(r"\bmedia_(?!wrap\b)(\w{1,32})")
_WRAPS = {"photo_wrap": "photo", "sticker_wrap": "sticker", "video_file_wrap": "video_file",
          "animated_wrap": "animation", "media_poll": "poll"}  # fmt: skip
_DID = re.compile(
    r"(?P<who>.{1,200}?) (?P<did>joined group|invited|removed|left group|pinned|created topic|created group"
    r"|changed (?:group|topic|chat)|deleted group photo|converted|migrated|started voice|started video)\b(?P<rest>.*)",
    re.DOTALL,
)
"""Service messages say in English who did what; the names before it are anybody's own."""
_MODERATION = ("pinned", "changed", "deleted group photo", "removed")
_GROUP_DID = ("joined group", "invited", "left group", "created topic", "created group", "changed group", "removed",
              "converted", "migrated", "deleted group photo")  # fmt: skip


class Known(NamedTuple):
    """What the messages before tell of those that follow."""

    author: str | None = None
    """Whose messages are “joined” to the one before."""
    at: datetime | None = None


def number_of(node: LexborHTMLParser) -> int | None:
    holder = node.css_first("div.message")
    found = re.fullmatch(r"message(-?\d{1,18})", (holder.attributes.get("id") or "") if holder else "")
    return int(found[1]) if found else None


def day_of(node: LexborHTMLParser) -> datetime | None:
    """The day that a line between messages tells; the only date that service messages have."""
    body = node.css_first("div.service div.details")
    found = _DAY.fullmatch(body.text(strip=True)) if body else None
    if not found or found[2] not in _MONTHS:
        return None
    try:
        return datetime(int(found[3]), _MONTHS.index(found[2]) + 1, int(found[1]), tzinfo=UTC)
    except ValueError:
        return None


def is_service(node: LexborHTMLParser) -> bool:
    return node.css_first("div.message.service") is not None


def author_of(node: LexborHTMLParser) -> str | None:
    """The name above a message; what is forwarded has another below it."""
    name = node.css_first("div.message > div.body > div.from_name")
    return _VIA.sub("", name.text(strip=True)).strip() or None if name else None


def is_joined(node: LexborHTMLParser) -> bool:
    """Whether it is the same person's as the one before."""
    return node.css_first("div.message.joined") is not None


def date_of(node: LexborHTMLParser) -> datetime | None:
    """With its zone in exports since 2022; before, it counts as UTC."""
    holder = node.css_first("div.message > div.body > div.date")
    found = _DATE.match((holder.attributes.get("title") or "") if holder else "")
    if found is None:
        return None
    day, month, year, hour, minute, second = (int(found[place]) for place in range(1, 7))
    ahead = timedelta(hours=int(found[8]), minutes=int(found[9])) if found[7] else timedelta()
    try:
        zone = timezone(-ahead if found[7] == "-" else ahead)
        return datetime(year, month, day, hour, minute, second, tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def tells_of_a_group(words: str) -> bool:
    """Whether a service message is one that no private chat has."""
    found = _DID.match(words)
    of_channel = words.startswith(("Channel «", "Channel title ", "Channel photo "))
    return of_channel or bool(found and found["did"].startswith(_GROUP_DID))


def message(node: LexborHTMLParser, number: int, chat: Chat, known: Known, threads: Threads) -> Activity:
    """What somebody wrote. Raises NotReadable."""
    at = date_of(node)
    if at is None:
        raise NotReadable("The message's date is missing, or none that Telegram writes.")
    link = node.css_first("div.reply_to a")
    found = _ANSWERED.search((link.attributes.get("href") or "") if link else "")
    answered = int(found[1]) if found else None
    text = node.css_first("div.text")
    words = [words_of(text) if text else None, *_poll(node)]
    return Activity(
        platform="telegram",
        native_id=f"{chat.key}/{number}",
        kind="message",
        at=at,
        author=person(known.author, chat),
        channel=chat.channel,
        revision=revision_of(at),
        parent=f"{chat.key}/{answered}" if answered else None,
        thread=f"{chat.key}/{threads.first_of(number, answered)}",
        text="\n\n".join(filter(None, words)) or None,
        url=f"{chat.pages}{number}" if chat.pages and number > 0 else None,
        facts=_facts(node) or None,
    )


def notice(node: LexborHTMLParser, number: int, chat: Chat, known: Known) -> Activity:
    """What a service message tells. Raises NotReadable."""
    if known.at is None:
        raise NotReadable("Nothing before this service message tells its day.")
    body = node.css_first("div.service div.details")
    said = " ".join(body.text().split()) if body else ""
    found = _DID.match(said)
    who, did, rest = (found["who"], found["did"], found["rest"].strip()) if found else (None, "", "")
    kind = _kind(who, did, rest)
    topic = re.search(r"«(.+)»", rest) if did == "created topic" else None
    return Activity(
        platform="telegram",
        native_id=f"{chat.key}/{number}",
        kind=kind,
        at=known.at,
        author=person(who, chat),
        channel=chat.channel,
        revision=revision_of(known.at),
        thread=f"{chat.key}/{number}",
        title=topic[1] if topic else None,
        facts={"action": did.replace(" ", "_")} if did else None,
    )


def person(name: str | None, chat: Chat) -> Identity | None:
    """A name is known in its chat alone: elsewhere it may be somebody else's."""
    if name is None or name == NOBODY:
        return None
    return Identity("telegram", f"{chat.key}/{name.lower()}", name=name)


def _kind(who: str | None, did: str, rest: str) -> str:
    alone = rest.removesuffix(" to the group") == who
    if did == "joined group" or (did == "invited" and alone):
        return "join"
    if did == "left group" or (did == "removed" and alone):
        return "leave"
    if did == "invited":
        return "member"
    if did == "created topic":
        return "topic"
    return "moderation" if did.startswith(_MODERATION) else "other"


def _poll(node: LexborHTMLParser) -> Iterator[str]:
    question = node.css_first(".media_poll .question")
    if question:
        answers = [f"- {answer.text(strip=True).removeprefix('- ')}" for answer in node.css(".media_poll .answer")]
        yield "\n".join([question.text(strip=True), *answers])


def _facts(node: LexborHTMLParser) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    if media := _media(node):
        facts["media"] = media
    if node.css_first("div.forwarded.body"):
        facts["forwarded"] = True
    if (name := node.css_first("div.from_name")) and _VIA.search(name.text(strip=True)):
        facts["via_bot"] = True
    if reactions := sum(map(_count, node.css(".reactions .reaction"))):
        facts["reactions"] = reactions
    return facts


def _count(reaction: LexborNode) -> int:
    """A few are shown by their pictures, more by their number."""
    count = reaction.css_first(".count")
    found = _NUMBER.search(count.text()) if count else None
    return int(found[0]) if found else len(reaction.css(".userpic"))


def _media(node: LexborHTMLParser) -> str | None:
    holder = node.css_first(".media_wrap")
    if holder is None:
        return None
    for inner in holder.css("*"):
        classes = inner.attributes.get("class") or ""
        if mark := next((word for name, word in _WRAPS.items() if name in classes), None):
            return mark
        if found := _MEDIA_CLASS.search(classes):
            return found[1]
    return None
