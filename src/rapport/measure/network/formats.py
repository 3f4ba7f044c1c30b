"""A network as JSON and as CSV, the same from command and API."""

from typing import Any

from rapport.measure.answer import Answer
from rapport.measure.network.named import Names, names
from rapport.measure.network.network import Network
from rapport.measure.network.sentences import sentences
from rapport.measure.question import write_question
from rapport.words import sheet

COLUMNS = ("helper", "helper_name", "asker", "asker_name", "answers", "back")


def as_json(found: Network) -> dict[str, Any]:
    """People by number and name; who may not be shown is in no list."""
    called = names(found)
    return {
        "question": write_question(found.question),
        "sentences": sentences(found),
        "figures": {name: _figure(answer) for name, answer in found.figures.items()},
        "answers": found.answers,
        "askers": found.askers,
        "pairs_in_all": found.pairs_in_all,
        "bridges_in_all": found.bridges_in_all,
        "helpers": [
            {"member": one.member, "name": called.people[one.member], **_rest(one._asdict(), "member")}
            for one in called.helpers(found)
        ],
        "pairs": _pairs(found, called),
        "bridges": [
            {
                "one": called.places.get(one.one, ""),
                "other": called.places.get(one.other, ""),
                "member": one.member,
                "name": called.people[one.member],
                "answers": one.answers,
            }
            for one in called.bridges(found)
        ],
    }


def as_csv(found: Network) -> str:
    """A line a pair, with COLUMNS as its head."""
    return sheet.whole(COLUMNS, _pairs(found, names(found)))


def _pairs(found: Network, called: Names) -> list[dict[str, Any]]:
    return [
        {
            "helper": one.helper,
            "helper_name": called.people[one.helper],
            "asker": one.asker,
            "asker_name": called.people[one.asker],
            "answers": one.answers,
            "back": one.back,
        }
        for one in called.pairs(found)
    ]


def _figure(answer: Answer) -> dict[str, Any]:
    return {
        "value": answer.total,
        "unit": answer.metric.unit,
        "n": answer.n,
        "rests_on": answer.metric.rests_on,
        "too_few": answer.metric.too_few(answer.n),
    }


def _rest(values: dict[str, Any], *without: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in without}
