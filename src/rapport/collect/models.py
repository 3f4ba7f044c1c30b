"""Imports and what each brought."""

from django.conf import settings
from django.db import models


class Import(models.Model):
    """One run of `rapport import`, or one upload: the paths it was given and how far it came."""

    class State(models.TextChoices):
        MAPPING = "mapping"
        """An uploaded table whose columns nobody has named yet."""
        WAITING = "waiting"
        RUNNING = "running"
        STOPPING = "stopping"
        """Somebody asked it to stop; it does so after the batch it is in."""
        DONE = "done"
        STOPPED = "stopped"
        FAILED = "failed"
        FOLLOWING = "following"
        """What a connection brings: it goes on as long as that does."""
        FORGETTING = "forgetting"
        """What it alone brought is being taken back; a kill in the midst of it is gone on from."""
        FORGOTTEN = "forgotten"

    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    connection = models.OneToOneField("accounts.Connection", models.PROTECT, null=True, related_name="import_run")
    """What it is brought by, where that is no file."""
    paths = models.JSONField()
    """As they were given; of an upload, the names of its files."""
    uploaded = models.BooleanField(default=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    failure = models.TextField(blank=True)
    size = models.BigIntegerField(default=0)
    """Bytes on disk of all its files; a clone counts none."""
    done = models.BigIntegerField(default=0)
    """Bytes of them that are read."""
    unread = models.JSONField(default=list)
    """[file, reason] of the first files that were not recognised or could not be opened."""
    unread_count = models.BigIntegerField(default=0)
    notes = models.JSONField(default=list)
    """Sentences about what was given: a clone that is shallow, a path given twice."""
    identities = models.BigIntegerField(default=0)
    """Identities the ledger did not hold when it began."""
    channels = models.BigIntegerField(default=0)
    mapping = models.JSONField(null=True)
    """Of a table: which column is what (`platforms.mapped.mapping.Map`)."""
    found = models.JSONField(null=True)
    """What it found, worked out once when it is over (`found.Found`); None until then."""
    remembered = models.BooleanField(default=True, db_default=False)
    """Whether all that it brought is known (`Brought`). Of imports made before that was kept it is not."""
    simulated = models.BooleanField(default=False, db_default=False)
    """The demo's: nothing of it happened. `size` and `done` count days of it instead of bytes."""
    taken = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    """Of one that is forgotten: how many activities, identities, channels and records set aside went."""

    def __str__(self) -> str:
        return f"import {self.pk}"

    @property
    def over(self) -> bool:
        return self.state not in (
            self.State.MAPPING, self.State.WAITING, self.State.RUNNING, self.State.STOPPING, self.State.FOLLOWING
        )  # fmt: skip


class Source(models.Model):
    """What one path gave for one kind of archive. Counts are of records and rise with each committed batch.

    read = added + known + erased + skipped + rejected; what only told of people and places is not among them.
    """

    import_run = models.ForeignKey(Import, models.CASCADE, related_name="sources")
    path = models.TextField()
    archive = models.TextField()
    platform = models.TextField()
    read = models.BigIntegerField(default=0)
    added = models.BigIntegerField(default=0)
    known = models.BigIntegerField(default=0)
    updated = models.BigIntegerField(default=0)
    """The part of `known` that was newer than what the ledger had."""
    erased = models.BigIntegerField(default=0)
    """Left out because the author asked to be forgotten."""
    skipped = models.BigIntegerField(default=0)
    """Held nothing for the ledger."""
    told = models.BigIntegerField(default=0)
    """Told of people and places alone."""
    rejected = models.BigIntegerField(default=0)
    activities = models.BigIntegerField(default=0)
    first_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    seconds = models.FloatField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["import_run", "path", "archive"], name="source_key")]

    def __str__(self) -> str:
        return f"{self.path} ({self.archive})"


class Rejected(models.Model):
    """A record that could not be read, kept until a fix lets it in or a person lets it go."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="set_aside")
    archive = models.TextField()
    file = models.CharField(max_length=400)
    position = models.CharField(max_length=120)
    reason = models.TextField()
    raw = models.BinaryField()
    at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "file", "position"], name="rejected_key")]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(resolved_at=None), name="rejected_open"),
            models.Index(fields=["file", "position"], condition=models.Q(resolved_at=None), name="rejected_place"),
        ]

    def __str__(self) -> str:
        return f"{self.file}, {self.position}"


class Brought(models.Model):
    """What one batch of an import held: keys one behind the other, as `ledger.writing.Keys` packs them.

    Of imports that are not forgotten, each thing is new in the one that brought it first, and known in all others.
    What is new in none came by another road.
    """

    import_run = models.ForeignKey(Import, models.CASCADE, related_name="brought")
    what = models.SmallIntegerField()
    """As in `ledger.claims`."""
    new = models.BinaryField()
    known = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.import_run_id}: {len(self.new) + len(self.known)} bytes"


class Stream(models.Model):
    """One thing that a connection reads from its beginning and then follows."""

    connection = models.ForeignKey("accounts.Connection", models.CASCADE, related_name="streams")
    name = models.CharField(max_length=200)
    """Lasting: `186853002/issues`."""
    label = models.TextField()
    budget = models.CharField(max_length=40, blank=True)
    cursor = models.JSONField(null=True)
    """Where the next step goes on, written in the transaction that keeps what the last one brought."""
    reached = models.DateTimeField(null=True)
    """The time of the last thing that was read."""
    caught_up_at = models.DateTimeField(null=True)
    """When all there was had been read, the last time; null while it is being read for the first time."""
    due_at = models.DateTimeField()
    """When it is read on."""
    tries = models.IntegerField(default=0)
    """In a row that failed."""
    error = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "name"], name="stream_key")]
        indexes = [models.Index(fields=["due_at"], name="stream_due")]

    def __str__(self) -> str:
        return self.label


class Budget(models.Model):
    """What a platform said is left of one of its quotas, when it was last asked."""

    connection = models.ForeignKey("accounts.Connection", models.CASCADE, related_name="budgets")
    name = models.CharField(max_length=40, blank=True)
    """Empty: of all requests."""
    limit = models.IntegerField(default=0)
    left = models.IntegerField(default=0)
    anew_at = models.DateTimeField()
    told_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "name"], name="budget_key")]

    def __str__(self) -> str:
        return f"{self.name or 'all'}: {self.left} of {self.limit}"


class Event(models.Model):
    """Something that a platform sent by itself: kept as it came before the platform is answered, and read later."""

    connection = models.ForeignKey("accounts.Connection", models.CASCADE, related_name="events")
    key = models.CharField(max_length=100)
    """The platform's own id of it: what comes again is dropped."""
    kind = models.CharField(max_length=60)
    body = models.BinaryField()
    """Emptied once it was read: what it says of people is then in the ledger, under the ledger's rules."""
    at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "key"], name="event_key")]
        indexes = [models.Index(fields=["connection", "id"], condition=models.Q(read_at=None), name="event_waiting")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
