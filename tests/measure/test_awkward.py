"""Growth and giving by hand, where they are easily got wrong."""

from datetime import date

from rapport.measure.answer import Answer, LeftOut, rows_behind, work_out
from rapport.measure.periods import Grain
from rapport.measure.question import By, Question
from rapport.measure.sentences import left_out
from tests.measure.ledgers import Act, Members, at, ledger

POST, COMMIT, ISSUE, PULL_REQUEST = 2, 6, 14, 15
ADA, ADA_ON_GIT, BOB, NOBODY_KNOWS, WRITES_FROM_200, WRITES_FROM_300 = 1, 2, 3, 8, 6, 7
MERGED: Members = {ADA: (20, "community"), ADA_ON_GIT: (20, "community")}


def asked(name: str, acts: list[Act], members: Members | None = None, **question: object) -> Answer:
    question = {"grain": Grain.MONTH, **question}
    return work_out(ledger(acts, members or {}), name, Question(**question))  # type: ignore[arg-type]


def values(name: str, acts: list[Act], members: Members | None = None, **question: object) -> dict[str, float | None]:
    """By the month, those of which there is anything to tell."""
    return {f"{row.first:%Y-%m}": row.value for row in asked(name, acts, members, **question).rows if row.n}


def posts(*days: str, who: int = ADA) -> list[Act]:
    return [Act(at(day), "discourse", POST, who) for day in days]


END = posts("2024-03-10", who=BOB)
"""The ledger's last day."""


def test_who_goes_on_under_another_account_has_not_lapsed() -> None:
    acts = [*posts("2023-06-01"), *posts("2023-08-01", "2023-10-15", who=ADA_ON_GIT), *END]
    assert values("lapsed_members", acts) == {"2023-08": 1, "2024-01": 1}
    assert values("lapsed_members", acts, MERGED) == {"2024-01": 1}


def test_ninety_silent_days_are_a_lapse_and_eighty_nine_are_none() -> None:
    assert values("lapsed_members", [*posts("2023-06-01", "2023-08-30"), *END]) == {"2023-11": 1}
    assert values("lapsed_members", [*posts("2023-06-01", "2023-08-31"), *END]) == {"2023-08": 1, "2023-11": 1}


def test_a_leap_day_is_one_of_the_silent_days() -> None:
    """From 2 December 90 days lead to 1 March in 2024, and to 2 March in the year before."""
    leap = asked("lapsed_members", [*posts("2023-12-02"), *END], grain=Grain.DAY)
    assert [row.first for row in leap.rows if row.value] == [date(2024, 3, 1)]
    plain = asked("lapsed_members", [*posts("2022-12-02"), *END], grain=Grain.DAY)
    assert [row.first for row in plain.rows if row.value] == [date(2023, 3, 2)]


def test_nobody_lapses_on_the_day_that_is_not_over() -> None:
    """The ninetieth day after 10 December is the ledger's last, 9 March; a day later it is told."""
    assert values("lapsed_members", [*posts("2023-12-10"), *posts("2024-03-09", who=BOB)]) == {}
    assert values("lapsed_members", [*posts("2023-12-10"), *END]) == {"2024-03": 1}


def test_a_lapse_is_of_the_last_platform() -> None:
    acts = [*posts("2023-06-01"), Act(at("2023-06-02"), "git", COMMIT, ADA), *END]
    assert asked("lapsed_members", acts, by=By.PLATFORM).groups == ("git",)
    year = {"since": date(2023, 1, 1), "until": date(2023, 12, 31)}
    assert values("lapsed_members", acts, platform="git", **year) == {"2023-08": 1}
    assert values("lapsed_members", acts, platform="discourse", **year) == {}


def test_who_came_this_month_does_not_return_in_it() -> None:
    acts = posts("2023-06-01", "2023-06-20", "2023-07-01", "2023-07-02")
    assert values("returning_members", acts) == {"2023-07": 1}


def test_returning_is_told_from_the_first_day_that_is_asked_for() -> None:
    acts = posts("2023-06-01", "2023-06-20")
    assert asked("returning_members", acts).total == 0
    assert asked("returning_members", acts, since=date(2023, 6, 10)).total == 1


def test_one_person_new_under_two_accounts_is_back_with_the_second() -> None:
    acts = [*posts("2023-06-01"), *posts("2023-07-01", who=ADA_ON_GIT)]
    assert asked("returning_members", acts, MERGED, since=date(2023, 7, 1)).total == 1
    assert asked("returning_members", acts, since=date(2023, 7, 1)).total == 0


def test_who_stays_is_known_once_a_silence_would_be() -> None:
    stays = posts("2023-06-01", "2023-08-01", "2023-10-01")
    goes = posts("2023-06-01", "2023-06-05", who=BOB)
    young = posts("2024-01-15", who=NOBODY_KNOWS)
    assert values("retention_90_days", [*stays, *goes, *young, *posts("2024-03-10", who=WRITES_FROM_300)]) == {
        "2023-06": 50
    }


def test_who_came_too_lately_counts_as_staying_so_long() -> None:
    """A silence of theirs would be known by now if it had begun in their first three weeks: that one went at once."""
    acts = [
        *posts("2023-11-20", "2024-02-01"),
        *posts("2023-11-20", who=BOB),
        *posts("2024-03-10", who=WRITES_FROM_300),
    ]
    [told] = [row for row in asked("retention_90_days", acts).rows if row.n]
    assert (told.value, told.n) == (None, 2)


def test_of_two_platforms_at_one_instant_the_first_in_the_alphabet_comes_first() -> None:
    acts = [*posts("2023-06-01"), Act(at("2023-06-01"), "git", COMMIT, ADA_ON_GIT)]
    assert asked("moves", acts, MERGED).groups == ("discourse → git",)
    assert asked("moves", acts).total == 0


