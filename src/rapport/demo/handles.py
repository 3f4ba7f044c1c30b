"""What one person is called on each platform: the same handle in most places, another one in some, as in life."""

from random import Random

from anyascii import anyascii

from rapport.demo.names import Name, nickname
from rapport.demo.organisations import Organisation
from rapport.words.identity import Identity, git_author

MAILBOXES = ("post.example", "inbox.example", "fastmailbox.example", "letterbox.example")
"""Providers of addresses for everybody: no employer follows from `.example`."""
SERVERS = ("toot.example", "hachy.example", "fosstodon.example", "social.example")


class Called:
    """How a person goes by. Native ids come from their number, so that no two people share one."""

    def __init__(self, chance: Random, number: int, name: Name, works_at: Organisation | None, staff: bool) -> None:
        self._chance, self._number, self.name, self._works_at = chance, number, name, works_at
        self._staff = staff or None
        self._nick = nickname(chance) if chance.random() < 0.3 and not staff else ""
        self._usual = self._nick or self._from_name()
        self._private = f"{self._from_name()}@{chance.choice(MAILBOXES)}"
        if chance.random() < 0.5:
            self._private = f"{self._usual}{number % 90 + 10}@{chance.choice(MAILBOXES)}".replace("-", ".")
        self._private = self._private.replace("@", f"{number % 7 or ''}@") if chance.random() < 0.3 else self._private
        self.work = self._at_work()

    def on(self, platform: str) -> Identity:
        """The person's handle on a platform; asked once for each."""
        makers = {"git": self._git, "email": self._mail, "calendar": self._mail, "meeting": self._mail}
        if platform in makers:
            return self._mail_of(platform) if platform != "git" else self._git()
        handle = self._handle()
        name = self._shown(platform)
        email = self.address() if platform == "slack" else None
        number = 1_000_000 + self._number
        native = {
            "discord": f"9{number}00000000{self._number % 10}",
            "slack": f"U0DEMO{number}",
            "discourse": f"forum.tidemark.alt/{number}",
            "github": f"90{number}",
            "stackexchange": f"stackoverflow.com/90{number}",
            "x": f"90{number}77",
            "youtube": f"UCdemo{number}",
            "telegram": f"90{number}",
            "bluesky": f"did:plc:demo{number}",
            "matrix": f"@{handle}:matrix.example",
            "mastodon": f"{handle}@{self._chance.choice(SERVERS)}",
            "linkedin": f"{self.name.full.lower().replace(' ', '-')}-{self._number:x}",
        }.get(platform, f"{handle}-{self._number}" if platform == "dev" else handle)
        if platform in ("matrix", "mastodon"):
            handle = native
        if platform == "bluesky":
            handle = f"{handle.replace('_', '-')}.bsky.example"
        if platform == "linkedin":
            handle = native
        return Identity(platform, native, handle, name, email, staff=self._staff)

    def address(self) -> str:
        """Where they get their mail: at work for those who do this for their work."""
        return self.work if self.work and (self._staff or self._chance.random() < 0.55) else self._private

    def _git(self) -> Identity:
        draw = self._chance.random()
        if draw < 0.2 and not self._staff:
            login = self._handle()
            return git_author(self.name.full, f"90{1_000_000 + self._number}+{login}@users.noreply.github.com")
        return git_author(self.name.full if draw < 0.85 else self._usual, self.address())

    def _mail(self) -> Identity:
        return self._mail_of("email")

    def _mail_of(self, platform: str) -> Identity:
        address = self.address()
        return Identity(platform, address, None, self.name.full, address, staff=self._staff)

    def _at_work(self) -> str | None:
        if self._works_at is None:
            return None
        given, family = plain(self.name.given), plain(self.name.family)
        form = len(self._works_at.domain) % 3  # each employer has its own habit
        local = (f"{given}.{family}", f"{given[0]}{family}", f"{given[0]}.{family}")[form]
        return (
            f"{local}{self._number % 50 or ''}@{self._works_at.domain}" if form else f"{local}@{self._works_at.domain}"
        )

    def _handle(self) -> str:
        """The usual one on most platforms; on some it was taken, or they thought of something else."""
        draw = self._chance.random()
        if draw < 0.62:
            return self._usual
        if draw < 0.78:
            return f"{self._usual}{self._chance.choice(('1', '_', '42', '-dev', '2', 'x', '99', '_oss'))}"
        if draw < 0.93:
            return self._from_name()
        return f"{nickname(self._chance)}{self._chance.randrange(10, 99)}"

    def _from_name(self) -> str:
        given, family = plain(self.name.given), plain(self.name.family)
        forms = (f"{given}{family}", f"{given[0]}{family}", f"{given}.{family}", f"{given}_{family[0]}",
                 f"{given}{family[:3]}", f"{family}{given[0]}", f"{given}-{family}")  # fmt: skip
        return self._chance.choice(forms) + self._chance.choice(("", "", "", str(self._number % 97 + 3)))

    def _shown(self, platform: str) -> str | None:
        """The name beside the handle: in full at work, a first name or none among friends."""
        draw = self._chance.random()
        if platform in ("linkedin", "slack") or self._staff:
            return self.name.full
        if self.name.native and draw < 0.4:
            return self.name.native
        if draw < 0.5:
            return self.name.full
        return self.name.given if draw < 0.68 else None


def plain(name: str) -> str:
    """In small Latin letters."""
    return anyascii(name.replace("ü", "ue").replace("ö", "oe").replace("ä", "ae")).lower().replace("'", "")
