"""Whom to thank and why, in words that the record bears out; and whether they may be written to at all.

`reasons.py` says what there is to thank for, `record.py` reads what somebody did as the ledger has it now, `finding.py`
finds who may be thanked, `drafting.py` puts facts into sentences, `contact.py` says who may be written to.
"""
