"""Members, and the versioned map that says which identities each one is.

Merging moves nothing: an identity's row in `Link` names its member, and every change of that row is a `Decision`
with its evidence and author, so that each can be taken back, activity that came later included.
"""

from rapport.people.models.decision import Apart, Decision, Looked, Proposal
from rapport.people.models.member import Link, MapVersion, Member, Side

__all__ = ["Apart", "Decision", "Link", "Looked", "MapVersion", "Member", "Proposal", "Side"]
