"""Threads of the web server end whenever they have been idle for a while; the process lives on."""

import subprocess
import sys

ENDS = """
import ctypes

import django
import pyarrow

django.setup()
from rapport.ledger.engines import duckdb
from rapport.ledger.engines.delta import TABLES


ended = []


def work(_: int | None) -> int:
    mine = duckdb._mine()
    mine.backend = duckdb.over({name: [] for name in TABLES})  # as `connect` keeps it, of an empty copy
    mine.backend.con.register("given", pyarrow.table({"n": [1]}))  # to let go of it asks for the interpreter
    assert mine.backend.con.execute("SELECT count(*) FROM mention").fetchone() == (0,)
    ended.append(_)
    return 0


c = ctypes.CDLL(None)
begin = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p)(work)
for _ in range(10):
    thread = ctypes.c_ulong()
    assert c.pthread_create(ctypes.byref(thread), None, begin, None) == 0
    assert c.pthread_join(thread, None) == 0
print(len(ended), "ended")
"""


def test_a_thread_that_python_did_not_start_ends_without_its_engine() -> None:
    done = subprocess.run([sys.executable, "-c", ENDS], capture_output=True, text=True, check=False)
    assert done.stdout == "10 ended\n", done.stderr
