"""How good topics are, how steady from week to week, and how often a topic is called rising by chance.

On real texts from `../shared/data`, each set once as the model reads it and once as a plain baseline does (TF-IDF and
SVD), in the same run: `make bench-topics` prints it. What people sorted texts by (a forum's categories, tags, intents)
is a weak truth: a category says where to write, not what about.
"""

import csv
import json
import os
import re
import resource
import sys
import tarfile
import time
import warnings
import xml.etree.ElementTree as ElementTree  # our own stored file
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
from selectolax.lexbor import LexborHTMLParser
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from rapport.measure.topics.clustering import NONE, Floats, Numbers, brought_on, how_many, placed, sought
from rapport.measure.topics.rising import FALSE, NOW, Counts, rising, weekly
from rapport.text.embedding import embed, readable

DATA = Path(__file__).parents[3] / "shared/data"
KEPT = os.environ.get("BENCH_VECTORS")
"""A folder for what was read, for whoever measures again and again."""
WEEKS = 104
"""Weekly runs over the last of them."""
LOOKS = 600
YEARS = 200


class Text(NamedTuple):
    said: str
    sort: str
    day: date = date.min
    who: int = 0


def forum() -> list[Text]:
    texts = []
    with tarfile.open(DATA / "discourse/urho3d/raw-topics-json.tar.gz") as files:
        for member in files:
            if content := files.extractfile(member):
                told = json.load(content)
                first = told["post_stream"]["posts"][0]
                said = readable(told["title"], _plain(first["cooked"]))
                day = date.fromisoformat(told["created_at"][:10])
                texts.append(Text(said, str(told["category_id"]), day, first["user_id"]))
    return sorted((one for one in texts if one.said), key=lambda one: (one.day, one.said))


def questions() -> list[Text]:
    rows = ElementTree.parse(DATA / "stackexchange/Posts.xml").getroot()  # noqa: S314
    return [
        Text(
            readable(row.get("Title"), _plain(row.get("Body") or "")), re.findall(r"[^<>|]+", row.get("Tags") or "")[0]
        )
        for row in rows
        if row.get("PostTypeId") == "1"
    ]


def banking() -> list[Text]:
    with (DATA / "text/banking77/banking_data/train.csv").open() as lines:
        return [Text(row[0], row[1]) for row in list(csv.reader(lines))[1::2]]


def intents() -> list[Text]:
    told = json.loads((DATA / "text/clinc150/train-and-validation.json").read_text())
    return [Text(said, sort) for said, sort in told["train"][::3]]


def _plain(html: str) -> str:
    tree = LexborHTMLParser(html)
    for node in tree.css("pre, code, aside, blockquote"):
        node.decompose()
    return tree.text(separator=" ")


def read(name: str, texts: list[Text]) -> Floats:
    file = Path(KEPT) / f"{name}.npy" if KEPT else None
    if file and file.exists():
        return np.load(file)  # type: ignore[no-any-return]
    began, used = time.perf_counter(), time.process_time()
    vectors = embed([one.said for one in texts])
    took, cpu = time.perf_counter() - began, time.process_time() - used
    print(f"{name}: {len(texts):,} texts, {len(texts) / took:.0f} a second ({len(texts) / cpu:.0f} a CPU second)")
    if file:
        np.save(file, vectors)
    return vectors


def by_words(texts: list[Text]) -> Floats:
    weights = TfidfVectorizer(stop_words="english", min_df=3, max_df=0.3, sublinear_tf=True)
    rows = TruncatedSVD(100, random_state=0).fit_transform(weights.fit_transform(one.said for one in texts))
    return (rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)).astype(np.float32)


