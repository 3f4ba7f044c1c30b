"""Where a message begins to hold somebody else's: the line that says who is quoted, the header of an older message."""

import re

# Said above a quotation, in the languages that mailers speak.
_WRITES = (
    r"wrote|writes|schrieb|schreibt|schreef|skrev|kirjoitti|napisa[łl]\w*|napsala?|írta|ha scritto|scrive|escribió"
    r"|escreveu|\ba \S{1,3}crit|a scris|yazdı|написала?|пишет|写道|書きました"
)
_ENDINGS = (":", "：", ">", "...", "wrote", "?")
_SURE = re.compile(_WRITES, re.IGNORECASE)
_WHEN = re.compile(r"\d\d:\d\d|\b(?:19|20)\d\d\b|\d{1,2}[./]\d{1,2}[./]\d{2}")
_OPENS = re.compile(r"\W*(?P<word>(?:On|Am|Le|El|Il|Em|Den|Op|Dne|W dniu|At|In|Quoting|Von|From)\b)|[>*\s]*\"?\w.*[<@]")
LINES = 4
"""Lines that such a sentence may be folded into."""
REACH = 500
"""Characters before a quotation in which it stands."""

# Office programs put the whole older message under such a line, without any mark on its own lines.
_OLDER = re.compile(
    r"\n(?:(?:-{3,} ?(?:Original|Forwarded|Urspr|Weitergeleitet|Message d|Mensaje|Messaggio|Oorspr|Begin forw)"
    r"[^\n]{0,60}"
    r"|Begin forwarded message:)\s*\n"
    r"|(?P<head>\*?(?:From|Von|De|Da|Van|Från|Fra) ?:\*? [^\n]*\n(?:\*?[A-Z][^\n:]{1,20}:\*?[ \t][^\n]*\n){2}))"
)  # fmt: skip
_ENDS = tuple(f" {said}:\n" for said in ("wrote", "schrieb", "a écrit", "escribió", "ha scritto", "escreveu", "skrev"))
_SENT = re.compile(r"\n\*?(?:Sent|Gesendet|Envoyé|Enviado|Inviato|Verzonden|Skickat|Date|Datum)\s?:", re.IGNORECASE)
_RULE = re.compile(r"\s*\n[_-]{5,}\s*\Z")


def attribution(text: str, begin: int, end: int) -> int | None:
    """Where the sentence begins that introduces the quotation at `end`; None if there is none since `begin`.

    `Jane Doe <jane@example.org> wrote:` and the like, folded or not, one blank line after it at most.
    """
    lines = text[max(begin, end - REACH) : end].split("\n")
    length, number = 0, len(lines) - 1
    while number > 0 and not lines[number].strip() and number > len(lines) - 3:
        length += len(lines[number]) + 1
        number -= 1
    if not lines[number].rstrip().endswith(_ENDINGS):
        return None
    told, begins = "", None
    for line in reversed(lines[max(number - LINES + 1, 0) : number + 1]):
        if not line.strip():
            break
        told = f"{line} {told}"
        length += len(line) + 1
        opens = _OPENS.match(line)
        if opens and (begins is None or opens["word"]) and _introduces(told):
            begins = max(end - length, begin)
    if begins is not None:
        return begins
    alone = lines[number]
    if _says(alone) and alone.rstrip().endswith((":", "：")) and len(alone) < 120:
        return max(end - len("\n".join(lines[number:])) - 1, begin)
    return None


def older(text: str, *, marked: bool) -> int | None:
    """Where an older message begins that hangs on unmarked; None if there is none.

    `marked`: whether quotations were taken out of the text already, so that its writer marks what they quote.
    """
    if not marked and ":\n" in text and (said := _said_of_all(text)) is not None:
        return said
    for found in _OLDER.finditer(text):
        if found["head"] and not _SENT.search(text, found.start(), found.end()):
            continue
        before = _RULE.search(text, max(found.start() - 120, 0), found.start())
        return before.start() if before else found.start()
    return None


def _said_of_all(text: str) -> int | None:
    """`On …, Jane wrote:` with no mark on any line after it: all of them are Jane's."""
    ends = [place + len(end) for end in _ENDS if (place := text.find(end)) >= 0]
    if not ends:
        return None
    begin = attribution(text, 0, min(ends) - 1)
    # With nothing above it, what stands below is the answer, though the quotation has no mark that is known.
    if begin is None or not text[:begin].strip() or not _WHEN.search(text, begin, min(ends)):
        return None
    return begin


def _introduces(told: str) -> bool:
    told = told.rstrip()
    if not told.endswith((":", "：")):  # its last word was broken by a wrong encoding, or is not there
        return "@" in told.replace(" at ", "@") and "<" in told and _WHEN.search(told) is not None
    return _says(told) or (_WHEN.search(told) is not None and ("@" in told or " at " in told))


def _says(told: str) -> bool:
    return "wrote" in told or _SURE.search(told) is not None
