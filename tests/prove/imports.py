"""Damage files in every way and see that no reader crashes, hangs or loses a good record.

`python -m tests.prove.imports [KIND or PLATFORM…]` takes each kind of archive that has golden files, damages these for
PROVE_SECONDS (600) a platform, which its kinds share (as many at once as there are processors), and checks of every
damaged file:

- the reader raises nothing and ends within SLOWEST seconds, with bounded memory;
- what is set aside has a reason; what was read is of the shape that the ledger takes;
- one small damage behind the first record costs at most the records it touches (two, where it falls between them),
  unless the file is one document that is read as a whole (WHOLE): then all or nothing.

The seed is printed; PROVE_SEED gives it again. A file that fails is written to /tmp and named.
"""

import faulthandler
import json
import os
import random
import re
import resource
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from rapport.words.records import Archive

GOLDEN = Path(__file__).resolve().parents[1] / "platforms" / "golden"
SECONDS = float(os.environ.get("PROVE_SECONDS", "600"))
AT_ONCE = os.cpu_count() or 1
SLOWEST = 20
MEMORY = 3 << 30
TOUCHED = 2
"""Records that one small damage may cost: it may fall on the border between two."""
WHOLE = frozenset(
    {
        *("discourse-topic", "discourse-posts", "discourse-users", "discourse-likes", "discourse-categories"),
        "zulip-realm",
        "git-bundle",
    }
)
"""Kinds whose file is one JSON document of bounded size, as one answer of an API, or one whole with a checksum."""
LEANING = frozenset({"discourse-backup", "mattermost-bulk", "whatsapp-chat"})
"""Kinds whose records lean on others far away in the file, which say whether they are private: a topic, a channel, who
else writes in a chat."""
PACKED = frozenset({".xlsx", ".xls", ".parquet"})
"""Files that are archives themselves, and whole or not at all."""
SERIES = frozenset({"calendar-file"})
"""Kinds of which one record of the file, a rule, becomes several: `line 31, 20240325T090000Z`."""
HEADED = frozenset({"meeting-report"})
"""Kinds that tell of an event before the header of the table of people, which all of these need."""

TOKENS = (
    b"\0", b"\xff", b"\xed\xa0\x80", b"\\ud800", b'"', b"'", b"\\", b"{", b"}", b"[", b"]", b",", b":",
    b"\n", b"\r\n", b"\n\n", b"\t", b"; ", b"<", b">", b"&", b"<!--", b"]]>", b"<![CDATA[", b"&#0;", b"&x;", b"/>",
    b"</row>", b"From ", b"\nFrom x\n", b"=?utf-8?b?", b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"\x1b[0m",
    b"9" * 400, b"-1", b"1e999", b"NaN", b"null", b"0000-00-00", b"9999-12-31T23:59:60Z",
    b"[" * 3000, b'{"a":' * 3000, b"x" * 70_000, "\u202e\u0000\ufeff".encode(),
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, -1, 0, 2**70, -(2**70), 1e308, 0.5, "", "x", "\0", "\ud800",
    "0001-01-01T00:00:00Z", "9999-12-31T23:59:59+14:00", "99999-01-01", "y" * 100_000,
    [], {}, [[]], [None], {"": None}, [{"id": 1}] * 50, {"id": {"id": {"id": []}}},
)  # fmt: skip


class Case(NamedTuple):
    file: Path
    data: bytes
    beside: dict[str, bytes]
    ids: frozenset[tuple[str, str]]
    """Platform and native id of all that the undamaged file tells of."""
    head: int
    """Bytes up to the end of the first record. Damage there may cost what all the others need: a table's header."""


class Kind(NamedTuple):
    archive: Archive
    files: list[Path]


class Fault(Exception):
    """What a reader did that it must not do."""


class Hangs(BaseException):
    """No `except Exception` in a reader may swallow it."""


def kinds() -> dict[str, Kind]:
    """The golden files of each kind of archive, and of each form of a table with its mapping."""
    from rapport.collect.archives import recognise
    from rapport.platforms.mapped.archive import archive_of
    from rapport.platforms.mapped.mapping import map_of_toml

    found: dict[str, Kind] = {}
    for file in sorted(GOLDEN.glob("*/*.native.*")):
        archive = recognise(file.name, file.read_bytes()[:65_536])
        if archive is not None:
            found.setdefault(archive.name, Kind(archive, [])).files.append(file)
    table = archive_of(map_of_toml((GOLDEN / "mapped/map.toml").read_text("utf-8")))
    return found | {f"table-{file.suffix[1:]}": Kind(table, [file]) for file in GOLDEN.glob("mapped/*.mapped.*")}


