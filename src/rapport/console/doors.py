"""What a new home can be given first, and how."""

from typing import NamedTuple


class Door(NamedTuple):
    platform: str
    what: str
    command: str
    gives: str
    """What one will see of it."""


DOORS = (
    Door(
        "discourse",
        "Your forum's topics as its API gives them: JSON files in a folder, or in a .tar.gz.",
        "rapport import forum.tar.gz",
        "Who asks, who answers, what was accepted, who is new.",
    ),
    Door(
        "git",
        "A clone of your repository, or a table of its commits (tsv or csv).",
        "rapport import ~/src/my-project",
        "Authors, co-authors, reviewers and testers, with what they changed.",
    ),
    Door(
        "github",
        "Hours of public events from GH Archive (.json.gz).",
        "rapport import 2015-01-01-0.json.gz",
        "Issues, pull requests, reviews, comments, releases and stars.",
    ),
)
