"""Where a person's words end and what stands under all their messages begins: signature, legal notice, device.

A line of two dashes tells it (RFC 3676). Where there is none, a last paragraph that is long enough is looked at: a
name with a post, an address or a telephone number under it, the same under a rule across the page, or the words of
lawyers and virus scanners.
"""

import re
from itertools import islice

LONGEST = 25
"""Lines. Where more follow after a line of two dashes, it was a rule across the page."""
LOOKED_AT = 1_500
"""Characters at the end of a text in which a signature without dashes may begin."""
_SHORT = 40
"""Characters of a last paragraph that is a farewell and a name, and is not looked at."""
_NEAR = 8
"""Lines under a rule or a name in which two must show that it is a signature."""
_NAME = 20
"""Characters before the author's name in its line: a title, a first name."""
_TURNS = 4
"""A signature may stand above a notice, above what a device added."""

_AFTER = ("", " ", "\u00a0")
"""What stands in a line after its two dashes."""
_DEVICE = re.compile(
    r"(?:Sent (?:from|with|using|via) (?:my|Mail|Gmail|Yahoo|Outlook|Samsung|Proton|Mobile)|Get Outlook for"
    r"|Von meinem .{1,40} gesendet"
    r"|Gesendet (?:von|mit) |Envoyé (?:de mon|depuis)|Enviado desde|Enviado do meu|Inviato da|Verstuurd vanaf"
    r"|Sendt fra|Skickat från|Отправлено (?:с|из))\b.{0,60}",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"[\W_]{0,120}+(?:(?:legal |important )?(?:notice|disclaimer|confidential\w*)\b|important\s*:|caution\s*:"
    r"|this (?:e-?mail|message|communication|transmission)\b|the (?:information|contents?) (?:contained |transmitted )?"
    r"(?:in|of|with) this (?:e-?mail|message|communication)|virus-free\b|diese (?:e-?mail|nachricht)\b"
    r"|ce (?:message|courriel|mail)\b|este (?:mensaje|correo|e-?mail)\b|questo messaggio\b|esta mensagem\b)",
    re.IGNORECASE,
)
_LAWYERS = re.compile(
    r"confiden[tzc]|privileged|intended (?:only|solely|recipient|for)|do(?:es)? not reflect|virus|vertraulich"
    r"|confidencial|destinatari|riservat|avast",
    re.IGNORECASE,
)
_RULE = re.compile(r"\n\n[ \t]*+(?:[-_*=~#.+]{5,}+|---)[ \t]*\n")
# What only the lines of a signature hold: where one can be reached, and what one is.
_CONTACT = re.compile(
    r"@[\w-]+\.\w| at [\w-]+\.\w|://|\bwww\.|\d[\d ()./-]{7,}\d|\.(?:com|org|net|edu|gov|io|de|uk|fr|ch|nl|at|au|ca)\b"
    r"|\b(?=[A-ZÉcefmoptv])(?:(?i:tel|phone|ph|fax|mobile|cell|voice|office|e-?mail|skype|twitter)\b[^\n]{0,12}?[:.)]"
    r"|Professor|Prof\.|Ph\. ?D|PhD|M\.?Sc|Univ|Dep(?:artmen)?t\b|Institut|Facult|School|College|Cent(?:er|re)\b"
    r"|Laborator|Scientist|Engineer|Director|Manager|Consultant|Analyst|Developer|Maintainer of|Editor|President"
    r"|Division|Hospital|Museum|Ministry|Agency|Corporation|GmbH|Ltd|Inc\.|LLC|Software|Street|Road\b|Avenue"
    r"|P\.? ?O\.? Box|Seminar|Lehrstuhl|Abteilung|Stra(?:ss|ß)e)"
)


def signature_of(text: str, name: str) -> int:
    """Where the signature begins, or the text's end if there is none. `name` is the author's."""
    end = _after_dashes(text)
    for _ in range(_TURNS):
        end = len(text[:end].rstrip())
        paragraph = text.rfind("\n\n", 0, end) + 2
        if end - paragraph < LOOKED_AT and _DEVICE.fullmatch(text, last := text.rfind("\n", 0, end) + 1, end):
            end = last
        elif end - paragraph < _SHORT:
            break
        elif _NOTICE.match(text, paragraph) and _LAWYERS.search(text, paragraph, end):
            end = paragraph
        elif (begin := _without_dashes(text, end, name)) is not None:
            end = begin
        else:
            break
    return end


def _after_dashes(text: str) -> int:
    """From the end upwards, so that a text of nothing but dashes takes no longer."""
    begin = at = len(text)
    while (at := text.rfind("\n--", 0, at + 2)) >= 0:
        line = text.find("\n", at + 1)
        if text[at + 3 : line if line >= 0 else None] in _AFTER:
            if filled(text[at:]) > LONGEST + 1:
                break
            begin = at
    return begin


def _without_dashes(text: str, end: int, name: str) -> int | None:
    """Under a rule across the page, else under the author's own name; None if neither shows a signature."""
    begin = max(0, end - LOOKED_AT)
    if text[end - 1] not in ".?!":  # what ends so may be words, and is not searched for rules
        for found in _RULE.finditer(text, begin, end):
            if _is_signature(text[found.start() : end].strip("\n").split("\n")):
                return found.start()
    for word in name.replace(",", " ").split():
        named = text.rfind(word, begin, end) if len(word) > 2 else -1
        at = text.rfind("\n", 0, named)
        if named < 0 or named - at > _NAME:
            continue
        lines = text[at + 1 : end].split("\n")
        if len(lines[0]) < 80 and not lines[0].endswith((".", ",", ":")) and _is_signature(lines):
            return at + 1 if _CONTACT.search(lines[0]) else at + 1 + len(lines[0])
    return None


def _is_signature(lines: list[str]) -> bool:
    if sum(map(bool, lines)) > LONGEST:
        return False
    shows = (line for line in islice(filter(str.strip, lines), _NEAR) if _CONTACT.search(line))
    return next(shows, None) is not None and next(shows, None) is not None


def filled(text: str) -> int:
    """How many of its lines are not blank."""
    return text.count("\n") - text.count("\n\n") + (not text.startswith("\n")) - (text.endswith("\n") and text != "\n")
