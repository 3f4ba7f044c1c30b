"""What can go wrong, each with the facts that let one act.

RapportError
├─ SourceUnreadable(source, reason)    a whole file or folder cannot be read; others go on
├─ HomeInUse(pid, command)             another process owns the home's database
├─ SecretUnreadable(name)              a secret's key is not among the keys of this home
├─ CopyMissing()                       the columnar copy is not there yet; `rapport ledger rebuild` makes it
├─ RateLimited(retry_at)               a platform's quota is used up; go on then
├─ CredentialsRefused(reason)          a platform takes the credentials no more; a person must connect anew
├─ PlaceGone(reason)                   what should be read is not there, or not for these credentials
└─ Unreachable(reason)                 a platform cannot be reached, or fails by itself; try again later
"""

from datetime import datetime


class RapportError(Exception):
    """Says what happened, what is safe, and what to do."""


class SourceUnreadable(RapportError):
    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason


class HomeInUse(RapportError):
    def __init__(self, pid: int, command: str) -> None:
        super().__init__(f"The home is in use by process {pid} ({command}). Stop it first, or wait for it.")
        self.pid = pid
        self.command = command


class SecretUnreadable(RapportError):
    def __init__(self, name: str) -> None:
        super().__init__(
            f"The secret '{name}' was encrypted with a key that this home no longer has. "
            "Put the old key back into the key file, or enter the secret again."
        )
        self.name = name


class CopyMissing(RapportError):
    def __init__(self) -> None:
        super().__init__("There is no columnar copy yet. Nothing is lost: run `rapport ledger rebuild`.")


class RateLimited(RapportError):
    def __init__(self, retry_at: datetime, budget: str = "") -> None:
        super().__init__(f"The platform wants no more requests until {retry_at:%Y-%m-%d %H:%M:%S} UTC.")
        self.retry_at = retry_at
        self.budget = budget
        """The quota that is used up; empty where all requests have to wait."""


class CredentialsRefused(RapportError):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)


class PlaceGone(RapportError):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)


class Unreachable(RapportError):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
