"""A message as a page shows it → activities. Pure: a piece of HTML in, values out.

A page says less than the JSON of the same channel, whose ids are the same: wherever both were read, the JSON counts.
"""

import re
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from rapport.platforms.discord.markdown import typed
from rapport.platforms.discord.moment import id_of, made
from rapport.platforms.discord.place import Where
from rapport.platforms.discord.read import Unfit
from rapport.platforms.discord.who import DELETED
from rapport.words.activity import Activity, Fact, revision_of
from rapport.words.identity import Identity

SHOWN, SHOWN_EDITED = -1, 1
"""Added to a revision, in microseconds: a message's own times have milliseconds. The page tells in no zone when it was
edited, so its wording gives way to any edit that the JSON tells of, and to the JSON of a message never edited."""

NOTICES = (
    ("joined the server", "join", None),
    ("pinned", "moderation", "pinned"),
    ("changed the channel name", "moderation", "renamed"),
    ("changed the channel icon", "moderation", "icon changed"),
    ("started a thread", "other", "ThreadCreated"),
    ("started a call", "other", "Call"),
)
"""How the page words Discord's own messages, and what the JSON's types become."""

_AUTHOR = ".chatlog__author, .chatlog__author-name, .chatlog__system-notification-author"
_ANSWERED = ".chatlog__reply-link, .chatlog__reference-link"
_WORDS = ".chatlog__markdown-preserve, .preserve-whitespace"
_BODY = ".chatlog__content"
_NUMBER = re.compile(r"\d{1,9}")
_ID = re.compile(r"\d{15,20}")


class Page(NamedTuple):
    place: Where
    names: list[str]
    """As they stand on it: the server's and the channel's."""


class Group(NamedTuple):
    author: Identity | None
    answered: str | None
    """What the message that stands next answers, where that is said in front of it."""


def group_of(node: LexborHTMLParser) -> Group:
    """Who wrote, and what is answered, as far as this piece says."""
    link = node.css_first(_ANSWERED)
    found = _ID.search((link.attributes.get("onclick") or "") if link else "")
    return Group(_author(node), found[0] if found else None)


def read_message(node: LexborHTMLParser, page: Page, group: Group) -> list[Activity]:
    """The message's one activity. Raises Unfit."""
    holder = node.css_first("[data-message-id]")
    id_ = id_of(holder.attributes.get("data-message-id")) if holder else None
    if id_ is None:
        raise Unfit("The message has no id, or one that is no whole number.")
    if group.author is None:
        raise Unfit("The page does not say who wrote the message.")
    place, at = page.place, made(id_)
    # A forum's post and its first message have one id.
    thread = id_ if id_ == place.channel.native_id else place.thread
    kind, action = _kind(node)
    said = kind == "message"
    edited = node.css_first(".chatlog__edited-timestamp") is not None
    author = None if group.author.native_id == DELETED else group.author
    return [
        Activity(
            "discord",
            id_,
            "topic" if thread == id_ and said else kind,
            at,
            author,
            place.channel,
            revision_of(at) + (SHOWN_EDITED if edited else SHOWN),
            parent=(group.answered or (thread if thread != id_ else None)) if said else None,
            thread=thread,
            title=page.names[-1].rsplit(" / ", 1)[-1] if thread == id_ and said and page.names else None,
            text=(_text(node) or _embedded(node, author)) or None if said else None,
            facts=_facts(node, action, edited=edited) or None,
        )
    ]


def _author(node: LexborHTMLParser) -> Identity | None:
    found = node.css_first(_AUTHOR)
    if found is None:
        return None
    handle = (found.attributes.get("title") or "").strip().removesuffix("#0000") or None
    name = found.text(strip=True) or None
    id_ = id_of(found.attributes.get("data-user-id"))
    if id_ is None and handle is None and name is None:
        return None
    tag = node.css_first(".chatlog__author-tag, .chatlog__bot-tag")
    return Identity(
        "discord",
        id_ or f"name:{(handle or name or '').lower()}",
        handle=handle,
        name=name,
        url=f"https://discord.com/users/{id_}" if id_ else None,
        bot=True if tag and tag.text(strip=True) in ("BOT", "APP") else None,
    )


def _kind(node: LexborHTMLParser) -> tuple[str, str | None]:
    notice = node.css_first(".chatlog__system-notification-content")
    if notice is None:
        return "message", None
    words = " ".join(notice.text().split()).lower()
    return next(
        ((kind, action) for begins, kind, action in NOTICES if words.startswith(begins)), ("other", words[:64] or None)
    )


def _text(node: LexborHTMLParser) -> str:
    body = node.css_first(_BODY)
    if body is None:
        return ""
    words = body.css_first(_WORDS) or body.css_first(".markdown, .chatlog__markdown") or body
    return typed(words)


def _embedded(node: LexborHTMLParser, author: Identity | None) -> str:
    """What a program says it often says in an embed alone; a person's embeds are the previews of links."""
    if author is None or not author.bot:
        return ""
    lines: list[str] = []
    for embed in node.css(".chatlog__embed"):
        lines += [typed(each) for each in embed.css(".chatlog__embed-title, .chatlog__embed-description")]
        for field in embed.css(".chatlog__embed-field"):
            name, value = field.css_first(".chatlog__embed-field-name"), field.css_first(".chatlog__embed-field-value")
            if name and value:
                lines.append(f"{typed(name)}: {typed(value)}")
    return "\n".join(filter(None, lines))


def _facts(node: LexborHTMLParser, action: str | None, *, edited: bool) -> dict[str, Fact]:
    counts = [_NUMBER.search(each.text()) for each in node.css(".chatlog__reaction-count")]
    told: dict[str, Fact] = {
        "files": len(node.css(".chatlog__attachment")),
        "stickers": len(node.css(".chatlog__sticker")),
        "reactions": sum(int(count[0]) for count in counts if count),
        "pinned": node.css_first(".chatlog__message-container--pinned, .chatlog__message--pinned") is not None,
        "edited": edited,
        "action": action,
    }
    return {name: fact for name, fact in told.items() if fact}
