"""How fast numbers are: a large made-up community, its questions asked of the copy and of PostgreSQL."""
