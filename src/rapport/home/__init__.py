"""The place a Rapport lives in: its folder, its database server, its processes, its keys, its backups.

This room knows nothing of communities. `place` lays out the folder, `lock` says who owns it, `cluster` runs
PostgreSQL, `guard` stops it for an owner that was killed, `access` puts these together for a command.
"""
