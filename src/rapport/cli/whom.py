"""Of whom a command writes something down, and what it was given to write."""

import sys
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rapport.people.models import Member


def member_here(number: int) -> "Member":
    """Somebody of whom something may be written down.

    Raises NotPossible for nobody, NoteRefused for who was merged away, or whose processing is limited.
    """
    from rapport.cli.people import member_numbered
    from rapport.people.evidence import now_in
    from rapport.people.mine.limiting import is_limited
    from rapport.people.notes.writing import NoteRefused

    member = member_numbered(number)
    if is_limited(member):
        raise NoteRefused(f"Processing of member {number} is limited: see rapport people limit. Nothing was changed.")
    if not member.links.exists():
        others = " and ".join(f"{one} ({one.pk})" for one in now_in(member))
        raise NoteRefused(f"Member {number} is part of {others or 'nobody'} now: use that number. Nothing was changed.")
    return member


def text_given(text: str) -> str:
    """What was written, or with `-` what standard input holds.

    A parameter's callback, so that the input is read before the home is entered: the command at the pipe's other end
    may need the home as well.
    """
    return sys.stdin.read() if text == "-" else text


def numbers_given(words: list[str]) -> list[str]:
    """The numbers that were written, each once, and for `-` those of standard input; a parameter's callback too."""
    said = [word for one in words for word in (sys.stdin.read().split() if one == "-" else [one])]
    wrong = [word for word in said if not (word.isascii() and word.isdecimal() and len(word) < 10)]
    if wrong:
        raise typer.BadParameter(f"'{wrong[0]}' is no number. Nothing was changed.")
    return list(dict.fromkeys(said))
