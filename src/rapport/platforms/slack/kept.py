"""A message that is set aside: its bytes, and around them what is needed to read it again once it is mended."""

import json
import re

import msgspec

from rapport.platforms.slack.read import Spot
from rapport.words.identity import Channel
from rapport.words.records import MAX_RAW

_MENTION = re.compile(rb"[<\"][@#]?([UWC][A-Z0-9]{5,})")
MENTIONS = 100
"""Names that are kept; a message mentions a few."""


class KeptChannel(msgspec.Struct):
    id: str
    name: str
    stands_in: bool | None = None


class Kept(msgspec.Struct):
    slack_channel: KeptChannel
    names: dict[str, str]
    messages: list[msgspec.Raw]

    def spot(self) -> Spot:
        channel = Channel("slack", self.slack_channel.id, self.slack_channel.name, None, self.slack_channel.stands_in)
        return Spot(channel, {}, self.names)


def keep(raw: bytes, spot: Spot) -> bytes:
    """The message's bytes are put in as they are: what is broken in them shows in its place."""
    ids = list(dict.fromkeys(found.decode() for found in _MENTION.findall(raw[:MAX_RAW])))[:MENTIONS]
    channel = {"id": spot.channel.native_id, "name": spot.channel.name, "stands_in": spot.channel.stands_in}
    names = {id_: spot.names[id_] for id_ in ids if id_ in spot.names}
    head = json.dumps({"slack_channel": channel, "names": names})[:-1] + ', "messages": ['
    return (head.encode() + raw + b"]}")[:MAX_RAW]
