"""A segment that has no meaning: where, and what would be right."""

from rapport.people.wanted import WantedRefused


class SegmentRefused(WantedRefused):
    """A text that is no segment; nothing was changed by asking."""

    def __init__(self, problem: str, remedy: str, text: str, at: int, word: str) -> None:
        super().__init__(problem, remedy)
        self.text = text
        self.at = at
        """Where in the text it begins, counted from 0."""
        self.word = word
        """What stands there; empty at the end."""

    @property
    def before(self) -> str:
        return self.text[: self.at]

    @property
    def after(self) -> str:
        return self.text[self.at + len(self.word) :]
