"""What a line of a log says behind its time, in the words of each client.

| | message | `/me` | arrival, departure, change |
|---|---|---|---|
| irssi | `< ada> hi`, `<@ada> hi` | ` * ada waves` | `-!- ada [u@h] has joined #c` |
| WeeChat | tab `ada` tab `hi` | ` *` tab `ada waves` | `-->` tab `ada (u@h) has joined #c` |
| ZNC, energymech | `<ada> hi` | `* ada waves` | `*** Joins: ada (u@h)` |
| HexChat, XChat | `<ada>` tab `hi` | `*` tab `ada waves` | `*` tab `ada (u@h) has joined` |
| mIRC | `<ada> hi` | `* ada waves` | `* ada (u@h) has joined #c` |
| eggdrop | `<ada> hi` | `Action: ada waves` | `ada (u@h) joined #c.` |
| supybot, limnoria | `<ada> hi` | `* ada waves` | `*** ada <u@h> has joined #c` |
| Ubuntu's | `<ada> hi` | ` * ada waves` | `=== ada [u@h] has joined #c`, without a time |
| Quassel | `<ada> hi` | `-*- ada waves` | `--> ada (u@h) has joined #c` |
| The Lounge | `<ada> hi` | `* ada waves` | `*** ada (u@h) joined` |
| Textual | `<ada> hi` | `• ada: waves` | `ada (u@h) joined the channel` |
| Konversation | `<ada>` tab `hi` | `*` tab `ada waves` | `Join` tab `ada has joined this channel (u@h).` |
| qwebirc | `<ada> hi` | `* ada waves` | `== ada [u@h] has joined #c` |
| ii | `<ada> hi` | `<ada> ` and CTCP | `-!- ada(u@h) has joined #c` |
"""

import re
from typing import NamedTuple

_NICK = r"[^\s<>\x00-\x1f-][^\s<>\x00-\x1f]{0,63}"
_MODE = r"[@+%&~!*.]?"
_MESSAGE = re.compile(rf"\s*<\s*{_MODE}(?P<nick>{_NICK})>(?:[ \t](?P<text>.*))?$", re.DOTALL)
_TABBED = re.compile(rf"\t{_MODE}(?P<nick>{_NICK})\t(?P<text>.*)$", re.DOTALL)
_NOTICE = re.compile(r"\s*-(?P<nick>[^\s<>!*-][^\s<>!*:(]{0,63}?)(?:[:(]\S{0,80})?-\s(?P<text>.*)$", re.DOTALL)
_ACTION = re.compile(rf"\s*(?:\*|-\*-|•|Action:)[ \t]+{_MODE}(?P<nick>{_NICK}?):?(?: (?P<text>.*))?$", re.DOTALL)
_MARK = re.compile(
    r"\s*(?P<mark>-!-|\*\*\*|\*|-->|<--|<->|<-\*|--|===?|(?:Join|Part|Quit|Nick|Mode|Topic|Kick)(?=\t))[ \t]+(?=\S)"
    r"|\s*(?=\S)"
)
_BY_WORD = r"(?:\s[\[(<](?P<host>[^\s\])>@!]{0,80}[@!][^\])>]{0,200})[\])>])?"
_WHO = rf"{_MODE}(?P<nick>{_NICK}){_BY_WORD}"
_GONE = rf"(?P<gone>{_NICK})" + _BY_WORD.replace("<host>", "<gone_host>")
_THE = " (?:the|this) channel"
_EVENTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(form, re.DOTALL))
    for kind, form in (
        ("join", rf"Joins?:\s+{_WHO}"),
        ("quit", rf"Quits?:\s+{_WHO}"),
        ("part", rf"Parts?:\s+{_WHO}"),
        ("join", rf"{_WHO} (?:has )?joined(?:{_THE}|(?: channel)? (?P<channel>[#&+!]\S*?))?(?: [\[(].*)?\.?$"),
        ("quit", rf"{_WHO} (?:has )?(?:quit|Quit|disconnected)(?= IRC\b| [\[(#]|\.?$)"),
        ("quit", rf"{_WHO} (?:has )?left (?:irc|IRC|(?:the|this) server)\b"),
        ("part", rf"{_WHO} (?:has )?(?:left|parted)(?={_THE}| [#&+!(\[\"]|$|\.)"),
        ("kick", rf"{_GONE} (?:was|has been) kicked (?:from \S+ )?by {_MODE}(?P<nick>[^\s<>!]+)"),
        ("kick", rf"(?P<gone>{_NICK}) kicked from \S+ by (?P<nick>[^\s<>!:]+)"),
        ("kick", rf"{_MODE}(?P<nick>{_NICK}) has kicked (?P<gone>\S+)"),
        ("nick", rf"{_WHO} is now known as (?P<new>\S+)$"),
        ("nick", r"Nick change: (?P<nick>\S+) -> (?P<new>\S+)"),
        ("topic", rf"{_WHO} (?:has )?change[sd] (?:the )?topic (?:of|for|to|on)\b"),
        ("topic", r"Topic changed on \S+ by (?P<nick>[^\s!:]+)"),
        ("mode", rf"{_WHO} (?:sets|set|gives|removes)(?: channel)? (?:mode|op|voice|halfop|ban)"),
        ("mode", r"(?:[Mm]ode/?|ServerMode/)\s?[#&]\S+ \[.*\] by (?P<nick>[^\s!]+)"),
        ("mode", r"[#&]\S+: mode change '.*' by (?P<nick>[^\s!]+)"),
    )
)
# What mIRC and HexChat say of themselves, behind the mark of an action.
_CLIENT = re.compile(
    r"\s*\*[ \t]+"
    r"(?:Now talking (?:in|on)|Topic (?:is|for)|Set by|Rejoined|Attempting to|Retrieving|(?:Disc|C)onnected)\b"
)
_HOST = re.compile(r"(?P<nick>[^(]+)\([^()@]*@[^()]*\)$")
# Colours, bold and the like: modern.ircdocs.horse/formatting
_CODES = re.compile(r"\x03(?:\d{1,2}(?:,\d{1,2})?)?|\x04(?:[0-9A-Fa-f]{6})?|[\x02\x0f\x11\x16\x1d\x1e\x1f]")
_BRIDGED = re.compile(r"(?:\[(?P<from>[A-Za-z][\w.-]{1,20})\] ?)?<(?P<who>[^<>\n]{1,64})>:? (?P<text>.*)$", re.DOTALL)
_BRIDGE = re.compile(
    r"bridge|relay|gateway|matterb|discord|telegram|slack|matrix|mattermost|teleirc|heisenb", re.IGNORECASE
)
_BRIDGEABLE = re.compile(
    r"discord|telegram|slack|matrix|mattermost|gitter|xmpp|rocketchat|irc|whatsapp|zulip", re.IGNORECASE
)


