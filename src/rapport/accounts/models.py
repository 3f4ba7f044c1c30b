"""The team's members who sign in, how they get in, what they did, and the secrets the home keeps."""

from typing import Any, ClassVar, Never

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone


class Role(models.TextChoices):
    """From the most to the least trusted; `accounts/permissions.py` says what each may do."""

    OWNER = "owner"
    MANAGER = "manager"
    AUTHOR = "author"
    RESPONDER = "responder"
    ANALYST = "analyst"


class Users(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """A person of the team. The community needs no account."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.ANALYST)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[Users] = Users()

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def called(self) -> str:
        """Without the address, for what leaves the home."""
        return self.name or self.email.partition("@")[0]


class EntranceLink(models.Model):
    """A link that signs in once. Only a hash of its token is kept, so a stolen dump opens nothing."""

    token_hash = models.BinaryField(max_length=32, unique=True)
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE)
    """Whom it signs in; null makes the home's first owner."""
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Invitation(models.Model):
    """A place on the team that waits for its person; its link is kept as a hash, like `EntranceLink`'s."""

    token_hash = models.BinaryField(max_length=32, unique=True)
    email = models.EmailField()
    role = models.CharField(max_length=12, choices=Role.choices)
    invited_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT)
    """Null: from the command line."""
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class Token(models.Model):
    """What a person's scripts show to the API instead of signing in; kept as a hash, like `EntranceLink`'s."""

    token_hash = models.BinaryField(max_length=32, unique=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=60)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)
    """Null: until it is taken back."""
    used_at = models.DateTimeField(null=True)
    """To five minutes."""

    def __str__(self) -> str:
        return self.name


class Secret(models.Model):
    """A token or password the home needs, encrypted; `accounts/secrets.py` reads and writes it."""

    name = models.CharField(max_length=200, unique=True)
    sealed = models.BinaryField()
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.name


class Connection(models.Model):
    """One authorised account on a platform: the organisation's, or one person's own.

    Its secrets are kept apart (`accounts/connections.py`); how it is read stands in `collect`.
    """

    class State(models.TextChoices):
        ACTIVE = "active"
        PAUSED = "paused"
        """Somebody wants it to rest; what the platform sends meanwhile is kept and read afterwards."""
        REFUSED = "refused"
        """The platform takes the credentials no more: a person must connect anew."""
        ENDED = "ended"
        """Disconnected; its row stays, so that what it brought can still be told and taken back."""

    platform = models.CharField(max_length=40)
    account = models.CharField(max_length=200)
    """Whose credentials these are, as the platform calls it."""
    account_id = models.CharField(max_length=200)
    owner = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="connections")
    """Whose own account it is; null: the organisation's."""
    address = models.URLField()
    """Of the platform's API."""
    chosen = models.JSONField(default=dict)
    """What is read: places, how far back. No secrets."""
    hook = models.CharField(max_length=32, unique=True)
    """The last part of the address to which the platform sends events: nobody can guess it, or count connections."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACTIVE)
    error = models.TextField(blank=True)
    """The last thing that went wrong, in plain words; empty once it works again."""
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)
    """When the credentials end, where the platform says so."""

    def __str__(self) -> str:
        return f"{self.platform}: {self.account}"


class AuditEntry(models.Model):
    """Who did what, when, from where. Append-only: a trigger in the database refuses changes too."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT)
    """Null: the command line, or somebody who is not signed in."""
    action = models.CharField(max_length=60, db_index=True)
    subject = models.CharField(max_length=200, blank=True)
    detail = models.JSONField(default=dict)
    address = models.GenericIPAddressField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]

    def told(self) -> str:
        """The detail as words: `was: analyst; now: manager`."""
        values = {key: ", ".join(map(str, v)) if isinstance(v, list) else v for key, v in self.detail.items()}
        return "; ".join(f"{key}: {value}" for key, value in values.items())

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("An audit entry is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Never:
        raise TypeError("An audit entry is never deleted.")
