"""Pages know whether what was imported has been told of as a whole."""

import pytest

from rapport.ledger.models import Month
from rapport.ledger.untold import Untold, untold


@pytest.mark.django_db
def test_a_month_is_done_when_its_texts_are_told_of_and_that_is_in_the_copy() -> None:
    assert untold() is None
    Month.objects.bulk_create(Month(month=202301 + n, touched=2, told=2, copied=2) for n in range(6))
    assert untold() is None
    Month.objects.filter(month__in=(202301, 202302)).update(told=1)
    Month.objects.filter(month=202303).update(copied=1)
    assert untold() is None, "so many months are behind wherever things come in"
    Month.objects.filter(month=202304).update(copied=1)
    assert untold() == Untold(done=2, of=6)
