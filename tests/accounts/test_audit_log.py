"""The audit log: written by any step, changed by nobody, without secrets."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings

from rapport.accounts import audit
from rapport.accounts.models import AuditEntry, Role, User
from rapport.accounts.pages.audit import PER_PAGE

pytestmark = pytest.mark.django_db


def test_who_what_whence(people: dict[Role, User]) -> None:
    request = RequestFactory().post("/", REMOTE_ADDR="203.0.113.7")
    request.user = people[Role.MANAGER]
    audit.record(request, "person.merged", "member 7", into=8)
    audit.record(people[Role.OWNER], "import.begun", "forum.tar.gz")
    audit.record(None, "ledger.rebuilt")
    lines = AuditEntry.objects.order_by("id").values_list("user__role", "action", "subject", "detail", "address")
    assert list(lines) == [
        ("manager", "person.merged", "member 7", {"into": 8}, "203.0.113.7"),
        ("owner", "import.begun", "forum.tar.gz", {}, None),
        (None, "ledger.rebuilt", "", {}, None),
    ]


@pytest.mark.parametrize("name", ["password", "api_token", "secret_name", "key"])
def test_details_named_like_secrets_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="keeps no secrets"):
        audit.record(None, "x.y", **{name: "?"})
    assert not AuditEntry.objects.exists()


def test_nothing_changes_a_line() -> None:
    entry = audit.record(None, "x.y")
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()
    for change in (AuditEntry.objects.all().delete, lambda: AuditEntry.objects.update(action="z")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
    assert AuditEntry.objects.get().action == "x.y"


def test_the_page_filters_and_pages(people: dict[Role, User], enter: Callable[[User], Client]) -> None:
    for n in range(PER_PAGE + 1):
        audit.record(people[Role.AUTHOR], "person.merged", f"member {n}")
    audit.record(None, "person.erased", "member 3")
    client, page = enter(people[Role.MANAGER]), reverse("accounts:audit")
    assert '<td class="muted">by: password</td>' in client.get(page).content.decode()

    def lines(query: str) -> list[str]:
        return [entry.subject for entry in client.get(f"{page}?{query}").context["page_obj"]]

    assert len(lines("action=person.merged")) == PER_PAGE
    assert lines("action=person.merged&page=2") == ["member 0"]
    assert lines("action=person.erased") == ["member 3"]
    assert len(lines(f"user={people[Role.AUTHOR].pk}&days=1&page=2")) == 1
    assert lines(f"user={people[Role.ANALYST].pk}") == []
    assert lines("subject=MEMBER+50") == ["member 50"]


@pytest.mark.parametrize(
    ("proxies", "address"), [(0, "192.0.2.1"), (1, "203.0.113.7"), (2, "198.51.100.9")], ids=["none", "one", "two"]
)
def test_the_address_is_what_trusted_proxies_say(proxies: int, address: str, settings: Settings) -> None:
    """Anybody can send the header; only what our own proxies appended counts."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    claimed = "10.0.0.1, 198.51.100.9, 203.0.113.7"
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=claimed)
    assert audit.address_of(request) == address
