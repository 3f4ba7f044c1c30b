"""Categories get the names that the forum gives them, from whichever answer tells."""

from typing import Any

import pytest

from rapport.platforms.fields import dump
from rapport.words.identity import Channel
from rapport.words.records import Record, Unreadable
from tests.platforms.discourse.posts import BY_NAME, activities, post, read, topic

CATEGORIES = BY_NAME["discourse-categories"]
SUPPORT: dict[str, Any] = {"id": 5, "name": "Support", "color": "0088CC", "text_color": "FFFFFF", "slug": "support"}
LINUX = SUPPORT | {"id": 6, "name": "Linux", "parent_category_id": 5}
KERNEL = SUPPORT | {"id": 7, "name": "Kernel", "parent_category_id": 6}
NESTED = SUPPORT | {"subcategory_list": [LINUX | {"subcategory_list": [KERNEL]}]}
AT_HOME = "forum.example.org/some.json"

SITE = {
    "default_archetype": "regular",
    "notification_types": {},
    "post_types": {},
    "categories": [SUPPORT, LINUX, KERNEL],
}
LIST = {"category_list": {"can_create_category": False, "categories": [NESTED]}}
SHOW = {"category": SUPPORT}


def names(document: Any, name: str = AT_HOME) -> dict[str, str]:
    assert CATEGORIES.recognise(name, dump(document))
    told = [outcome for outcome in read(document, name, CATEGORIES) if isinstance(outcome, Record)]
    return {channel.native_id: channel.name for record in told for channel in record.channels}


@pytest.mark.parametrize("document", [SITE, LIST])
def test_every_category_is_named_with_the_one_above(document: Any) -> None:
    assert names(document) == {
        "forum.example.org/category/5": "Support",
        "forum.example.org/category/6": "Support / Linux",
        "forum.example.org/category/7": "Linux / Kernel",
    }


def test_one_category_by_itself() -> None:
    assert names(SHOW) == {"forum.example.org/category/5": "Support"}


def test_a_file_that_names_no_forum_says_what_to_do_and_can_be_tried_again() -> None:
    [refused] = read(SHOW, "site.json", CATEGORIES)
    assert isinstance(refused, Unreadable)
    assert "forum.example.org/site.json" in refused.reason
    assert [type(each) for each in CATEGORIES.retry(refused.raw, AT_HOME)] == [Unreadable]


def test_a_category_set_aside_and_mended_is_named_in_its_own_forum() -> None:
    [refused] = read({"category": SUPPORT | {"name": None}}, AT_HOME, CATEGORIES)
    assert isinstance(refused, Unreadable)
    [told] = CATEGORIES.retry(refused.raw.replace(b'"name":null', b'"name":"Help"'), "elsewhere.json")
    assert isinstance(told, Record)
    assert [channel.name for channel in told.channels] == ["Help"]


@pytest.mark.parametrize("document", [{"category": 1}, {"category": None, "categories": [1, None, []]}, [], 1, None])
def test_what_is_no_category_is_set_aside(document: Any) -> None:
    assert all(isinstance(outcome, Unreadable) for outcome in read(document, AT_HOME, CATEGORIES))


def test_topics_and_users_are_no_categories() -> None:
    for other in (topic([post(1)]), topic([post(1)], category=SUPPORT), {"user": {"id": 1, "avatar_template": ""}}):
        assert not CATEGORIES.recognise("x.json", dump(other))


@pytest.mark.parametrize("fields", [{"category_name": "Support"}, {"category": {"name": "Support"}}])
def test_a_topic_that_knows_its_categorys_name_gives_it(fields: dict[str, Any]) -> None:
    [found] = {activity.channel for activity in activities(read(topic([post(1), post(2)], **fields)))}
    url = "https://forum.example.org/c/5"
    assert found == Channel("discourse", "forum.example.org/category/5", "Support", url)


def test_a_topic_that_knows_the_number_alone_says_so() -> None:
    [found] = {activity.channel for activity in activities(read(topic([post(1)])))}
    assert (found.name, found.stands_in) == ("category 5 of forum.example.org", True)