def read(archive: Archive, case_file: str, data: bytes, beside: dict[str, bytes]) -> tuple[set[tuple[str, str]], int]:
    """What the reader makes of it: the ids it tells of, and how many records it sets aside."""
    from rapport.ledger.prepare import prepare
    from rapport.words.records import Record, Unreadable, Where

    ids: set[tuple[str, str]] = set()
    aside = 0
    for outcome in archive.read(BytesIO(data), Where(case_file, beside)):
        if isinstance(outcome, Record):
            prepare([outcome])
            ids |= {(activity.platform, activity.native_id) for activity in outcome.activities}
        elif isinstance(outcome, Unreadable) and outcome.reason and outcome.position:
            aside += 1
            list(archive.retry(outcome.raw, case_file))
        else:
            raise Fault(f"an outcome without a reason or a place: {outcome!r:.200}")
    return ids, aside


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    def ring(*_: object) -> None:
        raise Hangs

    signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


def small(data: bytes, chance: random.Random) -> bytes:
    """One damage of a few bytes, or one hostile word put in."""
    at = chance.randrange(len(data) + 1)
    how = chance.randrange(4)
    if how == 0:
        return data[:at] + chance.choice(TOKENS) + data[at:]
    if how == 1:
        return data[:at] + data[at + chance.randint(1, 8) :]
    if how == 2:
        return data[:at] + bytes(chance.randrange(256) for _ in range(chance.randint(1, 4))) + data[at + 4 :]
    return data[:at] + chance.choice(TOKENS) + data[at + chance.randint(1, 8) :]


def torn(data: bytes, chance: random.Random) -> bytes:
    """Cut off, pieces left out, doubled or exchanged; many small damages."""
    one, two = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    how = chance.randrange(5)
    if how == 0:
        return data[:one]
    if how == 1:
        return data[:one] + data[two:]
    if how == 2:
        return data[:two] + data[one:two] + data[two:]
    if how == 3:
        return data[two:] + data[one:two] + data[:one]
    for _ in range(chance.randint(2, 40)):
        data = small(data, chance) or b"x"
    return data


def twisted(data: bytes, chance: random.Random) -> bytes:
    """JSON whose values are of another kind than any reader expects; other content is torn."""
    try:
        document = json.loads(data)
    except ValueError:
        lines = data.split(b"\n")
        at = chance.randrange(len(lines))
        try:
            lines[at] = json.dumps(_twist(json.loads(lines[at]), chance)).encode()
        except ValueError:
            return torn(data, chance)
        return b"\n".join(lines)
    return json.dumps(_twist(document, chance)).encode()


def _twist(value: Any, chance: random.Random) -> Any:
    """One value somewhere inside is replaced, left out or wrapped."""
    if not isinstance(value, dict | list) or not value or chance.random() < 0.08:
        return chance.choice([*VALUES, [value], {"id": value}])
    keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    key = chance.choice(keys)
    if chance.random() < 0.1:
        if isinstance(value, dict):
            return {name: item for name, item in value.items() if name != key}
        return [item for place, item in enumerate(value) if place != key]
    value[key] = _twist(value[key], chance)
    return value


Damage = Callable[[bytes, random.Random], bytes]
DAMAGES: tuple[Damage, ...] = (small, torn, twisted)


def try_one(kind: str, archive: Archive, case: Case, damage: Damage, chance: random.Random) -> None:
    spared = case.head if damage is small else 0
    data = case.data[:spared] + damage(case.data[spared:], chance)
    try:
        with at_most(SLOWEST):
            ids, aside = read(archive, case.file.name, data, case.beside)
        lost = case.ids - ids
        spares = kind not in WHOLE | LEANING and case.file.suffix not in PACKED
        if damage is small and spares and len(lost) > allowed(kind, case):
            raise Fault(f"{len(lost)} of {len(case.ids)} activities lost, {aside} records set aside")
    except (Exception, Hangs) as fault:
        kept = Path(f"/tmp/{kind}-{random.getrandbits(32):08x}-{case.file.name}")
        kept.write_bytes(data)
        words = f"no end after {SLOWEST} s" if isinstance(fault, Hangs) else f"{type(fault).__name__}: {fault}"
        raise Fault(f"{kind}, {damage.__name__} damage of {case.file.name}, kept as {kept}: {words}") from fault


def allowed(kind: str, case: Case) -> int:
    """A record may bring several activities; of a small file the damage may touch what all the others need."""
    outcomes = json.loads(named_like(case.file, ".activity.json").read_text("utf-8"))
    brings: Counter[str] = Counter()
    for number, outcome in enumerate(outcomes):
        record = outcome["position"].partition(", ")[0] if kind in SERIES else str(number)
        brings[record] += len(outcome.get("activities", []))
    return max(TOUCHED * max(brings.values(), default=0), 1)


def named_like(file: Path, ending: str) -> Path:
    """What stands beside a golden file: `topic.native.json` → `topic.activity.json`."""
    return file.with_name(re.split(r"\.(?:native|mapped)\.", file.name)[0] + ending)


def cases(kind: str, archive: Archive, files: list[Path]) -> list[Case]:
    found = []
    for file in files:
        data = file.read_bytes()
        beside = {each.name: each.read_bytes() for each in named_like(file, ".beside").glob("*")}
        ids, _ = read(archive, file.name, data, beside)
        least = head_of(archive, file, data, beside, needed=2 if kind in HEADED and len(ids) > 1 else 1)
        found.append(Case(file, data, beside, frozenset(ids), least))
    return found


def head_of(archive: Archive, file: Path, data: bytes, beside: dict[str, bytes], needed: int) -> int:
    """The least bytes of the file of which something is read; of what stands in its table, where it has a head too."""
    least, most = 0, len(data)
    while least < most:
        half = (least + most) // 2
        if len(read(archive, file.name, data[:half], beside)[0]) >= needed:
            most = half
        else:
            least = half + 1
    return most


def prove(kind: str, seed: int, seconds: float) -> int:
    """In a process of its own: a crash of a library is seen, and memory is bounded. Prints what it found."""
    faulthandler.enable()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    chance = random.Random(seed)
    archive, files = kinds()[kind]
    all_cases = cases(kind, archive, files)
    begun, tried, faults = time.monotonic(), 0, 0
    while time.monotonic() - begun < seconds and faults < 5:
        case = chance.choice(all_cases)
        try:
            try_one(kind, archive, case, chance.choice(DAMAGES), chance)
        except Fault as fault:
            faults += 1
            print(f"  {fault}", flush=True)
        tried += 1
    print(f"{kind}: {tried:,} damaged files of {len(all_cases)}, {faults} faults", flush=True)
    return 1 if faults else 0


def shares(wanted: list[str], there: Mapping[str, Kind]) -> dict[str, float]:
    """The seconds of each kind that is wanted, by its own name or its platform's: a platform's kinds share its time."""
    platforms = {kind: archive.platform for kind, (archive, _) in there.items()}
    if missing := set(wanted) - {*platforms, *platforms.values()}:
        names = ", ".join(sorted({*platforms, *platforms.values()}))
        raise SystemExit(f"No golden files of: {', '.join(sorted(missing))}. There are: {names}")
    chosen = {kind: on for kind, on in platforms.items() if not wanted or {kind, on} & set(wanted)}
    together = Counter(chosen.values())
    return {kind: SECONDS / together[on] for kind, on in sorted(chosen.items())}


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rapport.settings")
    seed = int(os.environ.get("PROVE_SEED", random.SystemRandom().getrandbits(32)))
    if sys.argv[1:2] == ["--one"]:
        return prove(sys.argv[2], seed, float(sys.argv[3]))
    print(f"PROVE_SEED={seed}, {SECONDS:g} s a platform, {AT_ONCE} kinds at once", flush=True)

    def alone(kind: str, seconds: float) -> bool:
        command = [sys.executable, "-m", "tests.prove.imports", "--one", kind, str(seconds)]
        return subprocess.run(command, env={**os.environ, "PROVE_SEED": str(seed)}).returncode == 0

    parts = shares(sys.argv[1:], kinds())
    with ThreadPoolExecutor(AT_ONCE) as lanes:
        held = dict(zip(parts, lanes.map(alone, parts, parts.values()), strict=True))
    failed = [kind for kind, holds in held.items() if not holds]
    print(f"Failed: {', '.join(failed)}." if failed else "No reader crashed, hung or lost a good record.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
