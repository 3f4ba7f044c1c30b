"""Where a message begins to hold somebody else's: the line that says who is quoted, the header of an older message."""

import re

# Said above a quotation, in the languages that mailers speak.
_WRITES = (
    r"wrote|writes|schrieb|schreibt|schreef|skrev|kirjoitti|napisa[łl]\w*|napsala?|írta|ha scritto|scrive|escribió"
    r"|escreveu|\ba \S{1,3}crit|a scris|yazdı|написала?|пишет|写道|書きました"
)
_ENDINGS = (":", "：", ">", "...", "wrote", "?")
_CUT = re.compile(r"\s*[\[<(]?\s*(?:\.\.\.|…|snip\w*|cut|gekürzt)[^\n]{0,40}?[\])>]?\s*")
"""Says that the quotation was shortened, above the rest of it."""
_FOLDED = re.compile(r"\n> ?(?:wrote|schrieb\b[^\n]{0,80}|a écrit|escribió|ha scritto|escreveu|skrev)? ?:[ \t]*\n")
"""Gmail folds `On …, Jane <jane@example.org> wrote:` before the last bracket."""
_SURE = re.compile(_WRITES, re.IGNORECASE)
_WHEN = re.compile(r"\d\d:\d\d|\b(?:19|20)\d\d\b|\d{1,2}[./]\d{1,2}[./]\d{2}")
_OPENS = re.compile(r"\W*(?P<word>(?:On|Am|Le|El|Il|Em|Den|Op|Dne|W dniu|At|In|Quoting|Von|From)\b)|[>*\s]*\"?\w.*[<@]")
LINES = 4
"""Lines that such a sentence may be folded into."""
REACH = 500
"""Characters before a quotation in which it stands."""

# Office programs put the whole older message under such a line, without any mark on its own lines.
_OLDER = re.compile(
    r"\n(?=[-*BCDFLOSTVОВ发發寄差보])"
    r"(?:(?:-{3,} ?(?:Original|Forwarded|Urspr|Weitergeleitet|Message d|Mensaje|Messaggio|Oorspr|Begin forw)"
    r"[^\n]{0,60}"
    r"|Begin forwarded message:)\s*\n"
    r"|(?P<head>\*?(?:From|Von|De|Da|Van|Från|Fra|Od|Lähettäjä|От|Від|发件人|發件人|寄件者|差出人|보낸 사람)"
    r" ?[:：]\*?[^\n]*\n"
    r"(?:\*?[^\W\d_][^\n:：]{0,20}[:：]\*?[ \t]?[^\n]*\n){2})"
    r"|(?P<hotmail>(?=(?:Date|To|CC|Subject):)(?:(?:Date|From|To|CC|Subject): ?[^\n]*\n){3,5}))"
)
_HOTMAIL = ("From: ", "Date: ", "Subject: ")
"""What Hotmail's copy of a header holds besides `To:` and `CC:`, in any order."""
_SAID = (
    "wrote", "schrieb", "crit", "escribió", "ha scritto", "escreveu", "skrev", "schreef", "пишет", "написал", "写道"
)  # fmt: skip
"""Said last before the colon; a broken encoding leaves `crit` of `écrit`."""
_COLON = re.compile(r":[ \t\u00a0]*+\n")
_SENT = re.compile(
    r"\n\*?(?:Sent|Gesendet|Envoyé|Enviado(?: el| em)?|Enviada em|Inviato|Verzonden|Skickat|Sendt|Wysłano"
    r"|Odesláno|Lähetetty|Отправлено|Надіслано|发送时间|發送時間|寄件日期|日期|送信日時|보낸 날짜|Date|Datum|Data"
    r"|Fecha|Dato|Дата)\s?[:：]",
    re.IGNORECASE,
)
_RULE = re.compile(r"\s*\n[_-]{5,}\s*\Z")


def attribution(text: str, begin: int, end: int) -> int | None:
    """Where the sentence begins that introduces the quotation at `end`; None if there is none since `begin`.

    `Jane Doe <jane@example.org> wrote:` and the like, folded or not, one blank line after it at most. All three places
    are those of line feeds before lines.
    """
    begin, block = max(begin, end - REACH), end
    for _ in range(3):
        last = text.rfind("\n", begin, end)
        line = text[last + 1 : end]
        if last < 0 or (line and not line.isspace() and not (len(line) < 60 and _CUT.fullmatch(line))):
            break
        end = last
    if last < 0:
        return None
    if not line.rstrip().endswith(_ENDINGS):
        return last if _FOLDED.match(text, block) and (opens := _OPENS.match(line)) and opens["word"] else None
    if line.startswith("On ") and line.endswith("wrote:"):  # nearly all of them
        return last
    begins = _sentence(text, begin, end)
    if begins is None and len(line) < 120 and line.rstrip().endswith((":", "：")) and _says(line):
        return last
    return begins


def _sentence(text: str, begin: int, end: int) -> int | None:
    """Where the sentence begins that ends at `end`, in the same line or one of the few above."""
    told, begins = "", None
    for _ in range(LINES):
        start = text.rfind("\n", begin, end)
        line = text[start + 1 : end]
        if start < 0 or not line or line.isspace():
            break
        told = f"{line} {told}"
        opens = _OPENS.match(line)
        if opens and (begins is None or opens["word"] or line.endswith("<")) and _introduces(told):
            begins = start
        end = start
    return begins


def older(text: str, first: int) -> int | None:
    """Where an older message begins that hangs on unmarked; None if there is none.

    `first`: where the first of the quotations stood that were taken out of the text. Whoever marks what they quote
    does not go on with something unmarked under it.
    """
    if (said := _said_of_all(text, first)) is not None:
        return said
    for found in _OLDER.finditer(text):
        if found["head"] and not _SENT.search(text, found.start(), found.end()):
            continue
        if (hotmail := found["hotmail"]) and not all(name in hotmail for name in _HOTMAIL):
            continue
        before = _RULE.search(text, max(found.start() - 120, 0), found.start())
        return before.start() if before else found.start()
    return None


def _said_of_all(text: str, first: int) -> int | None:
    """`On …, Jane wrote:` with no mark on any line after it: all of them are Jane's."""
    for colon in _COLON.finditer(text, 0, first):
        end = colon.start()
        if text[max(end - 12, 0) : end].rstrip().endswith(_SAID):
            break
    else:
        return None
    begin = attribution(text, 0, colon.end() - 1)
    # With nothing above it, what stands below is the answer, though the quotation has no mark that is known.
    if begin is None or not text[:begin].strip() or not _WHEN.search(text, begin, end):
        return None
    return begin


def _introduces(told: str) -> bool:
    told = told.rstrip()
    if not told.endswith((":", "：")):  # its last word was broken by a wrong encoding, or is not there
        return "@" in told.replace(" at ", "@") and "<" in told and _WHEN.search(told) is not None
    return _says(told) or (_WHEN.search(told) is not None and ("@" in told or " at " in told))


def _says(told: str) -> bool:
    return "wrote" in told or _SURE.search(told) is not None
