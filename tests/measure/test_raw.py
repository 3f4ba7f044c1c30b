"""`make prove-raw` proves something only as long as its two sides share nothing."""

import ast
from pathlib import Path

RAW = Path(__file__).resolve().parents[1] / "prove" / "raw"
ASKING = {"product.py"}
"""The one file that knows the product: it runs it."""


def test_who_works_figures_out_again_imports_nothing_of_the_product() -> None:
    imported = {
        name
        for file in RAW.glob("*.py")
        if file.name not in ASKING
        for node in ast.walk(ast.parse(file.read_text()))
        for name in _modules(node)
    }
    outside = {name.partition(".")[0] for name in imported if not name.startswith("tests.prove.raw")}
    assert "json" in outside
    assert not outside & {"rapport", "tests", "ibis", "duckdb", "pandas", "numpy", "django"}


def _modules(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []
