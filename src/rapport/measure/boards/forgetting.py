"""Cards and badges whose segment names somebody who is erased go with them; words of a board that name them, too."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import parse_qsl

from rapport.measure.models import Badge, Board, BoardCard
from rapport.people.forgotten import says
from rapport.people.segments.forgetting import names


def forget(words: Sequence[str]) -> int:
    """Of these names, handles and addresses; how many rows that touched."""
    erased = {word.casefold() for word in words if word}
    if not erased:
        return 0
    touched = 0
    for kind in (BoardCard, Badge):
        gone = [row.pk for row in kind.objects.all() if _asks(row.asked, erased)]
        touched += kind.objects.filter(pk__in=gone).delete()[0]
    for card in BoardCard.objects.exclude(title=""):
        if says(card.title, erased):
            touched += BoardCard.objects.filter(pk=card.pk).update(title="")
    for badge in Badge.objects.all():
        if says(badge.title, erased):
            touched += badge.delete()[0]
    for board in Board.objects.all():
        touched += _forget_in(board, erased)
    return touched


def _forget_in(board: Board, erased: set[str]) -> int:
    named, described = says(board.name, erased), says(board.sentence, erased)
    if named:
        board.name = f"Board {board.pk}"
    if described:
        board.sentence = ""
    if named or described:
        board.save(update_fields=["name", "sentence"])
    return int(named or described)


def _asks(asked: str, erased: set[str]) -> bool:
    values = dict(parse_qsl(asked))
    compared = values.get("compare", "").partition("segment:")[2]
    texts = [text for text in (values.get("segment", ""), compared) if text]
    return any(names(text, erased, date.today()) for text in texts)  # noqa: DTZ011  # names depend on no day
