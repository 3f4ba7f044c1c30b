"""How PostgreSQL's programs are told of a database: its password goes by environment, where `ps` does not show it."""

from psycopg.conninfo import conninfo_to_dict, make_conninfo


def without_password(url: str) -> tuple[str, dict[str, str]]:
    """The connection string and the environment that completes it."""
    parameters = conninfo_to_dict(url)
    password = str(parameters.pop("password", ""))
    return make_conninfo("", **parameters), {"PGPASSWORD": password, "PATH": "/usr/bin:/bin"}