def truth(name: str, texts: list[Text], vectors: Floats) -> None:
    """How much of the truth topics tell, with as many topics sought from both."""
    sorts = [one.sort for one in texts]
    topics = sought(vectors)
    labels = placed(vectors, topics)
    words = KMeans(how_many(len(texts)), n_init=3, random_state=0).fit(by_words(texts)).labels_
    nearest = placed(vectors, topics).copy()
    nearest[labels == NONE] = len(topics.centres)
    print(
        f"  {name}: {len(set(sorts))} sorts, {len(topics.centres)} topics, {(labels != NONE).mean():.0%} of the texts"
        f" in one; NMI {normalized_mutual_info_score(sorts, nearest):.3f}, by words {_nmi(sorts, words):.3f}; ARI"
        f" {adjusted_rand_score(sorts, nearest):.3f}, by words {adjusted_rand_score(sorts, words):.3f}"
    )


def _nmi(sorts: list[str], labels: Numbers) -> float:
    return float(normalized_mutual_info_score(sorts, labels))


def steadiness(texts: list[Text], vectors: Floats) -> None:
    """Topics carried on week by week, against topics sought anew each week."""
    days = np.array([one.day.toordinal() for one in texts])
    last = int(days.max())
    there = days <= last - 7 * WEEKS
    topics = sought(vectors[there])
    labels = placed(vectors[there], topics)
    fresh, kept, rand, anew = 0, [], [], []
    before_anew = labels
    for week in range(WEEKS - 1, -1, -1):
        there = days <= last - 7 * week
        some, old = vectors[there], len(labels)
        brought = brought_on(some, topics)
        went = {came: at for at, came in enumerate(brought.came_from) if came is not None} | brought.merged
        mine = np.array([went.get(int(one), NONE) for one in labels] + [NONE] * (len(some) - old), np.int64)
        now = placed(some, brought.topics, mine)
        had = mine[:old] != NONE
        kept.append(float((now[:old][had] == mine[:old][had]).mean()))
        rand.append(adjusted_rand_score(labels, now[:old]))
        fresh += sum(came is None for came in brought.came_from)
        if week % 8 == 0:
            again = placed(some, sought(some))
            anew.append(adjusted_rand_score(before_anew, again[: len(before_anew)]))
            before_anew = again
        topics, labels = brought.topics, now
    print(
        f"  {WEEKS} weekly runs carried on: {np.mean(kept):.1%} of the texts keep their topic (worst week"
        f" {min(kept):.1%}), adjusted Rand {np.mean(rand):.3f} (worst {min(rand):.3f}); {fresh} new topics,"
        f" {len(topics.centres)} at the end"
    )
    print(f"  sought anew instead, every eighth week: adjusted Rand {np.mean(anew):.3f}")
    sorts = [one.sort for one in texts]
    print(
        f"  at the end NMI {_nmi(sorts, labels):.3f} carried on,"
        f" {_nmi(sorts, placed(vectors, sought(vectors))):.3f} anew"
    )


