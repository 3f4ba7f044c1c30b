"""Reading a dump of GitHub's REST API against `orjson.loads` over the same files: `python -m tests.bench.github_dumps`.

The shared dump of one repository (84 MB of JSON in 1,162 files) where it is at hand, else one written here. Both are
read from memory, five times in turn; the quickest of each counts. The second figure is the same objects as one array.
"""

import io
import json
import sys
import tarfile
import time
from collections.abc import Callable
from pathlib import Path

import orjson

from rapport.platforms.github.archive import ARCHIVES
from rapport.words.records import Where

DUMP = Path(__file__).parents[3] / "shared/data/github-issues/secp256k1-before-2023.tar.gz"
MOST = 3.0
"""Times as long as `orjson.loads`."""
_, ARCHIVE, *_ = ARCHIVES


def files() -> list[bytes]:
    if not DUMP.exists():
        return [written(number) for number in range(500)]
    with tarfile.open(DUMP) as tar:
        return [content.read() for member in tar if (content := tar.extractfile(member))]


def written(number: int) -> bytes:
    """An issue with twenty comments, as long as real ones."""
    api = "https://api.github.com/repos/pond/reeds"
    addresses = {
        f"{what}_url": f"https://api.github.com/users/ada-mole/{what}" for what in ("followers", "gists", "repos")
    }
    who = {"login": "ada-mole", "id": 11, "type": "User", "site_admin": False, **addresses}
    times = {"created_at": "2023-05-04T09:00:00Z", "updated_at": "2023-05-04T09:00:00Z"}
    own = {"url": f"{api}/issues/{number}", "repository_url": api, "number": number, "id": number, "title": "Otters"}
    comments = [
        {
            "event": "commented",
            "id": number * 100 + each,
            "issue_url": f"{api}/issues/{number}",
            "user": who,
            "actor": who,
        }
        | {"body": "They dived, and came up again beside the reeds. " * 12, **times}
        for each in range(20)
    ]
    return json.dumps({"type": "issue", "issue": own | {"user": who, **times}, "events": comments}, indent=2).encode()


def quickest(what: Callable[[], object]) -> float:
    """Seconds of processor time."""
    taken = []
    for _ in range(5):
        begun = time.process_time()
        what()
        taken.append(time.process_time() - begun)
    return min(taken)


def read(data: bytes, beside: dict[str, bytes]) -> int:
    return sum(1 for _ in ARCHIVE.read(io.BytesIO(data), Where("bench.json", beside)))


def main() -> None:
    apart = files()
    together = b"[" + b",".join(apart) + b"]"
    size = sum(map(len, apart)) / 1e6
    beside = {key: value for data in apart for key, value in (ARCHIVE.tells or (lambda _: {}))(data[:65_536]).items()}
    worst = 0.0
    for name, group in (("files", apart), ("one array", [together])):
        records = sum(read(data, beside) for data in group)
        parsed = quickest(lambda group=group: [orjson.loads(data) for data in group])  # type: ignore[misc]
        taken = quickest(lambda group=group: [read(data, beside) for data in group])  # type: ignore[misc]
        worst = max(worst, taken / parsed)
        print(
            f"{name}: {size:.0f} MB, {records:,} records: orjson.loads {parsed:.2f} s, read {taken:.2f} s, "
            f"{taken / parsed:.2f} times as long (at most {MOST})"
        )
    sys.exit(worst > MOST)


if __name__ == "__main__":
    main()
