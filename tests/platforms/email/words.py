"""How well a person's own words are told from what they quoted and from signatures, on real messages labelled by hand.

`words.json` holds, by a hash of its Message-ID, what the lines of a message's text are (numbered from 0): `o` own,
`q` quoted, `s` signature, `f` footer or notice, `c` the farewell and name, which count neither way. None of their words
is here. The messages were drawn at random from the two lists. By the errors in the first 80 the reader was mended. The
next 80 were labelled before that, so that whoever mended it had read them. The last 45 were drawn and labelled when all
was done, and nothing was mended after them.

`python -m tests.platforms.email.words` compares with the library mail-parser-reply, in a throw-away environment.
"""

import difflib
import json
import re
import subprocess
import tarfile
import tempfile
import venv
from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from rapport.platforms.email.body import read_body
from rapport.platforms.email.headers import Headers, split
from rapport.platforms.email.mbox import messages
from rapport.platforms.email.own import own_words, unflow
from rapport.platforms.email.threads import ids, subject_of
from rapport.platforms.email.who import author_of

LISTS = Path(__file__).parents[4] / "shared/data/mailing-list"
LABELS: dict[str, str] = json.loads(Path(__file__).with_name("words.json").read_text())
PARTS = {"mended by": (0, 80), "read before": (80, 160), "fresh": (160, 205)}
_RANGE = re.compile(r"([oqsfc])(\d+)(?:-(\d+))?")

LIBRARY = """
import json, sys
from mailparser_reply import EmailReplyParser
parser = EmailReplyParser(languages=["en", "de", "fr", "es", "it", "nl", "sv"])
found = [[reply.body for reply in parser.read(text).replies] for text in json.load(sys.stdin)]
print(json.dumps(found))
"""


class Labelled(NamedTuple):
    headers: Headers
    text: str
    labels: dict[int, str]
    """The label of each line that is not blank."""


class Score(NamedTuple):
    right: int = 0
    wrong: int = 0
    """Lines taken for the person's own that are not."""
    lost: int = 0
    """Own lines that were left out."""

    def __str__(self) -> str:
        told = self.right + self.wrong
        return (
            f"precision {self.right / told:.1%}, recall {self.right / (self.right + self.lost):.1%} of {told:,} lines"
        )


def sample() -> list[Labelled]:
    """The labelled messages in the order of their labels."""
    found = {key: one for key, one in _all() if key in LABELS}
    return [found[key] for key in LABELS]


def _all() -> Iterator[tuple[str, Labelled]]:
    for archive in sorted(LISTS.glob("*.tar.gz")):
        with tarfile.open(archive) as tar:
            for member in tar:
                if member.isreg() and (file := tar.extractfile(member)) is not None:
                    for raw in messages([file.read()]):
                        headers, packed = split(raw.content)
                        key = blake2b(headers.get("message-id", "").encode(), digest_size=8).hexdigest()
                        yield key, _labelled(headers, packed.replace(b"\n>From ", b"\nFrom "), LABELS.get(key, ""))


def _labelled(headers: Headers, packed: bytes, ranges: str) -> Labelled:
    body = read_body(headers, packed)
    text = unflow(body.text, delsp=body.delsp) if body.flowed else body.text
    lines = text.split("\n")
    labels = {
        number: found[1]
        for found in _RANGE.finditer(ranges)
        for number in range(int(found[2]), int(found[3] or found[2]) + 1)
        if lines[number].strip()
    }
    return Labelled(headers, text, labels)


def ours(message: Labelled) -> str:
    headers = message.headers
    answers = bool(ids(headers.get("references", "")) or ids(headers.get("in-reply-to", "")))
    author = author_of(headers, automatic=False)
    answers = answers or subject_of(headers.get("subject", "")).answers
    return own_words(message.text, answers=answers, name=(author and author.name) or "").text


def score(sample: list[Labelled], own: Callable[[Labelled], str]) -> Score:
    total = Score()
    for message in sample:
        lines = [line.strip() for line in message.text.split("\n")]
        found = [line.strip() for line in own(message).split("\n")]
        matched = difflib.SequenceMatcher(None, lines, found, autojunk=False).get_matching_blocks()
        kept = {number for block in matched for number in range(block.a, block.a + block.size) if lines[number]}
        true = {number for number, label in message.labels.items() if label == "o"}
        neither = {number for number, label in message.labels.items() if label == "c"}
        total = Score(
            total.right + len(true & kept), total.wrong + len(kept - true - neither), total.lost + len(true - kept)
        )
    return total


def main() -> None:
    both = sample()
    with tempfile.TemporaryDirectory(prefix="rapport-words-") as folder:
        venv.create(folder, with_pip=True)
        python = f"{folder}/bin/python"
        subprocess.run([python, "-m", "pip", "-q", "install", "mail-parser-reply"], check=True)
        told = subprocess.run(
            [python, "-c", LIBRARY], input=json.dumps([message.text for message in both]),
            check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip
    replies = {message.text: found for message, found in zip(both, json.loads(told), strict=True)}
    ways: dict[str, Callable[[Labelled], str]] = {
        "Rapport": ours,
        "mail-parser-reply, the latest reply": lambda message: replies[message.text][0],
        "mail-parser-reply, every reply's lines without `>`": lambda message: "\n".join(
            line for line in "\n".join(replies[message.text]).split("\n") if not line.startswith(">")
        ),
    }
    for name, way in ways.items():
        print(name)
        for part, (begin, end) in PARTS.items():
            print(f"    {part:12} {score(both[begin:end], way)}")


if __name__ == "__main__":
    main()
