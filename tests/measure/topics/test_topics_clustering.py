"""Topics are found, keep their number from week to week, begin, end and merge; the same texts give the same."""

import numpy as np

from rapport.measure.topics.clustering import FEWEST, NONE, Floats, Topics, brought_on, placed, sought

WIDTH = 48


def around(place: int, n: int, seed: int = 0) -> Floats:
    """Texts that lie around one direction."""
    dice = np.random.default_rng([place, seed])
    rows = dice.normal(0, 0.08, (n, WIDTH))
    rows[:, place] += 1
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def test_what_lies_together_is_one_topic_and_the_same_each_time() -> None:
    texts = np.concatenate([around(place, 40) for place in range(6)])
    topics = sought(texts)
    labels = placed(texts, topics)
    for place in range(6):
        assert len(set(labels[40 * place : 40 * place + 40].tolist())) == 1
    assert NONE not in labels
    assert np.array_equal(sought(texts).centres, topics.centres)


def test_topics_keep_their_place_while_texts_come() -> None:
    old = np.concatenate([around(place, 40) for place in range(6)])
    topics = sought(old)
    now = np.concatenate([old, *(around(place, 10, seed=1) for place in range(6))])
    brought = brought_on(now, topics)
    assert brought.came_from == tuple(range(len(topics.centres)))
    assert np.array_equal(placed(now, brought.topics)[: len(old)], placed(old, topics))
    assert (brought.merged, brought.ended) == ({}, ())


def test_what_nobody_talked_about_before_becomes_a_new_topic() -> None:
    old = np.concatenate([around(place, 40) for place in range(6)])
    topics = sought(old)
    brought = brought_on(np.concatenate([old, around(20, 3 * FEWEST)]), topics)
    assert brought.came_from.count(None) == 1
    labels = placed(around(20, 5, seed=2), brought.topics)
    assert set(labels.tolist()) == {brought.came_from.index(None)}


def test_a_topic_of_which_hardly_anything_is_left_ends_and_the_others_stay() -> None:
    old = np.concatenate([around(place, 40) for place in range(6)])
    topics = sought(old)
    gone = int(placed(around(5, 1), topics)[0])
    brought = brought_on(old[:200], topics)
    assert gone in brought.ended
    assert [came for came in brought.came_from if came is not None] == [
        one for one in range(len(topics.centres)) if one != gone
    ]


def test_two_that_point_the_same_way_become_the_one_that_was_there_first() -> None:
    texts = np.concatenate([around(place, 40) for place in range(4)])
    topics = sought(texts)
    twice = Topics(topics.mean, np.concatenate([topics.centres, topics.centres[:1]]))
    # Half of the first's texts lie a little nearer to its double.
    twice.centres[-1, 40] += 0.05
    half = around(int(topics.centres[0].argmax()), 40, seed=3)
    half[:, 40] += 0.2
    brought = brought_on(np.concatenate([texts, half]), twice)
    assert brought.merged == {len(topics.centres): 0}


def test_a_text_that_lies_near_nothing_is_about_none() -> None:
    topics = sought(np.concatenate([around(place, 40) for place in range(6)]))
    assert placed(around(30, 1), topics).tolist() == [NONE]
