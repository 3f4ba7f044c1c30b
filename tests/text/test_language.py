"""Languages are told where they can be, and not guessed where they cannot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.text.language import UNKNOWN, language_of

TOLD = {
    "de": "Danke für die schnelle Hilfe, das hat geklappt.",
    "en": "I get a null pointer exception when I call the constructor twice.",
    "es": "No funciona en mi ordenador, ¿alguna idea?",
    "fr": "Ça ne marche pas chez moi, vous avez une idée ?",
    "ja": "インストールできません。助けてください。",
    "ko": "설치가 되지 않습니다. 도와주세요.",
    "pt": "Não consigo instalar o pacote, alguém pode ajudar?",
    "ru": "У меня не собирается проект, что делать?",
    "zh": "我安装这个软件的时候失败了,请问应该怎么解决这个问题?",
}


@pytest.mark.parametrize(("code", "text"), TOLD.items())
def test_a_sentence_has_its_language(code: str, text: str) -> None:
    assert language_of(text) == code


@pytest.mark.parametrize(("code", "text"), TOLD.items())
def test_code_and_links_change_nothing(code: str, text: str) -> None:
    fence = "```py\nfor item in things:\n    print('hello world', item)\n```"
    around = f"{fence}\n{text} `return None` https://example.org/the/way @someone"
    assert language_of(around) == code


@pytest.mark.parametrize(
    "text",
    ["", "LGTM", "+1", "thanks!", "12345 67890 11 12 13 14 15", "`code` only", "```\nHow are you today my friend\n```",
     "https://example.org/how-are-you-today", "@ada @bob @carl", "👍 🎉 🚀", "{}[]();;;; == != && || a b"],
)  # fmt: skip
def test_nothing_is_said_of_too_little(text: str) -> None:
    assert language_of(text) == UNKNOWN


@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    assert language_of(text) == UNKNOWN or 2 <= len(language_of(text)) <= 3