def test_to_and_fro_are_two_moves_of_one_person() -> None:
    acts = [
        Act(at("2023-06-01", 8), "discourse", POST, ADA),
        Act(at("2023-06-01", 9), "git", COMMIT, ADA),
        Act(at("2023-06-01", 10), "discourse", POST, ADA),
        Act(at("2023-06-05"), "discourse", POST, ADA),
    ]
    told = asked("moves", acts)
    assert {row.group: row.value for row in told.rows} == {"discourse → git": 1, "git → discourse": 1}
    assert (told.total, told.n) == (1, 1)


def test_a_contribution_at_once_takes_no_days() -> None:
    acts = [Act(at("2023-06-01"), "git", COMMIT, ADA_ON_GIT), *posts("2023-06-11"), *END]
    assert values("days_to_first_contribution", acts, MERGED) == {"2023-06": 0, "2024-03": None}


def test_who_has_not_contributed_yet_holds_the_median_up() -> None:
    gave = [Act(at("2023-06-11"), "git", COMMIT, ADA)]
    one = posts("2023-06-01")
    assert values("days_to_first_contribution", [*one, *gave, *END])["2023-06"] == 10
    others = [*posts("2023-06-01", who=BOB), *posts("2023-06-02", who=NOBODY_KNOWS)]
    assert values("days_to_first_contribution", [*one, *gave, *others, *END])["2023-06"] is None


def test_a_first_contribution_is_one_whoever_merged() -> None:
    acts = [Act(at("2023-06-01"), "git", COMMIT, ADA_ON_GIT), Act(at("2023-07-01"), "github", PULL_REQUEST, ADA)]
    assert values("first_contributions", acts) == {"2023-06": 1, "2023-07": 1}
    assert values("first_contributions", acts, MERGED) == {"2023-06": 1}


def test_weights_are_those_of_the_kinds() -> None:
    acts = [
        Act(at("2023-06-01"), "git", COMMIT, ADA),
        Act(at("2023-06-02"), "github", ISSUE, ADA),
        *posts("2023-06-03"),
    ]
    assert values("contribution_weight", acts) == {"2023-06": 8 + 6}


def commits(who: int | None, *days: str) -> list[Act]:
    return [Act(at(day), "git", COMMIT, who) for day in days]


def test_exactly_half_is_half() -> None:
    acts = [
        *commits(ADA, "2023-06-01", "2023-06-02"),
        *commits(BOB, "2023-06-03"),
        *commits(NOBODY_KNOWS, "2023-06-04"),
    ]
    assert values("contributor_absence_factor", acts) == {"2023-06": 1}
    more = [*acts, *commits(NOBODY_KNOWS, "2023-06-05"), *commits(None, *["2023-06-06"] * 9)]
    assert values("contributor_absence_factor", more) == {"2023-06": 2}


def test_the_factor_of_a_year_is_no_sum_of_its_months() -> None:
    acts = [*commits(ADA, "2023-06-01"), *commits(BOB, "2023-07-01")]
    assert values("contributor_absence_factor", acts) == {"2023-06": 1, "2023-07": 1}
    assert asked("contributor_absence_factor", acts).total == 1
    assert asked("contributor_absence_factor", acts).certainty == "complete count"


def test_who_has_no_known_employer_is_told_and_not_counted() -> None:
    """Member 21 writes from organisation 200, member 22 from 300, and nobody knows where the third works."""
    members: Members = {WRITES_FROM_200: (21, "community"), WRITES_FROM_300: (22, "team")}
    acts = [
        *commits(WRITES_FROM_200, "2023-06-01", "2023-06-02"),
        *commits(WRITES_FROM_300, "2023-06-03"),
        *commits(NOBODY_KNOWS, *["2023-06-04"] * 7),
    ]
    answer = asked("elephant_factor", acts, members)
    assert (answer.total, answer.n) == (1, 2)
    assert answer.left_out == (LeftOut("bot", 0, 0), LeftOut("no_employer", 7, 1))
    assert left_out(answer).endswith("1 person of no known employer (7 contributions).")
    assert asked("elephant_factor", acts, members, without_team=True).n == 1


TWICE_EMPLOYED, WITH_BOTH = 9, (4, "community")
"""Member 4 is with 100, and from 1 February 2024 with 200 too."""


def test_what_two_employers_share_counts_once() -> None:
    """100 and 200 share six contributions and 300 has four: either of the two has six of ten."""
    members: Members = {TWICE_EMPLOYED: WITH_BOTH, WRITES_FROM_300: (22, "community")}
    acts = [*commits(TWICE_EMPLOYED, *["2024-02-02"] * 6), *commits(WRITES_FROM_300, *["2024-02-03"] * 4)]
    answer = asked("elephant_factor", acts, members)
    assert (answer.total, answer.n) == (1, 3)
    people = rows_behind(ledger(acts, members), answer.metric, answer.question)
    told = people(lambda rows: rows.aggregate(by="member", n=rows.n.sum()))
    assert {row["member"]: row["n"] for row in told} == {4: 6, 22: 4}


def test_a_contribution_is_of_the_employer_of_that_day() -> None:
    """The team says that member 1 was with 300 from 1 December 2023 to 15 January 2024, both counted."""
    acts = commits(BOB, "2023-11-30", "2023-12-01", "2024-01-15", "2024-01-16")
    answer = asked("elephant_factor", acts, {BOB: (1, "community")})
    assert {f"{row.first:%Y-%m}": row.n for row in answer.rows} == {
        "2023-11": 0,
        "2023-12": 1,
        "2024-01": 1,
    }
    assert answer.left_out[-1] == LeftOut("no_employer", 2, 1)
