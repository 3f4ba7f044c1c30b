"""Whether a message asks: what must hold of any text, and a message of each sort in each language."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.text.asking import PHRASES, WEIGHTS
from rapport.text.questions import asks

SENTENCES = [
    "How do I build this on Windows?", "I get an error when I start it.", "Any ideas?", "Version 2.0 is released.",
    "Thanks in advance.", "Hello all,", "It doesn't work.", "You can use the other option.", "Is there a way?",
    "Why not?", "请问怎么安装？", "Wie kann ich das bauen?", "I made a small tool.", "Enjoy!", "...", "?",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(SENTENCES), max_size=6).map(" ".join)
OTHERS = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3).map(" ".join)

ASKING = [
    "How do I build this on Windows?",
    "Does anyone know where the logs are?",
    "Hi all,\n\nthe build fails with a strange error and I don't know why.\n\nAny help appreciated!",
    "Hello, I get an error when I start the server. Thanks in advance",
    "Hallo, bei mir funktioniert das nicht, ich bekomme einen Fehler. Hat jemand eine Idee?",
    "Wie kann ich das unter Windows bauen?",
    "Bonjour, j'ai une erreur au démarrage, quelqu'un peut m'aider ?",
    "Comment puis-je installer ceci ?",
    "Hola, no funciona el botón de guardar, ¿alguien sabe por qué?",
    "Como faço para instalar isso?",
    "Come posso installarlo?",
    "Hoe kan ik dit installeren?",
    "Как собрать это под Windows?",
    "Jak to zainstalować?",
    "Nasıl kurabilirim?",
    "كيف يمكنني تثبيت هذا؟",
    "怎么安装这个软件？",
    "请问如何在 Windows 上编译",
    "これはどうやってインストールしますか",
    "インストールの方法を教えてください",
    "이거 어떻게 설치하나요?",
    "Windows에서 빌드하는 방법을 알려주세요",
]
TELLING = [
    "",
    "Welcome!",
    "How are you?",
    "Version 2.0 is released. Download it here.",
    "Hello everyone, how are you doing?\n\nWe released version 3 today. Any questions?",
    "We are happy to announce our conference in May.",
    "I made a small tool for this, enjoy: https://x.org/?a=b",
    "You can use the --port option for that.",
    "Fix the port (again?) in README",
    "Thanks, that works now.",
    "```\nwhy does it fail?\n```",
    "> How do I build it?\n\nWith make.",
    '[quote="ada"]How do I build it?[/quote]\nWith make.',
    "Hallo zusammen, Version 2 ist veröffentlicht.",
    "Danke, das hat geklappt.",
    "Nous avons publié la version 2.",
    "Hemos publicado la versión 2.",
    "Вышла новая версия.",
    "我们发布了新版本。",
    "新しいバージョンをリリースしました。",
    "새 버전을 출시했습니다.",
]


@pytest.mark.parametrize("text", ASKING)
def test_it_asks(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize("text", TELLING)
def test_it_asks_nothing(text: str) -> None:
    assert not asks(text)


@given(TEXTS, OTHERS, st.booleans())
def test_what_is_quoted_changes_nothing(own: str, quoted: str, reply: bool) -> None:
    alone = asks(own, reply=reply)
    assert asks(f"> {quoted}\n> {quoted}\n\n{own}", reply=reply) == alone
    assert asks(f"{own}\n\n> {quoted}", reply=reply) == alone
    assert asks(f'[quote="ada, post:2"]\n{quoted}\n[/quote]\n{own}', reply=reply) == alone


@given(TEXTS, OTHERS, st.booleans())
def test_code_changes_nothing(own: str, code: str, reply: bool) -> None:
    alone = asks(own, reply=reply)
    assert asks(f"```\n{code}\n```\n{own}", reply=reply) == alone
    assert asks(f"{own}\n~~~\n{code}\n~~~", reply=reply) == alone
    assert asks(f"`{code}` {own}", reply=reply) == alone


@given(TEXTS, OTHERS)
def test_the_title_of_a_reply_is_not_its_authors(own: str, title: str) -> None:
    assert asks(own, title, reply=True) == asks(own, reply=True)


@given(st.text())
def test_a_reply_without_a_question_mark_asks_only_where_none_is_needed(text: str) -> None:
    """Chinese, Japanese and Korean have words for it."""
    assert text.isascii() is False or "?" in text or not asks(text, reply=True)


@given(TEXTS)
def test_a_question_in_the_title_makes_no_message_ask_less(text: str) -> None:
    assert asks(text, "How do I build this?") or not asks(text, "Building this")


@pytest.mark.parametrize(
    "unit",
    ["[quote", "[quote]", "[quote]a[/quote", "?", "? ", "(?)", ".", "...a", "\n", " \n", ">", "\n>", "how to ", "¿?"],
)
def test_a_hostile_text_takes_no_longer_than_its_length(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    begun = time.process_time()
    asks(text)
    assert time.process_time() - begun < 2


def test_each_weight_is_of_a_sign_that_can_be_found() -> None:
    plain = {"?", "? last", "? first", "? long before end", "? starts asking", "starts asking", "title ?"}
    plain |= {"title starts asking", "reply", "reply long", "reply ? first", "reply ? starts asking", "always"}
    said = {f"{where}{sign}" for where in ("", "? ", "first ", "title ") for sign in PHRASES}
    assert set(WEIGHTS) <= plain | said


def test_no_phrase_stands_for_two_signs() -> None:
    phrases = [" ".join(phrase.split()) for phrases in PHRASES.values() for phrase in phrases.split("|")]
    assert sorted(phrases) == sorted(set(phrases))
