"""From what was counted to what is said: a value, how sure it is, and what it rests on. Pure."""
