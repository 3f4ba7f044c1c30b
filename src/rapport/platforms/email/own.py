"""What a person wrote, told apart from what they quoted, their signature, and what their device added."""

import re
from typing import NamedTuple

from rapport.platforms.email.footers import clean
from rapport.platforms.email.quoting import attribution, older
from rapport.platforms.email.signing import filled, signature_of

# Marked with `>`, eight blanks or three letters before it at most: `JD> like this`, as some write who is quoted.
_QUOTES = re.compile(r"(?:\n(?:[ \t]{0,8}+|[A-Za-z]{1,3}+)>[^\n]*+)++")
_BARS = re.compile(r"(?:\n[ \t]?\|[^\n]*+)++")
"""Some mark with bars. Tables have them too, so that only a line above that says who is quoted makes a quotation."""
_PROMPT = re.compile(r"\n {1,2}> [\w.:$]+ ?(?:\(|<-|=)")
"""A program's prompt with a call or an assignment after it, apart from the quotations as these have no blank before."""
_WIDE, _NARROW = 60, 30
"""Characters of a quoted line that was broken for width, and of the words that fell out of it at most."""


class Own(NamedTuple):
    text: str
    quoted_lines: int = 0
    signature_lines: int = 0
    attachments: int = 0
    """Files that an archive took out and left a notice of."""


def own_words(text: str, *, answers: bool, name: str = "") -> Own:
    """`answers`: whether the message answers another. In one that does not, `> ` is a prompt or the writer's own mark,
    unless the line above it says who is quoted. `name` is the author's."""
    text = f"\n{text}"
    quoted, first = 0, len(text)
    if ">" in text:
        text, quoted, first = _without_quotes(text, ">", answers)
    if "|" in text and "\n|" in text:
        text, marked, at = _without_quotes(text, "|", answers=False)
        quoted, first = quoted + marked, min(first, at)
    if (cut := older(text, first)) is not None:
        quoted += filled(text[cut:])
        text = text[:cut]
    text, attachments = clean(text)
    text = text.rstrip()
    signature = 0
    if (cut := signature_of(text, name)) < len(text):
        signature = filled(text[cut:])
        text = text[:cut].rstrip()
    return Own(_tidy(text).strip("\n"), quoted, signature, attachments)


def _tidy(text: str) -> str:
    """Without blanks at the ends of lines, and with two blank lines together at most."""
    if " \n" in text:
        text = text.replace(" \n", "\n")
        if " \n" in text or "\t\n" in text:
            text = "\n".join(map(str.rstrip, text.split("\n")))
    while "\n\n\n\n" in text:
        text = text.replace("\n\n\n\n", "\n\n\n")
    return text


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


def _without_quotes(text: str, mark: str, answers: bool) -> tuple[str, int, int]:
    """The text, how many lines were quoted, and where in it the first of them stood; its end if there were none."""
    block = _QUOTES if mark == ">" else _BARS
    kept: list[str] = []
    quoted = done = at = 0
    while (at := text.find(mark, at)) >= 0:
        start = text.rfind("\n", done, at)
        found = block.match(text, start) if start >= 0 else None
        if found is None:
            at = text.find("\n", at)
            if at < 0:
                break
            continue
        at = found.end()
        begin = attribution(text, done, start)
        if begin is None:
            if not (answers or done) or (_PROMPT.match(text, start) and "\n>" in text):
                continue
            begin = start if text[start - 1] == "\n" else _torn(text, done, start)
        between = text[done:begin]
        if not done or not between.isspace():
            kept.append(between)
        quoted += text.count("\n", start, at)
        if begin < start:
            quoted += filled(text[begin:start])
        done = at
    if not done:
        return text, 0, len(text)
    kept.append(text[done:])
    return "\n".join(kept), quoted, len(kept[0])


def _torn(text: str, done: int, start: int) -> int:
    """Where a quotation really begins whose line above lost its mark, as mailers do that break lines for width.

    Either some words fell out of a wide quoted line, and stand between it and the next; or a paragraph's first line,
    whose sentence goes on in the marked ones, was not marked.
    """
    above = text.rfind("\n", done, start)
    if above < 0 or start - above < 2:
        return start
    words = text[above + 1 : start]
    if above == done and done - text.rfind("\n", 0, done) > _WIDE and len(words) <= _NARROW and words[0].islower():
        return done
    alone = text[above - 1] == "\n" and len(words) >= _NARROW
    goes_on = text[start : start + 4].lstrip("\n> ")[:1].islower()
    return above if alone and goes_on and (words[-1].isalnum() or words[-1] == ",") else start
