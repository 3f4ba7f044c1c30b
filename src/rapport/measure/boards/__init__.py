"""Boards: questions side by side under a name, kept, arranged, and shown to others by a link; and badges."""
