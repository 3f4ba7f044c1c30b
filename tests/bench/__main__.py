"""`make bench`: every figure of docs/performance.md, one after the other."""

import subprocess
import sys

for bench in ("imports", "pages", "github_dumps", "email"):
    print(f"\n# {bench}", flush=True)
    subprocess.run([sys.executable, "-m", f"tests.bench.{bench}"], check=True)
