"""Logs that keep the secrets of links to themselves."""

from __future__ import annotations

import logging
import re

SECRET = re.compile(r"(/(?:r|opening|team)/).*", re.DOTALL | re.IGNORECASE)
"""To the end of the line: a link that was pasted with a space in it must not show what comes behind the space."""
TRACED = re.compile(SECRET.pattern, re.IGNORECASE)
"""The same in each line of a traceback, of which the other lines stay."""


class WithoutSecrets(logging.Filter):
    """Cut the address of a personal link short in every line of the log and its traceback, whoever writes it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every line pass, without what comes behind the beginning of such an address."""
        record.msg, record.args = SECRET.sub(r"\1…", record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = TRACED.sub(r"\1…", record.exc_text)
        return True
