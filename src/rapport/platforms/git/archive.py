"""Files that tell of commits: bundles, tables, and what `git log` prints."""

from rapport.platforms.git import bundle, log_text, table
from rapport.words.records import Archive

ARCHIVES: tuple[Archive, ...] = (
    Archive("git", "git-bundle", "git bundle", bundle.recognise, bundle.read, bundle.retry),
    Archive("git", "git-table", "Commit table", table.recognise, table.read, table.retry),
    Archive("git", "git-log", "git log", log_text.recognise, log_text.read, log_text.retry),
)
