"""What one person is called on each platform: the same handle in most places, another one in some, as in life."""

from random import Random

from anyascii import anyascii

from rapport.demo.names import Name, nickname
from rapport.demo.organisations import Organisation
from rapport.words.identity import Identity, git_author

MAILBOXES = ("post.example", "inbox.example", "fastmailbox.example", "letterbox.example")
"""Providers of addresses for everybody: no employer follows from `.example`."""
SERVERS = ("toot.example", "hachy.example", "harbour.example", "social.example")

TOLD = {"slack": 1.0, "discourse": 1.0, "github": 0.5, "linkedin": 0.4}
"""How many accounts' addresses what comes from a platform tells."""

_NATIVE = {
    "discord": "91{n:015d}",
    "slack": "U0DEMO{n:05d}",
    "discourse": "forum.tidemark.alt/{n}",
    "github": "90{n:07d}",
    "stackexchange": "stackoverflow.com/90{n:07d}",
    "x": "90{n:017d}",
    "youtube": "UCdemo{n:018d}",
    "telegram": "90{n:08d}",
    "bluesky": "did:plc:demo{n}",
    "threads": "90{n:015d}",
    "linkedin": "{slug}-{n:x}",
    "matrix": "@{handle}:matrix.example",
    "mastodon": "{handle}@{server}",
}
"""What each platform tells its accounts apart by; where nothing stands here, by the handle."""
_HANDLES = {"matrix": "{native}", "mastodon": "{native}", "linkedin": "{native}", "bluesky": "{handle}.bsky.example"}
"""Where a handle is more than the word that one chose."""


class Called:
    """How a person goes by. `taken` holds what others are told apart by, as nobody can have the same."""

    def __init__(
        self, chance: Random, number: int, name: Name, works_at: Organisation | None, *, staff: bool, taken: set[str]
    ) -> None:
        self._chance, self._number, self._name, self._taken = chance, number + 1, name, taken
        self._staff = staff or None
        self._mine: set[str] = set()
        self._usual = self._own(nickname(chance) if chance.random() < 0.3 and not staff else self._from_name())
        word = self._usual.replace("-", ".") if chance.random() < 0.5 else self._from_name()
        self._private = self._free(word, f"@{chance.choice(MAILBOXES)}")
        self._work = self._at_work(works_at) if works_at and (staff or chance.random() < 0.7) else None
        self._torn = not staff and chance.random() < 0.35

    def on(self, platform: str) -> Identity:
        """The person's handle on a platform; asked once for each."""
        if platform == "email":
            return self.mail(platform)
        form = _NATIVE.get(platform, "{handle}")
        handle = self._handle()
        server = self._chance.choice(SERVERS)
        slug = plain(self._name.full).replace(" ", "-")
        native = form.format(n=self._number, handle=handle, server=server, slug=slug)
        while not self._taken.isdisjoint((f"{platform} {native}", f"{platform} {handle}")):
            handle += str(self._number % 10)
            native = form.format(n=self._number, handle=handle, server=server, slug=slug)
        self._taken |= {f"{platform} {native}", f"{platform} {handle}"}
        shown = _HANDLES.get(platform, "{handle}").format(handle=handle, native=native)
        told = self._staff or self._chance.random() < TOLD.get(platform, 0.0)
        email = self._address() if told else None
        return Identity(platform, native, shown, self._shown(platform), email, staff=self._staff)

    def mail(self, platform: str) -> Identity:
        """By the address that they have for this."""
        address = self._address()
        return Identity(platform, address, None, self._name.full, address, staff=self._staff)

    def author(self) -> Identity:
        """Under whom they commit: name and address, or the address that GitHub gives."""
        draw = self._chance.random()
        if draw < 0.2 and not self._staff:
            address = f"90{self._number:07d}+{plain(self._usual)}@users.noreply.github.com"
            return git_author(self._name.full, address)
        return git_author(self._name.full if draw < 0.85 or self._staff else self._usual, self._address())

    def _address(self) -> str:
        """Who does it for their work mostly writes from there; some from here and from there."""
        if self._work is None or (self._torn and self._chance.random() < 0.5):
            return self._private
        return self._work

    def _at_work(self, works_at: Organisation) -> str:
        given, family = plain(self._name.given), plain(self._name.family).split()[0]
        habit = len(works_at.domain) % 3
        return self._free(
            (f"{given}.{family}", f"{given[0]}{family}", f"{given[0]}.{family}")[habit], f"@{works_at.domain}"
        )

    def _free(self, word: str, end: str) -> str:
        """The word, with a number behind it where somebody has it."""
        found = word + end
        while found in self._taken:
            word += str(self._number % 10)
            found = word + end
        self._taken.add(found)
        return found

    def _handle(self) -> str:
        """The usual one on most platforms; on some it was taken, or they thought of something else."""
        draw = self._chance.random()
        if draw < 0.62:
            return self._usual
        if draw < 0.78:
            return self._own(f"{self._usual}{self._chance.choice(('1', '_', '42', '-dev', '2', 'x', '99', '_oss'))}")
        if draw < 0.93:
            return self._own(self._from_name())
        return self._own(f"{nickname(self._chance)}{self._chance.randrange(10, 99)}")

    def _own(self, word: str) -> str:
        """The word, if nobody else goes by it; now and then two do, as in life."""
        while f"handle {word}" in self._taken and word not in self._mine and self._chance.random() < 0.97:
            word += str(self._number % 10)
        self._taken.add(f"handle {word}")
        self._mine.add(word)
        return word

    def _from_name(self) -> str:
        given, family = plain(self._name.given), plain(self._name.family).split()[0]
        forms = (
            f"{given}{family}",
            f"{given[0]}{family}",
            f"{given}.{family}",
            f"{given}_{family[0]}",
            f"{given}{family[:3]}",
            f"{family}{given[0]}",
            f"{given}-{family}",
        )
        return self._chance.choice(forms) + self._chance.choice(("", "", "", str(self._number % 97 + 3)))

    def _shown(self, platform: str) -> str | None:
        """The name beside the handle: in full at work, a first name or none among friends."""
        draw = self._chance.random()
        if platform in ("linkedin", "slack") or self._staff:
            return self._name.full
        if self._name.native and draw < 0.4:
            return self._name.native
        if draw < 0.5:
            return self._name.full
        return self._name.given if draw < 0.68 else None


def plain(name: str) -> str:
    """In small Latin letters, as one writes a name in an address."""
    return anyascii(name.replace("ü", "ue").replace("ö", "oe").replace("ä", "ae")).lower().replace("'", "")
