"""Every number from DuckDB and from a Spark cluster: equal answers, and how long each takes: `make prove-spark`."""
