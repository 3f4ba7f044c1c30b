"""How often it is right that a message asks: `python -m tests.bench.questions [--learn | --draw]`.

`questions.csv` holds what we said of messages of ../shared/data after reading each: `asks`, and `doubt` where another
reader might say otherwise. A message is named by its source and by the first 16 hex digits of its activity's id;
`begins` tells that it answers no other. Its part is `test`, `train` (both drawn by a seed from all of a source, before
anything was tuned) or `more` (those of which an earlier state of the method was least sure, and replies with a question
mark; learnt from, never measured by).

Without an option it prints figures and failures of the part `test`, with `--train` of that part. `--learn` prints the
weights that stand in `rapport/text/asking.py`, `--draw` says whether the seed draws the messages of the file.
"""

import csv
import hashlib
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.text.asking import WEIGHTS
from rapport.text.marks import found_in
from rapport.text.questions import asks_in, signs
from tests.bench.people import at_least

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
LABELLED = Path(__file__).with_name("questions.csv")
ARCHIVES = {
    "urho3d": "discourse/urho3d/raw-topics-json.tar.gz",
    "r-devel": "mailing-list/r-package-devel-2015-2019.tar.gz",
    "r-announce": "mailing-list/r-announce.tar.gz",
    "secp256k1": "github-issues/secp256k1-before-2023.tar.gz",
    "slack": "slack/export-sample.zip",
    "discord": "discord/chat-exporter-csv",
    "stackexchange": "stackexchange",
    "gharchive": "github-archive",
}
SEED = "rapport questions 1"
DRAWN = {
    ("urho3d", True): 150, ("urho3d", False): 100, ("r-devel", True): 90, ("r-devel", False): 50,
    ("r-announce", True): 24, ("secp256k1", True): 46, ("secp256k1", False): 56, ("slack", True): 40,
    ("discord", True): 80, ("stackexchange", True): 20, ("stackexchange", False): 80, ("gharchive", True): 70,
    ("gharchive", False): 36,
}  # fmt: skip
"""How many of each source, of those that begin and of those that reply."""
TALK = {
    "topic",
    "post",
    "message",
    "issue",
    "pull_request",
    "comment",
    "review_comment",
    "review",
    "question",
    "response",
}
WAITING = {"issue", "pull_request", "question"}
"""Kinds that wait for an answer whatever they say."""
LEARNT_FROM = ("train", "more")
FEWEST = 5
"""Messages that have a sign."""
LEAST = 0.35
"""Weights that come out smaller are left out, and the others learnt once more."""
CAUTION = 0.7
"""Taken from the sum: rather miss a question than call something one that is none."""


class Message(NamedTuple):
    source: str
    key: str
    kind: str
    begins: bool
    reply: bool
    titled: bool
    words: str
    """Without code, links and mentions; the title is the first line."""


class Said(NamedTuple):
    message: Message
    part: str
    asks: bool
    doubt: bool

    @property
    def found(self) -> bool:
        return asks_in(self.message.words, titled=self.message.titled, reply=self.message.reply)


def messages(source: str) -> list[Message]:
    """What people say there, each message in its newest version."""
    from rapport.collect.reading import Given, Reading
    from rapport.words.activity import Activity, activity_id

    newest: dict[str, Activity] = {}
    for batch in Reading([Given(SHARED / ARCHIVES[source], source)]).batches():
        for act in (act for part in batch.parts for record in part.records for act in record.activities):
            key = activity_id(act.platform, act.native_id).hex()
            there = not act.deleted and (act.text or act.title)
            if there and (key not in newest or newest[key].revision <= act.revision):
                newest[key] = act
    found = []
    for key, act in newest.items():
        if act.kind in TALK:
            thread = activity_id(act.platform, act.thread).hex() if act.thread is not None else key
            begins = act.parent is None and (thread == key or thread not in newest)
            whole = f"{act.title}\n{act.text or ''}" if act.title else (act.text or "")
            words = found_in(whole).words
            found.append(Message(source, key, act.kind, begins, act.parent is not None, act.title is not None, words))
    return found


def drawn(found: Sequence[Message]) -> Iterator[tuple[Message, str]]:
    """The messages of one source that the seed draws, with their part."""
    for (source, begins), n in DRAWN.items():
        some = [one for one in found if (one.source, one.begins) == (source, begins)]
        some.sort(key=lambda one: hashlib.blake2b(f"{SEED} {one.key}".encode()).digest())
        for place, one in enumerate(some[:n]):
            yield one, "train" if place % 5 < 2 else "test"


def labelled() -> list[Said]:
    with LABELLED.open(encoding="utf-8", newline="") as lines:
        rows = {(row["source"], row["message"]): row for row in csv.DictReader(lines)}
    said = []
    for source in ARCHIVES:
        for one in messages(source):
            if row := rows.pop((source, one.key[:16]), None):
                said.append(Said(one, row["part"], row["asks"] == "1", row["doubt"] == "1"))
    assert not rows, f"{len(rows)} labelled messages are not in the archives"
    return said


class Rate(NamedTuple):
    right: int
    of: int

    def __str__(self) -> str:
        """The share with Wilson's interval, which holds the true one in 95 of 100 cases."""
        if not self.of:
            return "      –          "
        low, high = at_least(self.of, self.right), 1 - at_least(self.of, self.of - self.right)
        return f"{self.right / self.of:.3f} ({low:.2f}–{high:.2f})"


