"""What a service message tells: somebody joined, left, was added, changed the group."""

from collections.abc import Mapping
from typing import Any

from rapport.words.activity import Fact

JOINS = frozenset({"join_group_by_link", "join_group_by_request"})
MODERATION = frozenset(
    {
        *("pin_message", "remove_members", "edit_group_title", "edit_group_photo", "delete_group_photo", "topic_edit"),
        *("set_messages_ttl", "edit_chat_theme", "set_chat_wallpaper", "set_same_chat_wallpaper", "clear_history"),
    }
)


def kind_of(message: Mapping[str, Any]) -> str:
    """Members are told by name alone: somebody who is “invited” by themselves came of their own accord."""
    action, alone = message.get("action"), _alone(message)
    if not isinstance(action, str):
        return "other"
    if action in JOINS or (action == "invite_members" and alone):
        return "join"
    if action == "remove_members" and alone:
        return "leave"
    if action == "invite_members":
        return "member"
    if action == "topic_created":
        return "topic"
    return "moderation" if action in MODERATION else "other"


def facts_of(message: Mapping[str, Any]) -> dict[str, Fact]:
    action, members = message.get("action"), message.get("members")
    facts: dict[str, Fact] = {"action": action[:64]} if isinstance(action, str) else {}
    if isinstance(members, list):
        facts["members"] = len(members)
    for key in ("boosts", "duration", "duration_seconds"):
        if type(figure := message.get(key)) is int:
            facts[key] = figure
    return facts


def _alone(message: Mapping[str, Any]) -> bool:
    actor = message.get("actor")
    return isinstance(actor, str) and message.get("members") == [actor]
