"""What people keep beside the numbers. The numbers themselves are worked out, never stored."""

from rapport.measure.models.annotation import Annotation
from rapport.measure.models.board import Badge, Board, BoardCard, BoardLink
from rapport.measure.models.digest import DigestDelivery, DigestWish
from rapport.measure.models.today import Handled, NoAnswerNeeded, Visit
from rapport.measure.models.topic import Clustering, Placed, Topic

__all__ = [
    "Annotation",
    "Badge",
    "Board",
    "BoardCard",
    "BoardLink",
    "Clustering",
    "DigestDelivery",
    "DigestWish",
    "Handled",
    "NoAnswerNeeded",
    "Placed",
    "Topic",
    "Visit",
]