def marked(one: Said) -> bool:
    """The simplest way: a sentence that ends with a question mark, in the title too where it is the author's."""
    title, _, body = one.message.words.partition("\n") if one.message.titled else ("", "", one.message.words)
    return not {"?", "title ?"}.isdisjoint(signs(title, body, reply=one.message.reply))


def show(what: str, some: Sequence[Said], told: Callable[[Said], bool] = lambda one: one.found) -> None:
    found, true = [one for one in some if told(one)], [one for one in some if one.asks]
    both = sum(one.asks for one in found)
    print(
        f"{what:34} {len(some):4} messages, {len(true):3} ask   precision {Rate(both, len(found))}   "
        f"recall {Rate(both, len(true))}   {len(found) - both} wrongly, {len(true) - both} missed"
    )


def report(said: Sequence[Said]) -> None:
    begin = [one for one in said if one.message.begins]
    show("that begin a conversation", begin)
    show("  forum, mail, chat", [one for one in begin if one.message.kind not in WAITING])
    show("  without doubt", [one for one in begin if not one.doubt])
    show("  told by a question mark alone", begin, marked)
    show("that reply", [one for one in said if not one.message.begins])
    show("all", said)
    for source in ARCHIVES:
        of = [one for one in said if one.message.source == source]
        show(f"{source}, begin", [one for one in of if one.message.begins])
        if any(not one.message.begins for one in of):
            show(f"{source}, reply", [one for one in of if not one.message.begins])
    for one in said:
        if one.found != one.asks:
            line = " ".join(one.message.words.split())
            kind = f"{one.message.source} {one.message.kind}{', in doubt' if one.doubt else ''}"
            print(f"{'wrongly' if one.found else 'missed':8} {kind}: {line[:150]}")


def speed(found: Sequence[Message]) -> None:
    begun = time.process_time()
    for one in found:
        asks_in(one.words, titled=one.titled, reply=one.reply)
    took = (time.process_time() - begun) / len(found)
    length = sum(len(one.words) for one in found) / len(found)
    begun = time.process_time()
    for one in found:
        found_in(one.words)
    beside = (time.process_time() - begun) / len(found)
    print(f"{took * 1e6:.0f} µs a message of {length:.0f} characters; marks take {beside * 1e6:.0f} µs")


Matrix = NDArray[np.float64]


def learn(said: Sequence[Said]) -> Mapping[str, int]:
    """Weights of a logistic regression with a ridge of 1; messages in doubt and of the part `more` count half."""
    rows = []
    for one in said:
        title, _, body = one.message.words.partition("\n") if one.message.titled else ("", "", one.message.words)
        found = signs(title, body, reply=one.message.reply)
        if one.part in LEARNT_FROM and (not one.message.reply or "?" in found):
            rows.append((found, one.asks, (0.5 if one.doubt else 1) * (0.5 if one.part == "more" else 1)))
    often: dict[str, int] = defaultdict(int)
    for found, _, _ in rows:
        for sign in found:
            often[sign] += 1
    names = sorted(sign for sign, n in often.items() if n >= FEWEST)
    names = [name for name, weight in _fit(names, rows).items() if abs(weight) >= LEAST or name in ("always", "reply")]
    weights = _fit(names, rows)
    weights["always"] -= CAUTION
    return {name: round(100 * weights[name]) for name in sorted(names, key=lambda name: -weights[name])}


def _fit(names: Sequence[str], rows: Sequence[tuple[set[str], bool, float]]) -> dict[str, float]:
    """By Newton's method."""
    table = np.array([[name in found for name in names] for found, _, _ in rows], float)
    asks = np.array([asks for _, asks, _ in rows], float)
    counts = np.array([count for _, _, count in rows])
    ridge = np.array([0.01 if name in ("always", "reply") else 1.0 for name in names])
    weights = np.zeros(len(names))
    for _ in range(30):
        likely = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (counts * (likely - asks)) + ridge * weights
        bend = (table * (counts * likely * (1 - likely))[:, None]).T @ table + np.diag(ridge)
        weights -= np.linalg.solve(bend, slope)
    return {name: float(weight) for name, weight in zip(names, weights, strict=True)}


def main() -> None:
    if not SHARED.exists():
        sys.exit(f"{SHARED} is not there: nothing can be measured without it.")
    if sys.argv[1:] == ["--draw"]:
        with LABELLED.open(encoding="utf-8", newline="") as lines:
            listed = {(row["message"], row["part"]) for row in csv.DictReader(lines) if row["part"] != "more"}
        seen = {(one.key[:16], part) for source in ARCHIVES for one, part in drawn(messages(source))}
        print(f"{len(seen & listed)} of {len(listed)} listed messages are drawn, {len(seen - listed)} others")
    elif sys.argv[1:] == ["--learn"]:
        weights = learn(labelled())
        for name, weight in weights.items():
            print(f'    "{name}": {weight},')
        print("as they stand" if weights == WEIGHTS else "other than those that stand")
    else:
        part = "train" if sys.argv[1:] == ["--train"] else "test"
        report([one for one in labelled() if one.part == part])
        speed([one for source in ("urho3d", "r-devel", "secp256k1") for one in messages(source)])


if __name__ == "__main__":
    main()
