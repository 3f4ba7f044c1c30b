"""The ledger's tables: every activity kept once, who did it, where, and which months the copy must redo.

Rows are written by `append.py` and `erase.py` with SQL of their own, in batches; the models are for reading.
Foreign keys inside the ledger carry no database constraint: checking them costs a third of the append's time,
and `rapport ledger verify` looks for orphans instead.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Lower, Now


class Identity(models.Model):
    """One handle on one platform. The dense integer key is what activities and the copy hold."""

    id = models.AutoField(primary_key=True)
    platform = models.TextField()
    native_id = models.TextField()
    handle = models.TextField(null=True)
    name = models.TextField(null=True)
    email = models.TextField(null=True)
    url = models.TextField(null=True)
    avatar = models.TextField(null=True)
    bot = models.BooleanField(null=True)
    staff = models.BooleanField(null=True)
    seen_at = models.DateTimeField()
    """When the newest activity that told of these details happened; older details never overwrite newer ones."""
    erased = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["platform", "native_id"], name="identity_key")]
        indexes = [
            models.Index(
                "platform",
                Lower(models.Func("handle", models.Value("#"), models.Value(1), function="split_part")),
                name="identity_handle",
                condition=models.Q(handle__isnull=False),
            ),
            models.Index(
                "platform", Lower("name"), name="identity_name", condition=models.Q(platform__in=["discord", "slack"])
            ),
        ]
        # By which `mentioned.py` finds whom a text names.

    def __str__(self) -> str:
        return self.name or self.handle or self.native_id


class Channel(models.Model):
    """A place on a platform."""

    id = models.AutoField(primary_key=True)
    platform = models.TextField()
    native_id = models.TextField()
    name = models.TextField()
    url = models.TextField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["platform", "native_id"], name="channel_key")]

    def __str__(self) -> str:
        return self.name


class Activity(models.Model):
    """One activity. `id` is `words.activity.activity_id`; kinds are the numbers of `words.kinds`.

    Found by id, or by month for the copy. No index by author or time, which an import would pay for: who wants to know
    what somebody did asks the copy which activities these are (`people.which`).
    """

    id = models.UUIDField(primary_key=True)
    revision = models.BigIntegerField()
    at = models.DateTimeField()
    month = models.IntegerField(db_index=True)
    """Year and month of `at` in UTC, as 202311."""
    former_month = models.IntegerField(null=True)
    """The month before the last correction of `at`, which is dirty too."""
    identity = models.ForeignKey(
        Identity, models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="activities"
    )
    channel = models.ForeignKey(
        Channel, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="activities"
    )
    kind = models.SmallIntegerField()
    zone = models.SmallIntegerField(null=True)
    deleted = models.BooleanField()
    native_id = models.TextField(null=True)
    parent = models.UUIDField(null=True)
    thread = models.UUIDField(null=True)
    title = models.TextField(null=True)
    text = models.TextField(null=True)
    url = models.TextField(null=True)
    facts = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"{self.native_id or self.id}"


class Month(models.Model):
    """How often a month was touched, and how often it had been when the copy last rewrote it."""

    month = models.IntegerField(primary_key=True)
    touched = models.BigIntegerField(default=0, db_default=0)
    copied = models.BigIntegerField(default=0, db_default=0)
    told = models.BigIntegerField(default=0, db_default=0)
    """How often it had been when its texts were last told of (`telling.py`)."""
    meant = models.BigIntegerField(default=0, db_default=0)
    """How often it had been when what its conversations begin with was last read (`meaning.py`)."""

    def __str__(self) -> str:
        return str(self.month)


class Telling(models.Model):
    """What one version of an activity's text tells besides its words. What there is none of is null."""

    id = models.UUIDField(primary_key=True)
    revision = models.BigIntegerField()
    language = models.CharField(max_length=8)
    """As ISO 639 has it; `und` where nobody can tell."""
    links = ArrayField(models.TextField(), null=True)
    """Distinct addresses in their order."""
    mentions = ArrayField(models.IntegerField(), null=True)
    """Keys of the identities that it names."""
    unmet = ArrayField(models.BigIntegerField(), null=True)
    """Marks of names that nobody is known by (`mentioned.Mention.mark`)."""
    code = models.SmallIntegerField()
    """How many blocks and spans of code it holds."""
    asks = models.BooleanField(null=True)
    """Whether it asks something of others; null of what was told before this was, which is told anew."""

    class Meta:
        indexes = [
            GinIndex("mentions", name="telling_mentions", condition=models.Q(mentions__isnull=False)),
            GinIndex("unmet", name="telling_unmet", condition=models.Q(unmet__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.id}: {self.language}"


class Meaning(models.Model):
    """Where what one version of an activity says stands among all texts (`text.embedding`)."""

    id = models.UUIDField(primary_key=True)
    revision = models.BigIntegerField()
    vector = models.BinaryField(null=True)
    """384 numbers in half precision, the lowest byte first; null where it has too few words."""

    def __str__(self) -> str:
        return str(self.id)


class Met(models.Model):
    """One row: the newest identity that was looked for among the names that nobody was known by."""

    identity = models.IntegerField(default=0, db_default=0)

    def __str__(self) -> str:
        return str(self.identity)


class Copy(models.Model):
    """One row: which folder holds the columnar copy, and the time up to which it is complete."""

    generation = models.TextField()
    as_of = models.DateTimeField()
    versions = models.JSONField(default=dict, db_default={})
    """How often each of its tables had been written when the last refresh was done: what readers see."""
    followed = models.BigIntegerField(null=True)
    """The version of its activities from which the tables of whole threads follow (`keeping.py`); null: not kept."""

    def __str__(self) -> str:
        return self.generation


class Erased(models.Model):
    """A keyed mark of an identity that asked to be forgotten: enough to know it again, not to tell who it was."""

    mark = models.BinaryField(primary_key=True)
    erased_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return bytes(self.mark).hex()


class Claim(models.Model):
    """Something that the ledger had and that another road than an import has seen too (`claims.py`)."""

    pk = models.CompositePrimaryKey("what", "key")
    what = models.SmallIntegerField()
    key = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.what} {bytes(self.key).hex()}"
