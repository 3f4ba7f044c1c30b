"""What WhatsApp itself says in a chat, in the language of the phone: who came and went, what was left out."""

import re
from typing import NamedTuple

from rapport.platforms.whatsapp.stamps import MARKS

_LISTED = re.compile(r",\s+|\s+(?:and|und|y|e|et|en)\s+")
_YOU = frozenset(
    {
        *("you", "du", "dich", "sie", "tú", "ti", "usted", "ustedes"),
        *("vous", "toi", "você", "vocês", "te", "jij", "je", "u"),
    }
)
"""The one who made the export, whom their own lines do not name."""

_JOINS = (
    r"(?P<who>.+) joined (?:using|via|from|the group|this group|the community).*",
    r"(?P<who>.+) (?:was|were) added",
    r".+? added (?P<who>.+)",
    r"(?P<who>.+) ist (?:der Gruppe )?(?:mittels|über|per|mit) .*beigetreten",
    r"(?P<who>.+) ist der Gruppe beigetreten",
    r"(?P<who>.+) wurden? hinzugefügt",
    r".+? (?:hat|hast|haben) (?P<who>.+) hinzugefügt",
    r"(?P<who>.+) se unió .*",
    r"Se añadió a (?P<who>.+)",
    r".+? (?:añadió|añadiste) a (?P<who>.+)",
    r"(?P<who>.+) (?:a rejoint|s'est joint|s’est joint) .*",
    r"(?P<who>.+) a été ajoutée?",
    r".+? (?:a|avez|as) ajouté (?P<who>.+)",
    r"(?P<who>.+) entrou .*",
    r".+? (?:adicionou|adicionaste) (?P<who>.+)",
    r"(?P<who>.+) (?:è entrat[oa]|si è unit[oa]) .*",
    r".+? (?:ha|hai) aggiunto (?P<who>.+)",
    r"(?P<who>.+) neemt .*deel .*",
    r".+? (?:heeft|hebt) (?P<who>.+) toegevoegd",
)
_LEAVES = (
    r"(?P<who>.+) left(?: the group)?",
    r".+? removed (?P<who>.+)",
    r"(?P<who>.+) hat die Gruppe verlassen",
    r".+? (?:hat|hast|haben) (?P<who>.+) entfernt",
    r"(?P<who>.+) (?:salió|ha salido)(?: del grupo)?",
    r".+? (?:eliminó|eliminaste) a (?P<who>.+)",
    r"(?P<who>.+) a quitté(?: le groupe)?",
    r"(?P<who>.+) est partie?",
    r".+? (?:a|avez|as) (?:retiré|supprimé) (?P<who>.+)",
    r"(?P<who>.+) saiu(?: do grupo)?",
    r".+? (?:removeu|removeste) (?P<who>.+)",
    r"(?P<who>.+) ha (?:abbandonato|lasciato)(?: il gruppo)?",
    r".+? (?:ha|hai) rimosso (?P<who>.+)",
    r"(?P<who>.+) heeft de groep verlaten",
    r".+? (?:heeft|hebt) (?P<who>.+) verwijderd",
)
_MOVES = [(kind, re.compile(form)) for kind, forms in (("join", _JOINS), ("leave", _LEAVES)) for form in forms]
_GROUP = re.compile(
    r"\b(?:group|gruppen?|grupo|groupe|gruppo|groep|grupp|gruppe\w*|grup|grupę|grupa|skupin\w*|csoport\w*|групп\w+"
    r"|community)\b|グループ|群組|群组|그룹",
    re.IGNORECASE,
)
_DELETED = re.compile(
    r"(?:This message was deleted|You deleted this message|Diese Nachricht wurde gelöscht|Du hast diese Nachricht "
    r"gelöscht|Se eliminó este mensaje|Eliminaste este mensaje|Ce message a été supprimé|Vous avez supprimé ce message"
    r"|Mensagem apagada|Esta mensagem foi apagada|Essa mensagem foi apagada|Questo messaggio è stato eliminato"
    r"|Dit bericht (?:is|werd) verwijderd)\.?"
)
_OMITTED = re.compile(
    r".{1,40} (?:omitted|weggelassen|ausgelassen|omitid[oa]s?|omise?s?|omess[oaie]|ocultad[oa]s?|weggelaten)"
)
_OMITTED_BY_ANDROID = re.compile(r"<[^<>:\n]{3,40}>")
_FILE = re.compile(
    r"\u200e?<[^<>:\n]{1,30}: ?[^<>\n]{1,200}\.\w{2,5}>|(?m:^\u200e?\S[^\n/]{0,200}\.\w{2,5} \([^()\n]{3,40}\)$)"
)
_POLL = re.compile(r"[^\W\da-z_]{4,12}:\n")
_EDITED = re.compile(r"\s*(?:\u200e<[^<>\n]{3,60}>|<This message was edited>)$")


class Move(NamedTuple):
    kind: str
    who: list[str]


def move_in(said: str) -> Move | None:
    """Somebody's coming or going, or several people's; nobody where it is whoever made the export."""
    said = said.strip().removesuffix(".")
    if len(said) > 2_000 or "\n" in said:
        return None
    for kind, form in _MOVES:
        if found := form.fullmatch(said):
            return Move(kind, [who for who in _LISTED.split(found["who"]) if who and who.casefold() not in _YOU])
    return None


def is_of_group(said: str) -> bool:
    """Whether what WhatsApp says is said in groups alone."""
    return _GROUP.search(said[:2_000]) is not None or move_in(said) is not None


def is_deleted(text: str) -> bool:
    return _DELETED.fullmatch(text.strip()) is not None


def is_omitted(text: str) -> bool:
    """Whether a picture or the like stood here, which was left out of the export: `<Media omitted>`, or on an iPhone
    `image omitted` behind U+200E, without which it would be what somebody wrote."""
    words = MARKS.sub("", text[:200]).strip()
    iphone = text.startswith("\u200e") and _OMITTED.fullmatch(words)
    return bool(iphone or _OMITTED_BY_ANDROID.fullmatch(words))


def is_of_a_person(text: str) -> bool:
    """Whether WhatsApp's words stand for what somebody sent: a picture that was left out, a file, a poll."""
    return is_omitted(text) or _POLL.match(MARKS.sub("", text)) is not None or without_files(text)[1] > 0


def without_files(text: str) -> tuple[str, int]:
    """The text without the names of attached files, and how many these are."""
    return _FILE.subn("", text)


def without_edited(text: str) -> tuple[str, bool]:
    """The text without WhatsApp's note that it was edited."""
    plain, count = _EDITED.subn("", text)
    return plain, bool(count)
