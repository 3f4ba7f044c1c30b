"""A person's own words, on real messages that were labelled by hand: see words.py."""

import pytest

from tests.platforms.email.words import LISTS, PARTS, ours, sample, score


@pytest.mark.skipif(not LISTS.exists(), reason="../shared/data/mailing-list is not here")
@pytest.mark.parametrize("part", PARTS)
def test_own_words_are_told_from_quotations_and_signatures(part):
    messages = sample()[slice(*PARTS[part])]
    assert sum(len(message.labels) for message in messages) > 1_500
    found = score(messages, ours)
    assert found.right / (found.right + found.wrong) > 0.98
    assert found.right / (found.right + found.lost) > 0.97
