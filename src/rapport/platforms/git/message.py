"""A commit message: its title, its text, and the people whom its trailers credit."""

import re
from typing import NamedTuple


class Credit(NamedTuple):
    """Somebody whom a trailer names, and the kind of activity that it credits."""

    kind: str
    name: str
    email: str


class Message(NamedTuple):
    title: str | None
    text: str | None
    """The body without trailers: they hold other people's addresses."""
    credits: tuple[Credit, ...]


KINDS = {
    "co-authored-by": ("coauthor",),
    "co-developed-by": ("coauthor",),
    "reviewed-by": ("review",),
    "acked-by": ("review",),
    "tested-by": ("test",),
    "reported-by": ("report",),
    "suggested-by": ("report",),
    "reported-and-tested-by": ("report", "test"),
    "signed-off-by": ("signoff",),
}

_TRAILER = re.compile(r"([A-Za-z0-9][A-Za-z0-9-]*)[ \t]*:[ \t]*(.*)")
_PERSON = re.compile(r"([^<>]*)<([^<>]*)>")
_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+")
# "(cherry picked from commit …)" stands among trailers without being one.
_PICKED = "(cherry picked from commit "


def read_message(message: str) -> Message:
    """The parts of a message as git gives it: the title is its first paragraph on one line."""
    if "\r" in message:
        message = message.replace("\r\n", "\n")
    head, _, body = message.strip().partition("\n\n")
    credited: tuple[Credit, ...] = ()
    if "\n" in head:
        first, *others = head.split("\n")
        # Some leave out the empty line between the title and the trailers.
        more, credited = _split_trailers(others, len(others))
        head = " ".join([first, *more])
    body = body.strip("\n")
    if ":" in body:  # else no line of it can be a trailer
        lines = body.split("\n")
        kept, found = _split_trailers(lines, _block_start(lines))
        body, credited = "\n".join(kept).strip(), credited + found
    return Message(head or None, body or None, credited)


def _split_trailers(lines: list[str], block: int) -> tuple[list[str], tuple[Credit, ...]]:
    """The lines that are no trailers, and the credits of those that are.

    From line `block` on, every line that looks like a trailer is one. Before it, a line is one if it ends in
    an address: squashed merges leave the trailers of every commit in between.
    """
    kept: list[str] = []
    found: list[Credit] = []
    folding = False
    for number, line in enumerate(lines):
        if folding and line[:1] in (" ", "\t") and line.strip():
            continue  # git folds a long trailer onto lines that begin with white space
        trailer = _TRAILER.fullmatch(line)
        folding = trailer is not None and (number >= block or _names_somebody(trailer[2]))
        if trailer and folding:
            found += _credits(trailer[1].lower(), trailer[2])
        elif not (number >= block and line.startswith(_PICKED)):
            kept.append(line)
    return kept, tuple(found)


def _block_start(lines: list[str]) -> int:
    """The line where the closing block of trailers begins; the number of lines if there is none.

    Git's rule (interpret-trailers): every line is a trailer, or a quarter of them and one that git writes itself.
    """
    start = max((number + 1 for number, line in enumerate(lines) if not line.strip()), default=0)
    block = [line for line in lines[start:] if line[:1] not in (" ", "\t")]
    trailers = sum(_TRAILER.fullmatch(line) is not None for line in block)
    picked = sum(line.startswith(_PICKED) for line in block)
    signed = any(line.lower().startswith("signed-off-by:") for line in block)
    if trailers and (trailers + picked == len(block) or ((signed or picked) and 4 * trailers >= len(block))):
        return start
    return len(lines)


def _names_somebody(value: str) -> bool:
    """Whether a value ends in `<address>` or is nothing but an address."""
    return bool(_ADDRESS.fullmatch(value.strip()) or ("@" in value and value.rstrip().endswith(">")))


def _credits(key: str, value: str) -> list[Credit]:
    kinds = KINDS.get(key)
    if kinds is None:
        return []
    return [Credit(kind, name, email) for kind in kinds for name, email in _people(value)]


def _people(value: str) -> list[tuple[str, str]]:
    """The names and addresses in a trailer's value: `A <a@x>`, several of these, an address, or a bare name."""
    people = [(name.strip(" \t,;&\"'"), email.strip()) for name, email in _PERSON.findall(value)]
    if not people:
        bare = value.strip()
        people = [("", bare)] if _ADDRESS.fullmatch(bare) else [(bare, "")]
    return [(name, email) for name, email in people if name or email]
