"""What follows from whole threads: who asked and who replied, which messages belong together, when people write.

Each is worked out from the copy's `activity` alone; whose accounts belong to one person is joined later, in `people`.
"""