class Said(NamedTuple):
    """One line, understood. `what` is message, emote, notice, join, part, quit, kick, nick, topic or mode."""

    what: str
    nick: str
    text: str
    channel: str | None = None
    bridge: str | None = None
    """The nick of the bridge, if somebody on its other side spoke."""


def bare(line: str) -> str:
    """Without the colour that mIRC puts before a line's time."""
    return _CODES.sub("", line) if line[:1] in ("\x02", "\x03", "\x0f", "\x16", "\x1d", "\x1f") else line


def said(rest: str, *, tabbed: bool = False) -> Said | None:
    """What stands behind a line's time; None for what no client writes of people (a count of nicks, a server's word).

    `tabbed`: the log may be WeeChat's, which has tabs where others have marks.
    """
    rest = _CODES.sub("", rest)
    if found := _MESSAGE.match(rest):
        return _message(found["nick"], found["text"] or "")
    mark = _MARK.match(rest)
    event = _event(rest[mark.end() :], mark["mark"]) if mark else None
    if event:
        return event
    if tabbed and (found := _TABBED.match(rest)) and not re.fullmatch(r"-->|<--|--|=!=|\*", found["nick"]):
        return _message(found["nick"], found["text"])
    if (found := _ACTION.match(rest)) and not _CLIENT.match(rest):
        return Said("emote", found["nick"], found["text"] or "")
    if found := _NOTICE.match(rest):
        return Said("notice", found["nick"], found["text"])
    return None


def _event(text: str, mark: str | None) -> Said | None:
    """Without a mark only eggdrop's forms count, which have a host or end in their own way."""
    for what, form in _EVENTS:
        found = form.match(text)
        if found is None:
            continue
        parts = found.groupdict()
        if mark is None and not (parts.get("host") or "kicked from" in text or text.startswith(("Nick", "Topic", "#"))):
            continue
        # An action may read like an event (“* ada left early”); a host or the channel tells.
        if mark == "*" and what in ("join", "part") and not (parts.get("host") or re.search(r"[#&]", text)):
            continue
        # ii writes the host without a space.
        host = _HOST.match(parts["nick"])
        return Said(what, host["nick"] if host else parts["nick"], text[:400], parts.get("channel"))
    return None


def _message(nick: str, text: str) -> Said:
    bridged = _BRIDGED.match(text)
    if bridged and (_BRIDGE.search(nick) or _BRIDGEABLE.fullmatch(bridged["from"] or "")):
        who = bridged["who"].replace("\u200b", "").strip(" @+")
        if who:
            return Said("message", who, bridged["text"], bridge=nick)
    return Said("message", nick, text)
