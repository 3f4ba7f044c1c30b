"""What may stand in a page of what platforms said of somebody."""

from urllib.parse import urlsplit

from rapport.ledger.models import Identity


def outward(url: str | None) -> str:
    """An address that leads to a web page, else nothing: an archive may hold `javascript:` as a homepage."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return ""
    return url or "" if parts.scheme in ("http", "https") and parts.netloc else ""


def called(identity: Identity) -> str:
    """What the identity is called on its platform: its handle, else its name; never an address."""
    for name in (identity.handle, identity.name):
        if name and "@" not in name.strip("@"):
            return name
    return (identity.handle or identity.name or "").partition("@")[0] or "unnamed"
