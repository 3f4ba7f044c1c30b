"""What happened then: releases, events, campaigns and whatever else stands in charts beside their figures.

Some is written down by hand (`kept`), some is read from the ledger each time one asks (`from_data`) and never typed.
"""
