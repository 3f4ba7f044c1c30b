"""A question survives its address, and a mistake in it is refused with a way out."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.measure.periods import Grain
from rapport.measure.question import EARLIEST, LATEST, By, Question, QuestionRefused, read_question, write_question


@given(
    st.builds(
        Question,
        since=st.none() | st.dates(EARLIEST, date(2020, 1, 1)),
        until=st.none() | st.dates(date(2020, 1, 1), LATEST),
        grain=st.none() | st.sampled_from(Grain),
        platform=st.none() | st.sampled_from(["git", "discourse"]),
        by=st.none() | st.sampled_from(By),
        without_team=st.booleans(),
    )
)
def test_written_and_read_it_is_the_same_question(question: Question) -> None:
    assert read_question(write_question(question)) == question


def test_empty_fields_of_a_form_are_absent() -> None:
    assert read_question({"since": "", "by": "", "without_team": ""}) == Question()


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"grian": "day"}, "grian", "no filter called 'grian'"),
        ({"since": "yesterday"}, "since", "Write it as 2024-03-31"),
        ({"since": "2024-02-30"}, "since", "not a day"),
        ({"since": "0001-01-01"}, "since", "too far off. Choose a day from 1900-01-01 to 2199-12-31"),
        ({"until": "9999-12-31"}, "until", "too far off"),
        ({"since": "2024-02-02", "until": "2024-02-01"}, "until", "Swap"),
        ({"grain": "decade"}, "grain", "day, week, month, quarter, year"),
        ({"by": "colour"}, "by", "platform, kind, side"),
        ({"without_team": "perhaps"}, "without_team", "neither yes nor no"),
    ],
)
def test_a_mistake_says_what_and_what_to_do(values: dict[str, str], field: str, words: str) -> None:
    with pytest.raises(QuestionRefused, match=words) as refused:
        read_question(values)
    assert refused.value.field == field
