"""What a page shows, as it was typed: the same words that the JSON of the channel has.

Source: HtmlMarkdownVisitor.cs of github.com/Tyrrrz/DiscordChatExporter. Spaces and line ends stand as they were typed.
"""

import re

from selectolax.lexbor import LexborNode

from rapport.platforms.html import SILENT, walk

_AROUND = {"strong": "**", "b": "**", "em": "*", "i": "*", "u": "__", "s": "~~", "del": "~~"}
_BEFORE = {"h1": "# ", "h2": "## ", "h3": "### ", "li": "- "}
_LANGUAGE = re.compile(r"\blanguage-([\w+#-]{1,32})")
_NAME = re.compile(r"\w{2,32}", re.ASCII)


def typed(node: LexborNode) -> str:
    words = _Words()
    if node.first_child is not None:
        walk(node.first_child, words)
    return "".join(words.pieces).strip()


class _Words:
    """The words so far. Each tag that is open remembers where its words begin."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._begun: list[int] = []
        self._line_due = False

    def enter(self, node: LexborNode) -> bool:
        tag = node.tag or ""
        if tag == "-text":
            self._add(node.text_content or "")
            return False
        if tag == "br":
            self._add("\n")
        elif tag == "img":
            self._add(_emoji(node))
        elif _is_block(node):
            self._new_line()
        self._begun.append(len(self.pieces))
        counts = tag not in SILENT and "edited-timestamp" not in _classes(node)
        return counts and tag not in ("br", "img")

    def leave(self, node: LexborNode) -> None:
        begun = self._begun.pop()
        tag, classes = node.tag or "", _classes(node)
        if begun == len(self.pieces):
            return
        if tag == "a":
            self._link(node, begun)
        elif "pre--multiline" in classes:
            language = _LANGUAGE.search(classes)
            self._surround(begun, f"```{language[1] if language else ''}\n", "\n```")
        elif "pre--inline" in classes:
            self._surround(begun, "`", "`")
        elif "spoiler" in classes:
            self._surround(begun, "||", "||")
        elif "quote-content" in classes or classes.strip() == "quote":
            self.pieces[begun:] = ["> " + "".join(self.pieces[begun:]).strip("\n").replace("\n", "\n> ")]
        elif mark := _AROUND.get(tag):
            self._surround(begun, mark, mark)
        elif mark := _BEFORE.get(tag):
            self.pieces.insert(begun, mark)
        self._line_due = self._line_due or _is_block(node)

    def _add(self, text: str) -> None:
        if text and self._line_due:
            self._line_due = False
            if not text.startswith("\n"):
                self.pieces.append("\n")
        if text:
            self.pieces.append(text)

    def _new_line(self) -> None:
        if self.pieces and not self.pieces[-1].endswith("\n"):
            self._line_due = False
            self.pieces.append("\n")

    def _surround(self, begun: int, before: str, after: str) -> None:
        self.pieces.insert(begun, before)
        self.pieces.append(after)

    def _link(self, node: LexborNode, begun: int) -> None:
        address, words = (node.attributes.get("href") or "").strip(), "".join(self.pieces[begun:])
        if address.startswith(("https://", "http://")) and address.rstrip("/") != words.strip().rstrip("/"):
            self._surround(begun, "[", f"]({address})")


def _classes(node: LexborNode) -> str:
    return (node.attributes.get("class") or "") if node.tag != "-text" else ""


def _is_block(node: LexborNode) -> bool:
    classes = _classes(node)
    return (
        (node.tag or "") in _BEFORE
        or "pre--multiline" in classes
        or classes.strip() in ("quote", "chatlog__markdown-quote")
    )


def _emoji(node: LexborNode) -> str:
    """`:name:` of a server's own emoji, else the character."""
    words = (node.attributes.get("alt") or "").strip()
    return f":{words}:" if _NAME.fullmatch(words) else words
