"""`/user_actions.json` → reactions: the one answer of the API that says who liked what, and when.

(`/post_action_users.json` names who liked, but neither the post nor the time; it is not read.)
"""

from collections.abc import Mapping
from typing import Any

from rapport.platforms.discourse.document import moment, whole
from rapport.platforms.discourse.people import identity_of
from rapport.platforms.discourse.site import channel_of, web
from rapport.platforms.fields import NotReadable
from rapport.words.activity import Activity, revision_of

LIKES = (1, 2)
"""Action types: likes given, likes received (UserAction in Discourse). The acting user liked, in both."""


def like_of(action: Mapping[str, Any], host: str) -> list[Activity]:
    """The like; nothing for other actions, which are known from the posts themselves.

    Nothing either for a topic without category: only private messages have none. Raises NotReadable for a
    like without post, topic, actor or time.
    """
    if action.get("action_type") not in LIKES or action.get("category_id") is None:
        return []
    post, topic, number = (whole(action.get(key)) for key in ("post_id", "topic_id", "post_number"))
    actor = whole(action.get("acting_user_id"))
    at = moment(action.get("created_at"))
    if post is None or topic is None or actor is None or at is None:
        raise NotReadable("The like lacks its post (post_id), topic_id, actor (acting_user_id) or created_at.")
    acting = {key.removeprefix("acting_"): value for key, value in action.items() if key.startswith("acting_")}
    return [
        Activity(
            platform="discourse",
            native_id=f"{host}/post/{post}/like/{actor}",
            kind="reaction",
            at=at,
            author=identity_of(acting, host, actor),
            channel=channel_of(whole(action["category_id"]), host),
            revision=revision_of(at),
            parent=f"{host}/topic/{topic}" if number == 1 else f"{host}/post/{post}",
            thread=f"{host}/topic/{topic}",
            url=web(host, f"/t/-/{topic}/{number if number is not None else 1}"),
            facts={"reaction": "like"},
        )
    ]
