"""A period's story, told in sentences that are each made from one answer and lead to it."""
