"""Boards made, named, filled and put in order."""

from django.db import transaction

from rapport.accounts.models import User
from rapport.measure.models import Board, BoardCard
from rapport.words.errors import RapportError

MOST_BOARDS, MOST_CARDS = 200, 24
LONGEST_NAME, LONGEST_SENTENCE, LONGEST_TITLE = 60, 240, 80


class BoardRefused(RapportError):
    """A board cannot be so; nothing was changed. The message says why and what to do."""


class BoardUnknown(RapportError):
    """There is no board of this name; nothing was changed."""


def make(name: str, sentence: str, user: User | None) -> Board:
    """Raises BoardRefused."""
    if Board.objects.count() >= MOST_BOARDS:
        raise BoardRefused(f"There are {MOST_BOARDS} boards. Delete one first. Nothing was changed.")
    return Board.objects.create(name=checked_name(name), sentence=plain(sentence, LONGEST_SENTENCE), user=user)


def rename(board: Board, name: str, sentence: str) -> None:
    """Raises BoardRefused."""
    board.name, board.sentence = checked_name(name, board), plain(sentence, LONGEST_SENTENCE)
    board.save(update_fields=["name", "sentence"])


def named(name: str) -> Board:
    """Raises BoardUnknown."""
    found = Board.objects.filter(name__iexact=name).first()
    if found is None:
        names = list(Board.objects.values_list("name", flat=True)[:10])
        some = f"There is {', '.join(names)}." if names else "None was made yet; /measure/boards/ makes one."
        raise BoardUnknown(f"There is no board “{name}”. {some}")
    return found


@transaction.atomic
def add(board: Board, metric: str, asked: str, title: str, place: int | None = None) -> BoardCard:
    """Put a question on the board, at the end unless a place is given. Raises BoardRefused.

    `asked` is as `boards.asking.write` writes it.
    """
    cards = _cards(board)
    if len(cards) >= MOST_CARDS:
        raise BoardRefused(f"“{board}” has {MOST_CARDS} cards. Remove one, or make another board. Nothing was changed.")
    if any((one.metric, one.asked) == (metric, asked) for one in cards):
        raise BoardRefused(f"“{board}” asks that already. Nothing was changed.")
    title = plain(title, LONGEST_TITLE)
    card = BoardCard.objects.create(board=board, place=len(cards), metric=metric, asked=asked, title=title)
    cards.insert(len(cards) if place is None else place, card)
    _number(cards)
    return card


@transaction.atomic
def move(card: BoardCard, by: int) -> None:
    """So many places on, or back below zero; at an end it stays there."""
    cards = _cards(card.board)
    here = cards.index(card)
    cards.insert(min(max(here + by, 0), len(cards) - 1), cards.pop(here))
    _number(cards)


@transaction.atomic
def remove(card: BoardCard) -> None:
    cards = _cards(card.board)
    cards.remove(card)
    card.delete()
    _number(cards)


def plain(text: str, longest: int) -> str:
    """One line without what a database does not take, cut where a form would not have let it in."""
    return " ".join(text.replace("\0", "").split())[:longest].strip()


def checked_name(name: str, other_than: Board | None = None) -> str:
    """Raises BoardRefused."""
    name = " ".join(name.replace("\0", "").split())
    if not name or len(name) > LONGEST_NAME:
        raise BoardRefused(f"A board's name has 1 to {LONGEST_NAME} letters. Nothing was changed.")
    if Board.objects.filter(name__iexact=name).exclude(pk=other_than.pk if other_than else 0).exists():
        raise BoardRefused(f"There is a board “{name}” already. Choose another name. Nothing was changed.")
    return name


def _cards(board: Board) -> list[BoardCard]:
    """In their order, with the board held, so that two who arrange it do so one after the other."""
    Board.objects.select_for_update().get(pk=board.pk)
    return list(board.cards.all())


def _number(cards: list[BoardCard]) -> None:
    for place, card in enumerate(cards):
        card.place = place
    BoardCard.objects.bulk_update(cards, ["place"])
