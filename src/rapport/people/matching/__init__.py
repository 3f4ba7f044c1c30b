"""Who is one person: plain proof (`proof.py`), and likeness weighed by how rare it is (`likeness.py`). Pure."""
