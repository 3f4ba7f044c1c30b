"""The week in a few lines: a page, and a mail on Monday to those of the team who want it."""
