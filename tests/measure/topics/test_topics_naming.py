"""Names in the texts' own words."""

from rapport.measure.topics.naming import Said, name_of, words_of

SHADOWS = "How do I get the shadow of a directional light?"
TRAINS = "When does the night train to Prague leave, and where do I book?"


def said(topic: int, text: str, n: int = 6) -> list[Said]:
    return [Said(topic, who, text) for who in range(n)]


def test_a_topic_is_called_by_the_words_that_only_it_has() -> None:
    words = words_of(said(0, SHADOWS) + said(1, TRAINS))
    assert set(name_of(words[0]).split(", ")) <= {"directional light", "shadow", "light", "directional"}
    assert "night train" in words[1]
    assert not {"how", "the", "get", "leave, and"} & set(words[0])


def test_what_fewer_than_three_people_say_names_nothing() -> None:
    lonely = [Said(0, 1, "Quetzalcoatl and a shadow"), Said(0, 2, "Quetzalcoatl and a shadow")] * 5
    words = words_of([*lonely, Said(0, 3, "a shadow"), *said(1, TRAINS, 20)])
    assert words[0] == ["shadow"]


def test_code_links_and_mentions_name_nothing() -> None:
    text = "The shadow is wrong @somebody ```getShadow()``` https://example.org/pictures"
    [words] = [words_of(said(0, text) + said(1, TRAINS))[0]]
    assert not {"somebody", "getshadow", "pictures", "example.org"} & {part for word in words for part in word.split()}


def test_two_topics_are_not_called_the_same() -> None:
    words = ["shadow", "light", "camera", "lens"]
    first = name_of(words)
    assert name_of(words, [first]) != first


def test_a_word_is_not_said_twice() -> None:
    assert name_of(["shadow", "shadows", "shadow map", "light", "lens"]) == "shadow, light, lens"
