"""Whom one asks the list for, as a text that reads like English: "contributed twice since June, not in the team".

`grammar.lark` is the language, `reading.py` gives a text its meaning, `tree.py` is what a text can mean, `writing.py`
writes a meaning down in its one canonical form, `form.py` as a page's form has it, `answering.py` asks the acts.
"""
