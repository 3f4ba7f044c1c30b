"""What a report tells of, in which order. Pure."""

from typing import NamedTuple


class Chapter(NamedTuple):
    title: str
    lead: str
    """The metric whose chart stands in it."""
    metrics: tuple[str, ...]
    """One sentence each."""


CHAPTERS = (
    Chapter(
        "Who was there",
        "active_members",
        ("active_members", "new_members", "returning_members", "lapsed_members"),
    ),
    Chapter(
        "What was given",
        "contributions",
        ("contributions", "contributors", "first_contributions", "contributor_absence_factor"),
    ),
    Chapter(
        "How questions were answered",
        "time_to_first_response",
        ("questions", "time_to_first_response", "answered_within_a_day", "unanswered", "resolved_share"),
    ),
    Chapter(
        "Who helped",
        "helpers",
        ("helpers", "helper_absence_factor", "sole_helped_share", "accepted_answers"),
    ),
    Chapter(
        "Quality beside quantity",
        "replies_per_thread",
        ("messages", "replies_per_thread", "people_per_thread", "threads_without_reply", "one_time_posters"),
    ),
    Chapter("What people talked about", "conversations", ("conversations",)),
    Chapter("How far it went", "views", ("views", "stars_and_follows")),
)
"""Quality stands beside quantity: much that is said to nobody is no good month."""
