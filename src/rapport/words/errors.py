"""What can go wrong, each with the facts that let one act.

RapportError
├─ SourceUnreadable(source, reason)    a whole file or folder cannot be read; others go on
├─ HomeInUse(pid, command)             another process owns the home's database
├─ SecretUnreadable(name)              a secret's key is not among the keys of this home
└─ CopyMissing()                       the columnar copy is not there yet; `rapport ledger rebuild` makes it
"""


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
