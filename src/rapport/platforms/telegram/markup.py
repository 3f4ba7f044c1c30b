"""What a page shows of a message's words, as the JSON of the chat has them: code and links stay readable.

Source: `FormatText` in Telegram Desktop's export_output_html.cpp. A line end is `<br>`; spaces stand as they are.
"""

from selectolax.lexbor import LexborNode

from rapport.platforms.html import SILENT, walk


def words_of(node: LexborNode) -> str | None:
    page = _Words()
    if node.first_child is not None:
        walk(node.first_child, page)
    return "".join(page.pieces).strip() or None


class _Words:
    """The words so far. Each tag that is open remembers where its words begin."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._begun: list[int] = []

    def enter(self, node: LexborNode) -> bool:
        tag = node.tag or ""
        if tag == "-text":
            self.pieces.append(node.text_content or "")
            return False
        if tag == "br":
            self.pieces.append("\n")
        self._begun.append(len(self.pieces))
        return tag not in SILENT and tag != "br"

    def leave(self, node: LexborNode) -> None:
        begun = self._begun.pop()
        if node.tag not in ("code", "pre", "a") or not (inside := "".join(self.pieces[begun:])):
            return
        if node.tag == "code":
            self.pieces[begun:] = ["`", inside, "`"]
        elif node.tag == "pre":
            self.pieces[begun:] = ["\n```\n", inside.strip("\n"), "\n```\n"]
        elif node.tag == "a":
            address = (node.attributes.get("href") or "").strip()
            if address.startswith(("https://", "http://")) and address.rstrip("/") != inside.strip().rstrip("/"):
                self.pieces.append(f" ({address})")
