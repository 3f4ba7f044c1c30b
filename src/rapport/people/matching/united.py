"""Places put together, step by step; the first of each group leads it."""


class United:
    """So many places, at first each alone."""

    def __init__(self, places: int) -> None:
        self._leader = list(range(places))

    def find(self, at: int) -> int:
        """The first of its group."""
        while self._leader[at] != at:
            self._leader[at] = self._leader[self._leader[at]]
            at = self._leader[at]
        return at

    def unite(self, one: int, other: int) -> int:
        """Put two together; answers with the leader who leads no longer, or still leads both if they were together."""
        first, second = sorted((self.find(one), self.find(other)))
        self._leader[second] = first
        return second
