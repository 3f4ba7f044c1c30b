"""How the audit log names a member."""

from rapport.people.models import Member


def named(member: Member) -> str:
    """By number: what the log holds stays for ever, and a person may ask to be forgotten."""
    return f"member {member.pk}"
