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
# A name begins where another person ended, so that a line of any length is looked through once.
_PERSON = re.compile(r"(?:^|(?<=[<>]))([^<>]*+)<([^<>]*+)>")
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
        more, credited = _split_trailers(_unfold(others), len(others))
        head = " ".join([first, *more])
    body = body.strip("\n")
    if ":" in body:  # else no line of it can be a trailer
        lines = _unfold(body.split("\n"))
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
        trailer = _TRAILER.fullmatch(line)
        closing = number >= block
        if trailer and (closing or _names_somebody(trailer)):
            found += _credits(trailer)
            folding = closing
        elif not (closing and line.startswith(_PICKED)) and not (folding and line[:1] in (" ", "\t")):
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


def _unfold(lines: list[str]) -> list[str]:
    """The lines with every address that was folded onto the line after its trailer back in its place."""
    whole: list[str] = []
    for line in lines:
        if line[:1] in (" ", "\t") and "@" in line and whole and _TRAILER.fullmatch(whole[-1]):
            joined = f"{whole[-1]} {line.strip()}"
            trailer = _TRAILER.fullmatch(joined)
            if trailer and _names_somebody(trailer):
                whole[-1] = joined
                continue
        whole.append(line)
    return whole


def _names_somebody(trailer: re.Match[str]) -> bool:
    """Whether a line is a trailer wherever it stands: it credits an address, or ends in one."""
    key, value = trailer[1].lower(), trailer[2].strip(" \t,")
    return (
        _ADDRESS.fullmatch(value) is not None
        or (value.endswith(">") and "@" in value)
        or (key in KINDS and "@" in value)
    )


def _credits(trailer: re.Match[str]) -> list[Credit]:
    kinds = KINDS.get(trailer[1].lower(), ())
    return [Credit(kind, name, email) for kind in kinds for name, email in _people(trailer[2])]


def _people(value: str) -> list[tuple[str, str]]:
    """The names and addresses in a trailer's value: `A <a@x>`, several of these, an address, or a bare name."""
    people = [(name.strip(" \t,;&\"'"), email.strip()) for name, email in _PERSON.findall(value)]
    if not people:
        bare = value.strip()
        people = [("", bare)] if _ADDRESS.fullmatch(bare) else [(bare, "")]
    return [(name, email) for name, email in people if name or email]
