"""What the benches read: exports of each platform, whose records have the shape, indentation and length of real ones.

Sources are those named in each reader; nothing here is anybody's own words.
"""

import json
from collections.abc import Callable
from datetime import datetime
from email.utils import format_datetime
from typing import Any
from xml.sax.saxutils import escape

from tests.bench.made import AUTHOR, FIRST, NUMBER, TEXTS, TIME, WORD, Made, shapes

Json = dict[str, Any]


def _iso(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}"


def _zulu(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


# Slack


def slack(number: int, text: str) -> Json:
    """A message of today, which tells everything twice: in `text` and in `blocks`."""
    user, avatar = f"U0{AUTHOR}00", "https://avatars.slack-edge.com/2020-01-01/1234567890_abcdef0123456789abcd"
    message: Json = {
        "user": user,
        "type": "message",
        "ts": f"{NUMBER}.000100",
        "client_msg_id": f"3f2b9c1e-0000-4000-8000-00{NUMBER}",
        "text": text.replace("https://example.org/docs/building.html", "<https://example.org/docs/building.html>"),
        "team": "T0TEAM001",
        "user_team": "T0TEAM001",
        "source_team": "T0TEAM001",
        "user_profile": {
            "avatar_hash": "abcdef012345", "image_72": f"{avatar}_72.png", "first_name": "Ada", "real_name": "Ada Mole",
            "display_name": "ada", "team": "T0TEAM001", "name": f"ada{AUTHOR}", "is_restricted": False,
            "is_ultra_restricted": False,
        },
        "blocks": [
            {
                "type": "rich_text",
                "block_id": "aB3d",
                "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}],
            }
        ],
    }  # fmt: skip
    if number % 3 == 0:
        message |= {"thread_ts": f"{NUMBER}.000100", "reply_count": 1, "reply_users_count": 1}
        message |= {"latest_reply": f"{NUMBER}.000900", "reply_users": ["U01000100"], "is_locked": False}
        message |= {"replies": [{"user": "U01000100", "ts": f"{NUMBER}.000900"}], "subscribed": False}
    if number % 4 == 0:
        message["reactions"] = [{"name": "+1", "users": ["U01000100", "U01000200"], "count": 2}]
    return message


def slack_of_2016(number: int, text: str) -> Json:
    message: Json = {"type": "message", "user": f"U0{AUTHOR}00", "text": text, "ts": f"{NUMBER}.000100"}
    return message if number else message | {"subtype": "channel_join", "text": f"<@U0{AUTHOR}00> has joined"}


SLACK_USERS = json.dumps(
    [
        {
            "id": f"U0{10_000 + each}00", "team_id": "T0TEAM001", "name": f"ada{each}", "deleted": False,
            "real_name": f"Ada Mole {each}", "tz": "Europe/Berlin", "tz_label": "CET", "tz_offset": 3600,
            "profile": {"real_name": f"Ada Mole {each}", "email": f"ada{each}@example.org"},
            "is_admin": False, "is_owner": False, "is_bot": False, "updated": 1_600_000_000,
        }
        for each in range(500)
    ]
).encode()  # fmt: skip
SLACK_CHANNELS = json.dumps([{"id": "C0GENERAL", "name": "general", "created": 1, "members": []}]).encode()
SLACK_BESIDE = {"users.json": SLACK_USERS, "channels.json": SLACK_CHANNELS}


# Discord


def discord(number: int, text: str) -> Json:
    author = {
        "id": f"2000000000000{AUTHOR}", "name": f"ada{AUTHOR}", "discriminator": "0000", "nickname": f"Ada {AUTHOR}",
        "color": None, "isBot": False,
        "roles": [{"id": "300000000000000001", "name": "Member", "color": None, "position": 1}],
        "avatarUrl": "https://cdn.discordapp.com/avatars/200000000000000001/abcdef0123456789abcdef.png?size=512",
    }  # fmt: skip
    emoji = {
        "id": "",
        "name": "👍",
        "code": "thumbsup",
        "isAnimated": False,
        "imageUrl": "https://cdn.example/1f44d.svg",
    }
    short = {key: author[key] for key in ("id", "name", "discriminator", "nickname", "isBot", "avatarUrl")}
    return {
        "id": f"{NUMBER}00000000", "type": "Default", "timestamp": TIME, "timestampEdited": None,
        "callEndedTimestamp": None, "isPinned": False, "content": text, "author": author,
        "attachments": [], "embeds": [], "stickers": [],
        "reactions": [{"emoji": emoji, "count": 1, "users": [short]}] if number % 5 == 0 else [],
        "mentions": [author] if number % 4 == 0 else [], "inlineEmojis": [],
    } | ({"type": "Reply", "reference": {"messageId": f"{NUMBER}00000000", "channelId": "1", "guildId": "1"}}
         if number % 4 == 0 else {})  # fmt: skip


DISCORD_HEAD = json.dumps(
    {
        "guild": {"id": "1000000000000000001", "name": "Otters", "iconUrl": "https://cdn.discordapp.com/icons/1/a.png"},
        "channel": {
            "id": "1100000000000000000", "type": "GuildTextChat", "categoryId": "1000000000000000002",
            "category": "help", "name": "general", "topic": None,
        },
        "dateRange": {"after": None, "before": None},
        "exportedAt": "2024-01-01T00:00:00+00:00",
        "messages": [],
    },
    indent=2,
)[:-3]  # fmt: skip


# Telegram


def telegram(number: int, text: str) -> Json:
    message: Json = {
        "id": int(NUMBER), "type": "message", "date": TIME, "date_unixtime": NUMBER, "from": f"Ada Mole {AUTHOR}",
        "from_id": f"user100{AUTHOR}", "text": text, "text_entities": [{"type": "plain", "text": text}],
    }  # fmt: skip
    if "`" in text:
        message["text"] = [text, {"type": "code", "text": "make -j4"}]
    if number % 3 == 0:
        message["reply_to_message_id"] = 1_500_000_001
    if number % 4 == 0:
        given = [{"from": "Bo Sample", "from_id": "user9", "date": TIME}]
        message["reactions"] = [{"type": "emoji", "count": 1, "emoji": "👍", "recent": given}]
    return message


# Matrix


def matrix(number: int, text: str) -> Json:
    content: Json = {"body": text, "msgtype": "m.text"}
    kind = "m.room.message"
    event_id = f"$Zp0Zz9aJ7Qd3kX2vB8nM4cL6sT1rY5{NUMBER}wE"
    if number % 2:
        content |= {"format": "org.matrix.custom.html", "formatted_body": f"<p>{text}</p>", "m.mentions": {}}
    if number % 3 == 0:
        content["m.relates_to"] = {"m.in_reply_to": {"event_id": event_id.replace("wE", "wF")}}
    if number % 5 == 4:
        kind = "m.reaction"
        content = {"m.relates_to": {"rel_type": "m.annotation", "event_id": event_id, "key": "👍"}}
    return {
        "type": kind, "sender": f"@ada{AUTHOR}:example.org", "content": content,
        "origin_server_ts": int(NUMBER + "123"), "unsigned": {"age": 1234567, "membership": "join"},
        "event_id": event_id, "room_id": "!QtykxKocfZaZOUrTwp:matrix.org",
    }  # fmt: skip


MATRIX_HEAD = json.dumps(
    {
        "room_name": "Otters", "room_creator": "Ada Mole", "topic": "About otters", "export_date": "1 January 2024",
        "exported_by": "@ada:example.org", "messages": [],
    },
    indent=4,
)[:-3]  # fmt: skip


# X


def x(number: int, text: str) -> Json:
    mention = {"name": "Bo", "screen_name": "bo", "indices": ["0", "3"], "id_str": "34", "id": "34"}
    tweet: Json = {
        "edit_info": {
            "initial": {
                "editTweetIds": [f"{NUMBER}000000001"], "editableUntil": "2023-02-18T13:03:11.000Z",
                "editsRemaining": "5", "isEditEligible": False,
            }
        },
        "retweeted": False, "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
        "entities": {"hashtags": [], "symbols": [], "user_mentions": [mention] if number % 2 else [], "urls": []},
        "display_text_range": ["0", str(len(text))], "favorite_count": "2", "id_str": f"{NUMBER}000000001",
        "truncated": False, "retweet_count": "0", "id": f"{NUMBER}000000001", "possibly_sensitive": False,
        "created_at": TIME, "favorited": False, "full_text": text[:280], "lang": "en",
    }  # fmt: skip
    if number % 2:
        tweet |= {"in_reply_to_status_id_str": f"{NUMBER}000000000", "in_reply_to_user_id": "34"}
        tweet |= {"in_reply_to_status_id": f"{NUMBER}000000000", "in_reply_to_screen_name": "bo"}
    return {"tweet": tweet}


X_ACCOUNT = b"""window.YTD.account.part0 = [ {"account": {"accountId": "11", "username": "ada",
"createdAt": "2010-01-01T00:00:00.000Z", "accountDisplayName": "Ada"}} ]"""


# Mastodon


def mastodon(number: int, text: str) -> Json:
    me, public = "https://example.social/users/ada", "https://www.w3.org/ns/activitystreams#Public"
    post, content = f"{me}/statuses/{NUMBER}00000001", f"<p>{text.replace(chr(10), '<br />')}</p>"
    answered = f"{me}/statuses/150000000000000000" if number % 3 == 0 else None
    note = {
        "id": post, "type": "Note", "summary": None, "inReplyTo": answered, "published": TIME,
        "url": f"https://example.social/@ada/{NUMBER}00000001", "attributedTo": me, "to": [public],
        "cc": [f"{me}/followers"], "sensitive": False, "atomUri": post, "inReplyToAtomUri": answered,
        "conversation": f"tag:example.social,2023-02-18:objectId={NUMBER}:objectType=Conversation",
        "content": content, "contentMap": {"en": content}, "attachment": [], "tag": [],
        "replies": {
            "id": f"{post}/replies", "type": "Collection",
            "first": {
                "type": "CollectionPage", "next": f"{post}/replies?page=true", "partOf": f"{post}/replies", "items": [],
            },
        },
    }  # fmt: skip
    signature = {
        "type": "RsaSignature2017",
        "creator": f"{me}#main-key",
        "created": TIME,
        "signatureValue": "aB3+" * 80,
    }
    return {
        "id": f"{post}/activity", "type": "Create", "actor": me, "published": TIME, "to": [public],
        "cc": [f"{me}/followers"], "object": note, "signature": signature,
    }  # fmt: skip


MASTODON_ACTOR = b"""{"id": "https://example.social/users/ada", "type": "Person", "preferredUsername": "ada",
"inbox": "https://example.social/users/ada/inbox", "published": "2019-01-01T00:00:00Z", "name": "Ada",
"url": "https://example.social/@ada"}"""


# Reddit


def reddit(number: int, text: str) -> Json:
    """A comment as Pushshift kept it."""
    return {
        "all_awardings": [], "approved_at_utc": None, "associated_award": None, "author": f"ada{AUTHOR}",
        "author_flair_background_color": None, "author_flair_css_class": None, "author_flair_richtext": [],
        "author_flair_template_id": None, "author_flair_text": None, "author_flair_text_color": None,
        "author_flair_type": "text", "author_fullname": f"t2_{AUTHOR}", "author_patreon_flair": False, "awarders": [],
        "banned_at_utc": None, "body": text, "can_gild": False, "can_mod_post": False, "collapsed": False,
        "collapsed_because_crowd_control": None, "collapsed_reason": None, "controversiality": 0,
        "created_utc": int(NUMBER), "distinguished": None, "edited": False, "gilded": 0, "gildings": {},
        "id": f"k{NUMBER}", "is_submitter": False, "link_id": "t3_17abc", "locked": False, "no_follow": True,
        "parent_id": "t3_17abc", "permalink": f"/r/otters/comments/17abc/how_otters_dive/k{NUMBER}/",
        "removal_reason": None, "retrieved_on": 1_700_000_000, "score": 3, "send_replies": True, "stickied": False,
        "subreddit": "otters", "subreddit_id": "t5_2qh1", "total_awards_received": 0, "treatment_tags": [],
    }  # fmt: skip


# YouTube


def youtube(number: int, text: str) -> Json:
    return {
        "id": f"Ugx{NUMBER}HbldJ1F4AaABAg", "parent": "root", "text": text, "like_count": 2,
        "author_id": f"UCabcdefghijklmnop{AUTHOR}x"[:24],         "author": f"@ada{AUTHOR}", "author_thumbnail": "https://yt3.ggpht.com/ytc/abcdefghijklmnopqrstuvwxyz0123456789=s88-c-k",
        "author_is_uploader": False, "author_is_verified": False, "author_url": f"https://www.youtube.com/@ada{AUTHOR}",
        "is_favorited": False, "_time_text": "2 years ago", "timestamp": int(NUMBER), "is_pinned": False,
    }  # fmt: skip


# Feeds, IRC bots


def feed(number: int, text: str) -> Json:
    return {
        "id": f"https://example.org/posts/{NUMBER}", "url": f"https://example.org/posts/{NUMBER}", "title": WORD,
        "content_html": "".join(f"<p>{text}</p>\n" for _ in range(8)), "date_published": TIME, "date_modified": TIME,
        "tags": ["otters"], "authors": [{"name": f"Ada {AUTHOR}", "url": f"https://example.org/{AUTHOR}"}],
    }  # fmt: skip


def irc_bot(number: int, text: str) -> Json:
    return {"nick": f"ada{AUTHOR}", "command": "PRIVMSG", "text": text[:400], "timestamp": TIME, "channel": "#otters"}


def _x_time(at: datetime) -> str:
    return f"{at:%a %b %d %H:%M:%S +0000 %Y}"


# GitHub


def github_dump(_number: int, text: str) -> Json:
    """An issue with twenty comments, as `issue_with_events` is kept."""
    api, times = "https://api.github.com/repos/pond/reeds", {"created_at": TIME, "updated_at": TIME}
    addresses = {
        f"{what}_url": f"https://api.github.com/users/ada{AUTHOR}/{what}" for what in ("followers", "gists", "repos")
    }
    who = {"login": f"ada{AUTHOR}", "id": int(AUTHOR), "type": "User", "site_admin": False, **addresses}
    address = f"{api}/issues/{NUMBER}"
    issue = {
        "url": address,
        "repository_url": api,
        "html_url": f"https://github.com/pond/reeds/issues/{NUMBER}",
        "number": int(NUMBER),
        "id": int(NUMBER),
        "title": WORD,
        "user": who,
        "state": "open",
        "body": text,
        **times,
    }
    comments = [
        {
            "event": "commented",
            "id": int(f"{NUMBER}{each:02}"),
            "issue_url": address,
            "user": who,
            "actor": who,
            "body": text * 2,
            "reactions": {"url": address, "total_count": 0, "+1": 0},
            **times,
        }
        for each in range(20)
    ]
    return {"type": "issue", "issue": issue, "events": comments}  # fmt: skip


GITHUB_REPOSITORY = (
    b'{"id": 7, "name": "reeds", "full_name": "pond/reeds", "url": "https://api.github.com/repos/pond/reeds"}'
)


# What is no JSON


def mbox(number: int, text: str) -> str:
    answers = "In-Reply-To: <1500000000@example.org>\nReferences: <1500000000@example.org>\n" if number % 3 else ""
    quoted = "".join(f"> line {line} of what was written before it\n" for line in range(15))
    return (
        f"From ada{AUTHOR} at example.org  Mon Jan  5 09:00:00 2015\nFrom: ada{AUTHOR} at example.org (Ada {AUTHOR})\n"
        f"Date: {TIME}\nSubject: [otters] {WORD}\n{answers}Message-ID: <{NUMBER}@example.org>\n\n"
        f"On Mon, 5 Jan 2015, Dev wrote:\n{quoted}{text}\n\n{text}\n-- \nAda\n\n{'_' * 47}\nlist at example.org\n\n"
    )


def stackexchange(number: int, text: str) -> str:
    body = escape(f"<p>{escape(text)}</p>\n" * 3, {"\n": "&#xA;", '"': "&quot;"})
    kind = (
        f'PostTypeId="2" ParentId="{FIRST}"' if number % 3 else f'PostTypeId="1" Title="{WORD}" Tags="&lt;otters&gt;"'
    )
    return (
        f'  <row Id="{NUMBER}" {kind} CreationDate="{TIME}" Score="3" Body="{body}" OwnerUserId="{AUTHOR}" '
        f'LastActivityDate="{TIME}" CommentCount="0" ContentLicense="CC BY-SA 4.0" />'
    )


def discord_table(number: int, text: str) -> str:
    said = text.replace('"', '""')
    return (
        f'"2000000000000{AUTHOR}","ada{AUTHOR}","{TIME}","{said} {NUMBER}","","{"👍 (2)" if number % 5 == 0 else ""}"'
    )


def irc_log(_number: int, text: str) -> str:
    return f"[{TIME}] <ada{AUTHOR}> {text[:400].replace(chr(10), ' ')} {NUMBER}"


def table(_number: int, text: str) -> str:
    said = text.replace('"', '""')
    return f'{NUMBER},{TIME},ada{AUTHOR},"{said}"'


def table_line(_number: int, text: str) -> Json:
    return {"id": NUMBER, "at": TIME, "who": f"ada{AUTHOR}", "said": text, "likes": 3, "tags": ["otters"]}


def _each(make: Callable[[int, str], str]) -> tuple[str, ...]:
    return tuple(make(number, text) for number, text in enumerate(TEXTS))


DOCUMENTS = {
    "GitHub issues": Made(
        "github-dump", "issues.json", "[", shapes(github_dump), ",", "]", _zulu, {"repository.json": GITHUB_REPOSITORY}
    ),
    "Slack": Made(
        "slack-messages", "export.zip › general/2024-01-15.json", "[\n", shapes(slack, 4), ",\n", "\n]",
        beside=SLACK_BESIDE,
    ),
    "Slack, as of 2016": Made(
        "slack-messages", "export.zip › general/2016-01-15.json", "[\n", shapes(slack_of_2016, 4), ",\n", "\n]",
        beside=SLACK_BESIDE,
    ),
    "Discord JSON": Made(
        "discord-json", "general.json", DISCORD_HEAD, shapes(discord, 2), ",\n", "\n]}",
        lambda at: f"{at:%Y-%m-%dT%H:%M:%S.123+00:00}",
    ),
    "Telegram": Made(
        "telegram-desktop", "result.json",
        '{\n "name": "Otters",\n "type": "public_supergroup",\n "id": 1234567890,\n "messages": [\n',
        shapes(telegram, 1), ",\n", "\n ]\n}", _iso,
    ),
    "Matrix, Element": Made("matrix-export", "export.json", MATRIX_HEAD, shapes(matrix, 4), ",\n", "\n]}"),
    "Matrix, answers": Made("matrix-export", "messages.json", '{"chunk":[', shapes(matrix), ",", '],"start":"t1"}'),
    "X": Made(
        "x-posts", "data/tweets.js", "window.YTD.tweets.part0 = [\n", shapes(x, 2), ",\n", "\n]", _x_time,
        {"account.js": X_ACCOUNT},
    ),
    "Mastodon": Made(
        "mastodon-outbox", "outbox.json",
        '{"@context":"https://www.w3.org/ns/activitystreams","id":"outbox.json","type":"OrderedCollection",'
        '"orderedItems":[',
        shapes(mastodon), ",", "]}", _zulu, {"actor.json": MASTODON_ACTOR},
    ),
    "YouTube, yt-dlp": Made(
        "youtube-info", "video.info.json",
        '{"id": "WtOskFeLmr4", "title": "How otters dive", "thumbnail": "https://i.ytimg.com/vi/a.jpg", "comments": [',
        shapes(youtube), ", ", '], "channel_id": "UCabcdefghijklmnopqrstuv", "timestamp": 1500000000}',
    ),
    "JSON Feed": Made(
        "feed-json", "feed.json",
        '{"version": "https://jsonfeed.org/version/1.1", "title": "Otters", "home_page_url": "https://example.org/",'
        '"items": [',
        shapes(feed), ",", "]}", _zulu,
    ),
}  # fmt: skip
"""Exports that are one JSON document each."""
LINES = {
    "Reddit dump": Made("reddit-dump", "RC_2019-01", "", shapes(reddit), "\n", "\n"),
    "Matrix, lines": Made("matrix-lines", "room.jsonl", "", shapes(matrix), "\n", "\n"),
    "IRC bot": Made("irc-json", "otters.jsonl", "", shapes(irc_bot), "\n", "\n", _zulu),
}
"""Exports with a JSON object on each line."""
OTHERS = {
    "mbox": Made("email-mbox", "otters.mbox", "", _each(mbox), "", "", format_datetime),
    "Stack Exchange posts": Made(
        "stackexchange-posts", "otters.stackexchange.com/Posts.xml",
        '<?xml version="1.0" encoding="utf-8"?>\n<posts>\n',
        _each(stackexchange), "\n", "\n</posts>", lambda at: f"{at:%Y-%m-%dT%H:%M:%S.123}",
    ),
    "Discord CSV": Made(
        "discord-table", "Otters - general [1100000000000000000].csv",
        "AuthorID,Author,Date,Content,Attachments,Reactions\n", _each(discord_table), "\n", "\n",
        lambda at: f"{at:%Y-%m-%dT%H:%M:%S.1230000+00:00}",
    ),
    "IRC log": Made(
        "irc-log", "#otters.log", "", _each(irc_log), "\n", "\n", lambda at: f"{at:%Y-%m-%d %H:%M:%S}"
    ),
    "mapped CSV": Made("mapped-table", "talk.csv", "id,at,who,said\n", _each(table), "\n", "\n", _zulu),
    "mapped lines": Made("mapped-table", "talk.jsonl", "", shapes(table_line), "\n", "\n", _zulu),
}  # fmt: skip
"""Exports that are no JSON, and tables that are read by a mapping."""
