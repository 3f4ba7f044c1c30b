"""Where people of the simulated community work. All invented.

Their domains end in `.alt`, which is set apart for names outside the DNS (RFC 9476): nobody can ever have one, and yet
an employer follows from it, as from any domain that is not merely an example.
"""

from typing import NamedTuple


class Organisation(NamedTuple):
    name: str
    domain: str
    weight: float
    """How many of those who work anywhere work there."""


TIDEMARK = Organisation("Tidemark Labs", "tidemark.alt", 0.0)
"""The team's own."""
ORGANISATIONS = (
    Organisation("Nordlicht Energie", "nordlicht-energie.alt", 9),
    Organisation("Harbor Freightways", "harborfreightways.alt", 8),
    Organisation("Quillstack", "quillstack.alt", 7),
    Organisation("Banco Aurora", "bancoaurora.alt", 6),
    Organisation("Kestrel Mobility", "kestrelmobility.alt", 6),
    Organisation("Peppercorn Games", "peppercorngames.alt", 5),
    Organisation("Saffron Grid", "saffrongrid.alt", 5),
    Organisation("Umibe Robotics", "umibe-robotics.alt", 4),
    Organisation("Meridian Hospitals", "meridianhospitals.alt", 4),
    Organisation("Lumen & Vale", "lumenvale.alt", 3),
    Organisation("Tessellate", "tessellate.alt", 3),
    Organisation("Fjordbank", "fjordbank.alt", 3),
    Organisation("Cloudberry Hosting", "cloudberryhosting.alt", 3),
    Organisation("Oxbow Analytics", "oxbowanalytics.alt", 2),
    Organisation("University of Wexmouth", "wexmouth.alt", 2),
    Organisation("Granite Telecom", "granite-telecom.alt", 2),
    Organisation("Pomelo Foods", "pomelofoods.alt", 2),
    Organisation("Sable Retail", "sableretail.alt", 1),
    Organisation("Windrose Logistics", "windrose-logistics.alt", 1),
    Organisation("Instituto Caravela", "caravela.alt", 1),
)
