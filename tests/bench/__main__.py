"""`make bench`: every figure of docs/performance.md, one after the other."""

import subprocess
import sys

LIMITED = ("archives", "memory")
"""These end with an error where a figure is over its limit; the others are to be measured all the same."""

for bench in ("imports", "pages", "numbers", "archives", "memory", "email"):
    print(f"\n# {bench}", flush=True)
    subprocess.run([sys.executable, "-m", f"tests.bench.{bench}"], check=bench not in LIMITED)
