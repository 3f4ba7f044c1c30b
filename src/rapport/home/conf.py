"""The server's settings, written at each start."""

from pathlib import Path

import psutil

OWN = "postgres.own.conf"
"""A file beside ours in the home whose lines win over ours; it need not be there."""


def settings(socket_folder: Path, mark: str) -> dict[str, str]:
    return {
        "cluster_name": mark,
        "listen_addresses": "",
        "unix_socket_directories": str(socket_folder),
        "unix_socket_permissions": "0700",
        "port": "5432",
        "max_connections": "100",
        "shared_buffers": f"{shared_buffers_mb(memory())}MB",
        "effective_cache_size": f"{memory() // 2 >> 20}MB",
        "random_page_cost": "1.1",  # of a disk without a head: a small part of a large table is looked up by its index
        "max_wal_size": "4GB",
        "checkpoint_timeout": "15min",
        "wal_compression": "on",
        "jit": "off",  # compiling a query takes longer than most of ours take
        "log_checkpoints": "off",
        "log_line_prefix": "%m [%p] ",
    }


def shared_buffers_mb(memory: int) -> int:
    """An eighth of the machine's memory (bytes), between 32 and 512 MB."""
    return max(32, min(512, memory // 8 // (1 << 20)))


def memory() -> int:
    """Bytes that this machine has, or that its container may use."""
    total = int(psutil.virtual_memory().total)
    try:
        limit = Path("/sys/fs/cgroup/memory.max").read_text().strip()
    except OSError:
        return total
    return min(total, int(limit)) if limit.isdigit() else total


def write(path: Path, socket_folder: Path, mark: str) -> None:
    """Write the file the server starts with; data folder and access rules are the server's own."""
    lines = [f"{name} = '{_quoted(value)}'\n" for name, value in settings(socket_folder, mark).items()]
    path.write_text(
        f"# Written by Rapport at each start. Your own lines go into {OWN} beside this file.\n"
        + "".join(lines)
        + f"include_if_exists '{OWN}'\n"
    )
    path.chmod(0o644)


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "''")
