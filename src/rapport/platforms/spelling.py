"""Which half of Europe wrote a text: its two Windows encodings have the same bytes for different letters."""

import re
from typing import Final

CENTRAL: Final = ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîşţ", "čćđšž")
"""Polish, Czech, Slovak, Hungarian, Romanian; Croatian, Serbian and Slovene: their letters beyond a to z."""
WESTERN: Final = (
    *("àâæçèéêëîïôœùûüÿ", "äöüß", "áéíñóúüïç", "áâãàçéêíóôõúü", "àèéìíîòóùú", "àçèéíïòóúü", "åäöæøéüò"),
    *("áéëïíóöúèêü", "áðéíóúýþæö"),
)
"""French, German, Spanish, Portuguese, Italian, Catalan, the Nordic ones, Dutch, Icelandic."""
_HUNGARIAN: Final = re.compile("õ(?!e)")
"""In Portuguese an e follows (ações, põe); in Hungarian this is how ő is shown by mistake."""
_WORD: Final = re.compile(rb"[A-Za-z\x80-\xff]{2,}")


def is_central(text: bytes) -> bool:
    """Whether more words can be spelt in Central Europe's encoding (cp1250) alone than in the West's (cp1252) alone."""
    votes = 0
    for word in set(_WORD.findall(text)):
        central, western = word.decode("cp1250", "replace").lower(), word.decode("cp1252", "replace").lower()
        if central != western:
            votes += _is_spelt(central, western, CENTRAL)
            votes -= _is_spelt(western, central, WESTERN) and not _HUNGARIAN.search(western)
    return votes > 0


def _is_spelt(word: str, otherwise: str, alphabets: tuple[str, ...]) -> bool:
    """By the letters of one language; quotation marks and dashes are the same in both readings."""
    letters = {
        here for here, there in zip(word, otherwise, strict=True) if here > "~" and (here.isalpha() or here != there)
    }
    return any(letters.issubset(alphabet) for alphabet in alphabets)
