"""The platforms of the simulated community: their rooms, and how people behave in each of them."""

from typing import NamedTuple

from rapport.words.identity import Channel


class Room(NamedTuple):
    channel: Channel
    weight: float
    language: str | None = None
    """The one that is spoken there; None: English."""
    asks: float | None = None
    """The share of openings that are questions, where it differs from the platform's."""
    opens: str | None = None
    """The kind of an opening, where it differs from the platform's."""


class Place(NamedTuple):
    home: float
    """How many people come in by it, beside the others."""
    rooms: tuple[Room, ...]
    opens: str
    """The kind of an opening."""
    replies: str
    titled: bool
    asks: float
    """The share of openings that are questions."""
    answered: float
    """The share of questions that anybody answers."""
    minutes: float
    """The median until somebody of the community answers."""
    team_minutes: float
    team: float
    """The share of first answers that come from the team."""
    replies_mean: float
    """How many words follow an opening that is answered, on average."""
    accepts: float
    """The share of answered questions of which one answer is accepted."""
    likes: float
    """Reactions to an opening, on average."""
    arrival: str | None
    """What somebody does who comes: `join`, `star`, `follow`. None: they begin by talking."""
    chat: bool = False
    """Short messages, in the room itself."""


def _rooms(platform: str, *rooms: tuple[str, str, float]) -> tuple[Room, ...]:
    return tuple(Room(Channel(platform, native_id, name), weight) for native_id, name, weight in rooms)


