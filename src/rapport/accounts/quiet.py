"""Keep links that open the home out of the log: Django writes the path of every request that it refuses."""

import logging
import re

_LINK = re.compile(
    r"(/accounts/(?:enter|join|password/reset/key|confirm-email)/|/me/prove/link/|/measure/(?:shared|badge)/)[^/\s]+"
)


class HideTokens(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        hidden = _LINK.sub(r"\1…", said)
        if hidden != said:
            record.msg, record.args = hidden, ()
        return True
