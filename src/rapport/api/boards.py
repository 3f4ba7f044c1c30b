"""Boards: what the team put together, each with the figures of its cards."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from rapport.api.errors import Problem, Refused
from rapport.api.guard import see
from rapport.api.measure import Answer
from rapport.measure.boards.showing import board_as_json, cards_as_json
from rapport.measure.current import current
from rapport.measure.models import Board

router = Router(tags=["measure"], auth=see)


class BoardOut(Schema):
    id: int
    name: str
    sentence: str
    made_at: datetime
    cards: int


class CardOut(Schema):
    title: str
    metric: str
    asked: str = Field(description="What follows the ? in the address of the metric's page.")
    about: str = Field(description="The same in words.")
    sentence: str
    problem: str = Field(description="Why it has no answer any more.")
    answer: Answer | None


class FullBoard(BoardOut):
    cards: list[CardOut]  # type: ignore[assignment]  # in full instead of how many


@router.get("", response=list[BoardOut], summary="Every board")
def boards(request: HttpRequest) -> list[dict[str, Any]]:
    return [board_as_json(board) for board in Board.objects.all()]


@router.get("/{number}", response=FullBoard, summary="One board with the figures of its cards")
def board(request: HttpRequest, number: int) -> dict[str, Any]:
    found = Board.objects.filter(pk=number).first()
    if found is None:
        raise Refused(
            404,
            Problem(
                error="board-unknown",
                message=f"There is no board {number}.",
                remedy="GET /api/measure/boards lists them.",
            ),
        )
    return board_as_json(found) | {"cards": cards_as_json(found, current())}
