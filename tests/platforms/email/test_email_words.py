"""A person's own words, on real messages that were labelled by hand: see words.py."""

import pytest

from tests.platforms.email.words import LISTS, ours, sample, score


@pytest.mark.skipif(not LISTS.exists(), reason="../shared/data/mailing-list is not here")
@pytest.mark.parametrize("half", [0, 1])
def test_own_words_are_told_from_quotations_and_signatures(half):
    messages = sample()[half * 80 : half * 80 + 80]
    assert sum(len(message.labels) for message in messages) > 4_000
    found = score(messages, ours)
    assert found.right / (found.right + found.wrong) > 0.98
    assert found.right / (found.right + found.lost) > 0.995
