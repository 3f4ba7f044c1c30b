"""Find out from which domains people write, and make organisations of those from which several families do."""

from django.db import connection, transaction
from django.db.models import Count, F

from rapport.people import map as member_map
from rapport.people.models import Domain, Organisation
from rapport.people.organisations.domains import registered
from rapport.people.organisations.evidence import SEVERAL, is_organisation

AT_ONCE = 20_000


def look() -> int:
    """Look through the addresses that are new; answers how many organisations were made."""
    after = 0
    while rows := _addresses(after):
        after = rows[-1][0]
        _keep([(key, domain) for key, email in rows if (domain := registered(email))])
    with transaction.atomic():
        gone, made = _unmake(), _organisations()
        if gone or made:
            member_map.bump([])
    return made


def _addresses(after: int) -> list[tuple[int, str]]:
    """Identities with an address from which no domain was taken, or whose address is of another one by now."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT i.id, i.email FROM ledger_identity i
                LEFT JOIN people_address a ON a.identity_id = i.id LEFT JOIN people_domain d ON d.id = a.domain_id
            WHERE i.id > %s AND i.email LIKE '%%@%%' AND NOT i.erased
                AND (d.id IS NULL OR right(lower(i.email), length(d.name)) <> d.name)
            ORDER BY i.id LIMIT %s
            """,
            [after, AT_ONCE],
        )
        return [(key, email) for key, email in cursor.fetchall()]


@transaction.atomic
def _keep(found: list[tuple[int, str]]) -> None:
    Domain.objects.bulk_create(
        (Domain(name=name) for name in sorted({name for _, name in found})), ignore_conflicts=True
    )
    numbers = dict(Domain.objects.filter(name__in={name for _, name in found}).values_list("name", "pk"))
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO people_address (identity_id, domain_id) SELECT * FROM unnest(%s::int[], %s::bigint[])
            ON CONFLICT (identity_id) DO UPDATE SET domain_id = excluded.domain_id
            """,
            [[key for key, _ in found], [numbers[name] for _, name in found]],
        )


def _organisations() -> int:
    """Where one person alone writes from a domain, or one family, it is as likely their own: the team may say."""
    made = [key for key, name, called in _people("d.organisation_id IS NULL") if is_organisation(name, called)]
    return sum(_named(domain) for domain in Domain.objects.filter(pk__in=made).order_by("pk"))


def _unmake() -> int:
    """Organisations that Rapport made of people who turned out to be one, or of one family, go; what the team named,
    put together or said somebody to be with stays."""
    theirs = _people("d.organisation_id IS NOT NULL", 0)
    alone = [key for key, name, called in theirs if not is_organisation(name, called)]
    by_itself = Organisation.objects.filter(domains__in=alone, domains__by_hand=False, name=F("domains__name"))
    by_itself = by_itself.filter(part_of=None, parts=None, affiliations=None)
    several = by_itself.annotate(n=Count("domains")).filter(n__gt=1).values_list("pk", flat=True)
    chosen = set(by_itself.values_list("pk", flat=True)) - set(several)
    return Organisation.objects.filter(pk__in=chosen).delete()[0]


def _people(condition: str, at_least: int = SEVERAL) -> list[tuple[int, str, list[str]]]:
    """Domains of which nobody said whose they are, with the names of those who write from there; of bots none."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT id, name, array_agg(called) FROM (
                SELECT DISTINCT d.id, d.name, m.id AS member, m.name AS called FROM people_domain d
                    JOIN people_address a ON a.domain_id = d.id JOIN people_link l ON l.identity_id = a.identity_id
                    JOIN people_member m ON m.id = l.member_id
                WHERE {condition} AND NOT d.by_hand AND m.side <> 'bot'
            ) AS writing GROUP BY id, name HAVING count(*) >= %s
            """,
            [at_least],
        )
        return [(key, name, called) for key, name, called in cursor.fetchall()]


def _named(domain: Domain) -> bool:
    """Call the organisation as its domain until somebody of the team names it."""
    held = Organisation.objects.filter(name__iexact=domain.name).first()
    domain.organisation = held or Organisation.objects.create(name=domain.name)
    domain.save(update_fields=["organisation"])
    return held is None
