"""An entry of a feed → its activity. Pure. The decisions are told in docs/platforms/feed.md."""

import re
from collections import Counter
from datetime import datetime
from hashlib import blake2b

from rapport.platforms.feed.entry import Entry, Feed, Moment, NotReadable, Person
from rapport.platforms.feed.moment import moment_of_address
from rapport.words.activity import Activity, Fact, revision_of
from rapport.words.identity import Channel, Identity
from rapport.words.records import Record, Told

_EVERYWHERE = re.compile(r"(?:https?|tag|urn):\S", re.IGNORECASE)
"""Ids that mean the same in every feed. Others (`42`) are one feed's own."""
SEEN_UNDATED = 1
"""The revision of an entry of which only its file's time is known: the first file that had it decides."""


class Reader:
    """Reads the entries of one feed, in its order. `saved_at`: when the file was, if that is known."""

    def __init__(self, feed: Feed, file: str, saved_at: datetime | None = None) -> None:
        self._feed = feed
        self._saved_at = saved_at
        self.key = feed.own or feed.id or feed.site or feed.title or file.rsplit("/", 1)[-1]
        named = feed.title or feed.site or feed.own
        self.channel = Channel(
            "feed", self.key, named or self.key, url=feed.site or feed.own, stands_in=not feed.title or None
        )
        self._seen: Counter[str] = Counter()

    def record(self, entry: Entry, position: str) -> Record:
        """The entry's activity, and whom it names besides its first author. NotReadable for one without any time."""
        moment, marks = self._dated(entry)
        people = [identity_of(person, self.key) for person in entry.authors or self._feed.authors]
        last = entry.updated or moment
        answers = self._native(entry.answers) if entry.answers else None
        article = Activity(
            platform="feed",
            native_id=self._native(entry.id or entry.link or self._made_up(entry)),
            kind="comment" if answers else "article",
            at=moment.at,
            author=people[0] if people else None,
            channel=self.channel,
            revision=SEEN_UNDATED if "dated_by_file" in marks else revision_of(max(last.at, moment.at)),
            zone=moment.zone,
            parent=answers,
            thread=answers,
            title=entry.title,
            text=entry.text,
            url=entry.link,
            facts=self._facts(entry) | marks or None,
        )
        return Record(position, [article], people=[Told(who, moment.at) for who in people[1:]])

    def _dated(self, entry: Entry) -> tuple[Moment, dict[str, Fact]]:
        """When an entry was, and, where it does not say so itself, what says so in its place."""
        if own := entry.published or entry.updated:
            return own, {}
        for address in (entry.link, entry.id):
            if address and (found := moment_of_address(address)):
                return found[0], {"dated_by_address": found[1]}
        if self._feed.at:
            return self._feed.at, {"dated_by_feed": True}
        if self._saved_at:
            return Moment(self._saved_at, None), {"dated_by_file": True}
        raise NotReadable("The entry has no date that can be read, and neither has its feed.")

    def _native(self, own: str) -> str:
        return own if _EVERYWHERE.match(own) else f"{self.key} {own}"

    def _made_up(self, entry: Entry) -> str:
        """Of an entry without id and link: a hash of what it says, and which one of the same it is."""
        moment = entry.published or entry.updated
        said = (str(moment.at) if moment else "", entry.title or "", entry.text or "", *map(str, entry.authors))
        digest = blake2b("\0".join(said).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
        self._seen[digest] += 1
        return f"{digest}#{self._seen[digest]}"

    def _facts(self, entry: Entry) -> dict[str, Fact]:
        facts: dict[str, Fact] = {
            "categories": entry.categories or None,
            "enclosures": entry.enclosures or None,
            "authors": len(entry.authors) if len(entry.authors) > 1 else None,
            "comments": entry.comments,
            "comments_page": entry.comments_page,
            "comments_feed": entry.comments_feed,
        }
        return {name: value for name, value in facts.items() if value is not None}


def identity_of(person: Person, feed: str) -> Identity:
    """A page of one's own is one's own; an address may be shared (Blogger's `noreply@`), a name is the feed's own."""
    if person.url:
        native_id = person.url
    elif person.email:
        native_id = f"{person.name or ''} <{person.email}>".strip()
    else:
        native_id = f"{person.name} @ {feed}"
    return Identity("feed", native_id, name=person.name, email=person.email, url=person.url)