def counted(texts: list[Text], vectors: Floats) -> Counts:
    """People by topic and week, with those that are about none as the last topic."""
    topics = sought(vectors)
    labels = placed(vectors, topics)
    monday = min(one.day.toordinal() for one in texts)
    took: dict[tuple[int, int], set[int]] = defaultdict(set)
    for text, label in zip(texts, labels, strict=True):
        at = len(topics.centres) if label == NONE else int(label)
        took[at, (text.day.toordinal() - monday) // 7].add(text.who)
    return weekly(took, len(topics.centres) + 1, max(week for _, week in took) + 1)


def false_alarms(counts: Counts) -> None:
    """Where nothing changes, since the weeks are thrown together: singly, and in runs of four, whose moods stay."""
    dice = np.random.default_rng(3)
    busy = counts[:, -300:][:, counts[:, -300:].sum(axis=0) > 0]
    for run, what in ((1, "weeks in any order"), (2, "fortnights in any order"), (4, "months in any order")):
        named = 0
        for _ in range(LOOKS):
            starts = dice.permutation(busy.shape[1] // run)[: 56 // run] * run
            named += bool(rising(np.concatenate([busy[:, at : at + run] for at in starts], axis=1)))
        print(f"  {what}: {named} of {LOOKS} lists name a topic ({named / LOOKS:.1%}; stated: at most {FALSE:.0%})")


def weekly_looks(counts: Counts) -> None:
    """The same, looked at every week: how many quarters and years have a week that names anything."""
    dice = np.random.default_rng(4)
    busy = counts[:, -300:][:, counts[:, -300:].sum(axis=0) > 0]
    for run, what in ((1, "weeks in any order"), (2, "fortnights in any order"), (4, "months in any order")):
        named = np.zeros((YEARS, 4), bool)
        for year in named:
            starts = dice.permutation(busy.shape[1] // run)[: -(-108 // run)] * run
            weeks = np.concatenate([busy[:, at : at + run] for at in starts], axis=1)
            told = [bool(rising(weeks[:, : 57 + week])) for week in range(52)]
            year[:] = np.reshape(told, (4, 13)).any(axis=1)
        print(
            f"  {what}, looked at every week: {named.mean():.1%} of {named.size} quarters name a topic (stated: at most"
            f" 5%), {named.any(axis=1).mean():.1%} of {YEARS} years"
        )


def power(counts: Counts) -> None:
    """Of a topic that more people take up for eight weeks, all others as they come."""
    dice = np.random.default_rng(5)
    busy = counts[:, -300:][:, counts[:, -300:].sum(axis=0) > 0]
    for more in (3, 5, 8, 12, 20):
        told = []
        for look in range(LOOKS // 4):
            weeks = busy[:, dice.permutation(busy.shape[1])[:60]].copy()
            topic = look % (len(weeks) - 1)
            weeks[topic, -2 * NOW :] += dice.multinomial(2 * more, [1 / (2 * NOW)] * (2 * NOW))
            told.append([topic in {rise.topic for rise in rising(weeks[:, : 53 + week])} for week in range(8)])
        fourth, ever = np.array(told)[:, NOW - 1].mean(), np.array(told).any(axis=1).mean()
        print(f"  {more} people more in four weeks: found after four weeks in {fourth:.0%}, within eight in {ever:.0%}")
    print(f"  a topic has {busy[:-1].mean() * NOW:.1f} people in four weeks on average, {len(busy) - 1} topics")


def through_time(texts: list[Text], counts: Counts) -> None:
    named = [len(rising(counts[:, : week + 1])) for week in range(60, counts.shape[1])]
    print(
        f"  as it was: in {sum(map(bool, named))} of {len(named)} weeks a topic was rising, {sum(named)} times in all"
    )


def languages() -> None:
    """Whether what means the same lies near, across languages: ten sentences of ours in five."""
    with Path(__file__).with_name("same_in_languages.csv").open() as lines:
        rows = list(csv.DictReader(lines))
    vectors = embed([row["text"] for row in rows])
    near = vectors @ vectors.T - 2 * np.eye(len(rows))
    english = [place for place, row in enumerate(rows) if row["language"] == "en"]
    for language in ("de", "es", "ru", "zh"):
        mine = [place for place, row in enumerate(rows) if row["language"] == language]
        same = sum(rows[english[int(near[place, english].argmax())]]["same"] == rows[place]["same"] for place in mine)
        tongue = sum(rows[int(near[place].argmax())]["language"] == language for place in mine)
        print(
            f"  {language}: {same} of {len(mine)} lie nearest to the same in English (by chance 1 would), {tongue}"
            " nearer still to another of their own language"
        )


def main() -> None:
    warnings.simplefilter("ignore")
    if not DATA.exists():
        sys.exit("There is no ../shared/data beside this checkout.")
    print("What topics tell of what people sorted texts by; by words: TF-IDF, SVD and k-means")
    talk = forum()
    vectors = read("forum", talk)
    truth("Urho3D's forum, categories", talk, vectors)
    for name, what, texts in (
        ("tags", "Stack Exchange on Cardano, first tag", questions()),
        ("banking", "banking77, short questions", banking()),
        ("intents", "clinc150, short requests", intents()),
    ):
        truth(what, texts, read(name, texts))
    print("Other languages")
    languages()
    print("Urho3D's forum from week to week")
    steadiness(talk, vectors)
    print("Rising topics, people of Urho3D's forum")
    counts = counted(talk, vectors)
    false_alarms(counts)
    weekly_looks(counts)
    power(counts)
    through_time(talk, counts)
    print(f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
