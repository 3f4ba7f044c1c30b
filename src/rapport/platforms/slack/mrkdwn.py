"""Slack's mrkdwn as plain text: people and channels by name, links readable, the rest as it was typed.

Source: docs.slack.dev/messaging/formatting-message-text, "Advanced formatting".
"""

import re
from collections.abc import Mapping

_MARK = re.compile(r"<([^<>\n]+)>")
_SCHEME = re.compile(r"^(?:[a-z][a-z0-9+.-]*://|mailto:|tel:)", re.IGNORECASE)


def plain(text: str, names: Mapping[str, str]) -> str:
    """`names` are those of people and channels, by their ids. Emoji stay `:smile:`, code and emphasis as they are."""
    if "<" in text:
        text = _MARK.sub(lambda mark: _read(mark[1], names), text)
    return unescape(text) if "&" in text else text


def unescape(text: str) -> str:
    """The three characters that Slack escapes; `&amp;` last, so that nothing is unescaped twice."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _read(inside: str, names: Mapping[str, str]) -> str:
    target, _, label = inside.partition("|")
    if target.startswith("http"):
        return link(target, label)
    if target.startswith("@"):
        return "@" + (label or names.get(target[1:], target[1:])).removeprefix("@")
    if target.startswith("#"):
        return "#" + (label or names.get(target[1:], target[1:])).removeprefix("#")
    if target.startswith("!"):
        return _special(target[1:], label)
    return link(target, label) if _SCHEME.match(target) else f"<{inside}>"


def _special(target: str, label: str) -> str:
    """`<!here>`, `<!subteam^S1|@team>`, `<!date^1392734382^{date}|18 February>`."""
    if target.startswith("date^"):
        return label or target.split("^")[1]
    return "@" + (label or target.split("^")[-1]).removeprefix("@")


def link(target: str, label: str | None) -> str:
    """`label (address)`; the address alone where the label says nothing else."""
    address = target if target.startswith("http") else target.removeprefix("mailto:").removeprefix("tel:")
    if not label or (label in target and _bare(label) == _bare(target)):
        return address
    return f"{label} ({address})"


def _bare(address: str) -> str:
    return _SCHEME.sub("", address).rstrip("/")
