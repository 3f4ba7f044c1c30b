"""Members, and the versioned map that says which identities each one is.

Merging moves nothing: an identity's row in `Link` names its member, and every change of that row is a `Decision`
with its evidence and author, so that each can be taken back, activity that came later included.
"""

from rapport.people.models.contact import Consent, ContactRule, DoNotContact, Letter, PutOff
from rapport.people.models.decision import Apart, Decision, Looked, Proposal
from rapport.people.models.knowing import Note, Tag, Tagged, Task
from rapport.people.models.log import LogEntry
from rapport.people.models.member import Link, MapStep, MapVersion, Member, Side
from rapport.people.models.mine import Limited, ProofLink, Receipt
from rapport.people.models.organisation import Address, Affiliation, Domain, Organisation
from rapport.people.models.segment import Segment
from rapport.people.models.suspect import Suspect
from rapport.people.models.topics import Term, TermsRead
from rapport.people.models.weighing import Weighing

__all__ = [
    "Address",
    "Affiliation",
    "Apart",
    "Consent",
    "ContactRule",
    "Decision",
    "DoNotContact",
    "Domain",
    "Letter",
    "Limited",
    "Link",
    "LogEntry",
    "Looked",
    "MapStep",
    "MapVersion",
    "Member",
    "Note",
    "Organisation",
    "ProofLink",
    "Proposal",
    "PutOff",
    "Receipt",
    "Segment",
    "Side",
    "Suspect",
    "Tag",
    "Tagged",
    "Task",
    "Term",
    "TermsRead",
    "Weighing",
]
