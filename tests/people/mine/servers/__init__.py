"""The real servers, started on a free port and gone with the test. `make prove-mine` gets them; elsewhere they skip."""

import json
import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

HERE = Path(__file__).parent
OPENID_CLIENT, OPENID_SECRET = "rapport", "only-rapport-knows"


class Social(NamedTuple):
    host: str
    user: str
    password: str


def got() -> Path:
    """The folder in which the servers are."""
    folder = os.environ.get("PROVE_SERVERS", "")
    if not folder:
        pytest.skip("the real servers are not here; `make prove-mine` gets them")
    return Path(folder)


@contextmanager
def openid(redirect: str, accounts: Mapping[str, object], folder: Path) -> Iterator[str]:
    """npm's oidc-provider with these accounts, by the name to sign in with. Gives its address."""
    modules, port = got() / "node_modules", _free_port()
    about = {**os.environ, "PROVE_NODE_MODULES": str(modules), "PROVE_ACCOUNTS": json.dumps(accounts)}
    with _running(["node", str(HERE / "openid.mjs"), str(port), redirect], port, folder / "openid.log", about):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def snac(folder: Path) -> Iterator[Social]:
    """snac, with one person."""
    program, port, place = str(got() / "snac" / "snac"), _free_port(), folder / "snac"
    answers = f"127.0.0.1\n{port}\n127.0.0.1:{port}\n\n\n"
    subprocess.run([program, "init", str(place)], input=answers, text=True, check=True, capture_output=True)
    settings = json.loads((place / "server.json").read_text())
    (place / "server.json").write_text(json.dumps(settings | {"protocol": "http"}))
    said = subprocess.run(
        [program, "adduser", str(place), "ada"], input="Ada Lovelace\n", text=True, check=True, capture_output=True
    )
    password = re.search(r"password is (\S+)", said.stdout)
    assert password, said.stdout
    with _running([program, "httpd", str(place)], port, folder / "snac.log", dict(os.environ)):
        yield Social(f"127.0.0.1:{port}", "ada", password[1])


@contextmanager
def _running(command: list[str], port: int, log: Path, environment: dict[str, str]) -> Iterator[None]:
    with log.open("wb") as written:
        process = subprocess.Popen(command, stdout=written, stderr=written, env=environment)
        try:
            _wait_for(port, process, log)
            yield
        finally:
            process.terminate()
            process.wait(20)


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        with socket.socket() as line:
            if process.poll() is None and line.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process.poll() is None, log.read_text(errors="replace")
        time.sleep(0.1)
    raise TimeoutError(log.read_text(errors="replace"))


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])