PLACES: dict[str, Place] = {
    "discord": Place(
        22,
        (
            Room(Channel("discord", "1190000000000000001", "Tidemark / help"), 5, None, 0.94, "topic"),
            Room(Channel("discord", "1190000000000000002", "Tidemark / general"), 4, None, 0.3),
            Room(Channel("discord", "1190000000000000003", "Tidemark / show-and-tell"), 1, None, 0.08),
            Room(Channel("discord", "1190000000000000004", "Tidemark / wasm"), 0.6),
            Room(Channel("discord", "1190000000000000005", "Tidemark / deutsch"), 0.3, "de"),
            Room(Channel("discord", "1190000000000000006", "Tidemark / português"), 0.4, "pt"),
            Room(Channel("discord", "1190000000000000007", "Tidemark / 日本語"), 0.3, "ja"),
        ),
        "message", "message", False, 0.55, 0.84, 24, 70, 0.28, 4.2, 0.0, 0.9, "join", chat=True,
    ),
    "github": Place(
        20,
        (
            Room(Channel("github", "730000001", "tidemark/tidemark"), 8),
            Room(Channel("github", "730000002", "tidemark/tidemark-python"), 2),
            Room(Channel("github", "730000003", "tidemark/operator"), 1.5),
            Room(Channel("github", "730000004", "tidemark/docs"), 1.2),
        ),
        "issue", "comment", True, 0.3, 0.86, 900, 420, 0.62, 2.6, 0.0, 0.5, "star",
    ),
    "discourse": Place(
        12,
        (
            Room(Channel("discourse", "forum.tidemark.alt/category/4", "Help"), 5, None, 0.96),
            Room(Channel("discourse", "forum.tidemark.alt/category/5", "Ideas"), 1.4, None, 0.12),
            Room(Channel("discourse", "forum.tidemark.alt/category/6", "Show your work"), 0.8, None, 0.05),
            Room(Channel("discourse", "forum.tidemark.alt/category/7", "Español"), 0.4, "es"),
            Room(Channel("discourse", "forum.tidemark.alt/category/8", "Deutsch"), 0.4, "de"),
        ),
        "topic", "post", True, 0.75, 0.88, 260, 340, 0.36, 3.4, 0.46, 1.1, "join",
    ),
    "slack": Place(
        10,
        _rooms("slack", ("C0DEMOGENERAL", "general", 3), ("C0DEMOHELP", "help", 4), ("C0DEMOCODE", "contributors", 2)),
        "message", "message", False, 0.62, 0.85, 32, 45, 0.42, 3.6, 0.0, 0.7, "join", chat=True,
    ),
    "stackexchange": Place(
        7, _rooms("stackexchange", ("stackoverflow.com", "stackoverflow.com", 1)),
        "question", "response", True, 1.0, 0.66, 1400, 2600, 0.22, 1.5, 0.42, 0.8, "join",
    ),
    "x": Place(
        8, _rooms("x", ("x.com", "X", 1)),
        "post", "post", False, 0.25, 0.42, 95, 180, 0.4, 1.4, 0.0, 2.2, "follow",
    ),
    "reddit": Place(
        5, _rooms("reddit", ("r/tidemarkdb", "r/tidemarkdb", 3), ("r/streamprocessing", "r/streamprocessing", 1)),
        "post", "comment", True, 0.6, 0.82, 150, 600, 0.15, 4.6, 0.0, 0.0, None,
    ),
    "linkedin": Place(
        5, _rooms("linkedin", ("linkedin.com", "LinkedIn", 1)),
        "post", "comment", False, 0.06, 0.5, 400, 300, 0.3, 1.2, 0.0, 4.0, "follow",
    ),
    "youtube": Place(
        3, _rooms("youtube", ("UCtidemarkdemo", "Tidemark", 1)),
        "comment", "comment", False, 0.5, 0.5, 900, 1500, 0.6, 1.2, 0.0, 0.3, None,
    ),
    "telegram": Place(
        3,
        (
            Room(Channel("telegram", "-100190000001", "Tidemark chat"), 2),
            Room(Channel("telegram", "-100190000002", "Tidemark Brasil"), 1, "pt"),
            Room(Channel("telegram", "-100190000003", "Tidemark 中文"), 1.2, "zh"),
        ),
        "message", "message", False, 0.6, 0.8, 18, 200, 0.1, 3.4, 0.0, 0.3, "join", chat=True,
    ),
    "matrix": Place(
        2, _rooms("matrix", ("!tidemark:matrix.example", "Tidemark", 1)),
        "message", "message", False, 0.55, 0.75, 40, 240, 0.12, 3.0, 0.0, 0.3, "join", chat=True,
    ),
    "mastodon": Place(
        2, _rooms("mastodon", ("toot.example", "toot.example", 1)),
        "post", "post", False, 0.25, 0.55, 130, 300, 0.3, 1.3, 0.0, 1.6, "follow",
    ),
    "bluesky": Place(
        3, _rooms("bluesky", ("bsky.app", "Bluesky", 1)),
        "post", "post", False, 0.25, 0.5, 110, 260, 0.3, 1.3, 0.0, 2.0, "follow",
    ),
    "threads": Place(
        1.5, _rooms("threads", ("threads.com", "Threads", 1)),
        "post", "post", False, 0.2, 0.4, 150, 320, 0.3, 1.2, 0.0, 1.8, "follow",
    ),
    "hackernews": Place(
        1.5, _rooms("hackernews", ("news.ycombinator.com", "Hacker News", 1)),
        "post", "comment", True, 0.3, 0.6, 70, 200, 0.1, 5.0, 0.0, 0.0, None,
    ),
    "dev": Place(
        1.2, _rooms("dev", ("dev.to/t/tidemark", "#tidemark", 1)),
        "article", "comment", True, 0.0, 0.5, 800, 900, 0.2, 1.2, 0.0, 1.4, None,
    ),
    "email": Place(
        2.2, _rooms("email", ("users.lists.tidemark.alt", "tidemark-users", 3),
                    ("dev.lists.tidemark.alt", "tidemark-dev", 1)),
        "message", "message", True, 0.6, 0.8, 420, 380, 0.4, 3.2, 0.0, 0.0, None,
    ),
}  # fmt: skip


def repository(topic: str, title: str = "") -> Room:
    """Where on GitHub one works on a topic."""
    server, python, operator, docs = PLACES["github"].rooms
    return docs if title.startswith("Docs") else {"python": python, "kubernetes": operator}.get(topic, server)
