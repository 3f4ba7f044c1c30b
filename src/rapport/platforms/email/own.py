"""What a person wrote, told apart from what they quoted, their signature, and what their device added."""

import re
from typing import NamedTuple

from rapport.platforms.email.quoting import attribution, older

LONGEST_SIGNATURE = 25
"""Lines. Where more follow after a line of two dashes, it was a rule across the page."""

# Marked with `>`, eight blanks or three letters before it at most: `JD> like this`, as some write who is quoted.
_BLOCK = re.compile(r"\n(?:[ \t]{0,8}|[A-Za-z]{1,3})>[^\n]*(?:\n+(?:[ \t]{0,8}|[A-Za-z]{1,3})>[^\n]*)*")
_BARS = re.compile(r"\n[ \t]?\|[^\n]*(?:\n+[ \t]?\|[^\n]*)*")
"""Some mark with bars. Tables have them too, so that only a line above that says who is quoted makes a quotation."""
_DASHES = ("\n--\n", "\n-- \n", "\n--\u00a0\n")
_DEVICE = re.compile(
    r"(?:Sent from (?:my|Mail)|Get Outlook for|Von meinem .{1,40} gesendet|Envoyé de mon)\b.{0,60}", re.IGNORECASE
)
_APART = re.compile(r"\n{4,}")


class Own(NamedTuple):
    text: str
    quoted_lines: int = 0
    signature_lines: int = 0


def own_words(text: str, *, answers: bool) -> Own:
    """`answers`: whether the message answers another. In one that does not, `> ` is a prompt or the writer's own mark,
    unless the line above it says who is quoted."""
    text = f"\n{text}"
    quoted = signature = 0
    if ">" in text:
        text, quoted = _without_quotes(text, _BLOCK, answers)
    if "|" in text and "\n|" in text:
        text, marked = _without_quotes(text, _BARS, answers=False)
        quoted += marked
    if (cut := older(text, marked=bool(quoted))) is not None:
        quoted += _filled(text[cut:])
        text = text[:cut]
    if "\n--" in text:
        text, signature = _without_signature(text)
    text = text.rstrip()
    last = text.rfind("\n") + 1
    if _DEVICE.fullmatch(text, last):
        text = text[:last].rstrip()
    if " \n" in text or "\t\n" in text:
        text = "\n".join(map(str.rstrip, text.split("\n")))
    if "\n\n\n\n" in text:
        text = _APART.sub("\n\n\n", text)
    return Own(text.strip("\n"), quoted, signature)


def unflow(text: str, *, delsp: bool) -> str:
    """Lines that were broken for width are one again (RFC 3676); a signature's dashes stay."""
    whole: list[str] = []
    line: list[str] = []
    for each in text.split("\n"):
        bare = each[1:] if each.startswith(" ") else each
        if line and (each.startswith(">") or each == "-- "):
            whole.append("".join(line))
            line = []
        if bare.endswith(" ") and not each.startswith(">") and each != "-- ":
            line.append(bare[:-1] if delsp else bare)
        else:
            whole.append("".join([*line, bare]))
            line = []
    return "\n".join([*whole, "".join(line)] if line else whole)


def _without_quotes(text: str, block: re.Pattern[str], answers: bool) -> tuple[str, int]:
    kept: list[str] = []
    quoted, done = 0, 0
    for found in block.finditer(text):
        begin = attribution(text, done, found.start())
        if begin is None and not (answers or done):
            continue
        begin = found.start() if begin is None else begin
        kept.append(text[done:begin])
        quoted += _filled(text[begin : found.end()])
        done = found.end()
    if not done:
        return text, 0
    kept.append(text[done:])
    return "\n".join(kept), quoted


def _without_signature(text: str) -> tuple[str, int]:
    """From the end upwards, so that a text of nothing but dashes takes no longer."""
    whole = f"{text}\n"
    if not any(dashes in whole for dashes in _DASHES):
        return text, 0
    begin, at = len(text), len(text)
    while (at := max(whole.rfind(dashes, 0, at + 1) for dashes in _DASHES)) >= 0:
        if _filled(text[at:]) > LONGEST_SIGNATURE + 1:
            break
        begin = at
    return text[:begin], _filled(text[begin:]) if begin < len(text) else 0


def _filled(text: str) -> int:
    """How many of its lines are not blank."""
    return text.count("\n") - text.count("\n\n") + (not text.startswith("\n")) - (text.endswith("\n") and text != "\n")
