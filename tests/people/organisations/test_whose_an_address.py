"""Whose an address is, and which people of one domain are an organisation."""

import pytest

from rapport.people.organisations.domains import registered
from rapport.people.organisations.evidence import is_organisation


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("ada@uk.ibm.com", "ibm.com"),
        ("ada@cs.ox.ac.uk", "ox.ac.uk"),
        ("Ada@GMail.com", None),
        ("77+ada@users.noreply.github.com", None),
        ("root@localhost", None),
        ("root@box.local", None),
        ("ada@127.0.0.1", None),
        ("ada@example.org", None),
        ("no address", None),
        ("@", None),
        ("a@b@ibm.com", "ibm.com"),
    ],
)
def test_whose_an_address_is(address: str, expected: str | None) -> None:
    assert registered(address) == expected


@pytest.mark.parametrize(
    ("domain", "people", "expected"),
    [
        ("eniac.org", ["Jean Bartik", "Kay McNulty"], True),
        ("eniac.org", ["Jean Bartik", "kay77"], False),  # a nickname may be Jean's own
        ("eniac.org", ["kay77", "jb", "fh", "rl", "mm"], True),
        ("eniac.edu", ["kay77", "jb"], True),
        ("ox.ac.uk", ["Jean Bartik", "J. Bartik"], True),
        ("smith-family.dev", ["Anna Smith", "Bob Smith"], False),
        ("smith-family.dev", ["Anna Smith", "Bob Smith", "Smith, Carl", "dan"], False),
        ("smithfamily.dev", ["Anna Smith", "Bob Jones"], False),  # a guest, or a name from before
        ("smith.dev", ["Anna Smith", "Bob Jones", "Carla Diaz"], True),  # called after who founded it
        ("garden.dev", ["Anna Smith", "Smith Bob"], False),
        ("annasmith.dev", ["Anna Smith", "Bob Jones"], False),
        ("garden.dev", ["Anna Smith"], False),
        ("garden.dev", ["Ada Byron", "Ada B."], False),
        ("mueller.dev", ["Eva Müller", "Jo Meier"], False),
    ],
)
def test_a_family_is_no_organisation(domain: str, people: list[str], expected: bool) -> None:
    assert is_organisation(domain, people) is expected
