"""A fast reader for the regular YAML that a machine wrote: it reads all of a file, or refuses it.

It knows block mappings, block lists, plain and quoted texts over one or more lines, and literal blocks (``|``). What
else YAML allows, and every doubt, raises ``Irregular``: then ``events`` reads the file with the parser of libyaml.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

Tree = dict[str, Any]
"""A record: mappings, lists, and texts; ``None`` where nothing, ``~`` or ``null`` stands."""

LINE = re.compile(r"( *)(- )?(?:([A-Za-z_][A-Za-z0-9_-]{0,60}):(?: (.*))?|(.*))")
"""Blanks, the sign of an item, key and value, or another text."""

SHORT = 22
"""Characters of a line that is likely to come again."""

FORBIDDEN = re.compile("[^\n -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""Characters that YAML forbids or takes for the end of a line; also tabs."""

INDICATOR = frozenset("-?:,[]{}#&*!|>'\"%@` ")
"""What a plain text does not begin with here."""

NOTHING = frozenset(("~", "null", "Null", "NULL"))
DEEPEST = 40
"""Columns of indentation that are read."""

SINGLE = re.compile(r"[^']*(?:''[^']*)*'(?!')")
DOUBLE = re.compile(r'[^"\\]*(?:\\.[^"\\]*)*"')
ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
ESCAPED = dict(zip('0abefnrtv "\\N_LP', '\0\a\b\x1b\f\n\r\t\v "\\\x85\xa0\u2028\u2029', strict=True))
LITERAL = re.compile(r"\|([1-9]?)([+-]?)")


class Irregular(ValueError):  # noqa: N818  it is no fault of the file
    """The file is not as regular as this reader needs."""


def read_regular(text: str) -> Tree:
    """Return the record in ``text``; raises ``Irregular`` for everything that is not surely understood.

    >>> read_regular("---\\ndocid:\\n- id: ISO 1:2022\\n  primary: true\\n")
    {'docid': [{'id': 'ISO 1:2022', 'primary': 'true'}]}
    """
    if text[:4] != "---\n" or text[-1:] != "\n":
        raise Irregular
    body = text[4:-1]
    if not body.replace("\n", "").isprintable() and FORBIDDEN.search(body):
        raise Irregular
    return _tree(body.split("\n"))


Line = tuple[int, bool, str, str | None, bool]
"""A line taken apart: its column, whether it begins an item, its key, its text, and whether that is a plain text."""


def _line(line: str) -> Line:
    found = LINE.fullmatch(line)
    if not found:
        raise Irregular
    blanks, dash, key, value, other = found.groups()
    text = value if key else other
    done = bool(text) and text[0] not in INDICATOR and ": " not in text and " #" not in text and text[-1] not in ": "
    return len(blanks), dash is not None, key or "", None if done and text in NOTHING else text, done


_known_line = lru_cache(1 << 14)(_line)


def _tree(lines: list[str]) -> Tree:
    """One pass over the lines; the stack holds column and container of every level that is open."""
    top: Any = {}
    column, stack = 0, [(0, top)]
    waiting = ""  # a key of the innermost container whose value begins on the next line
    plain: Any = None  # key or place of a plain text in it that may go on
    last = -1  # the last line of a text over several lines
    for number, line in enumerate(lines):
        if number <= last:
            continue
        at, dash, key, text, done = _known_line(line) if len(line) < SHORT else _line(line)
        if plain is not None and at > column:
            top[plain] = _more(top[plain], line)
            continue
        if waiting or at != column or dash or top.__class__ is list:
            column, top = _moved(stack, waiting, at, dash)
            waiting = ""
        if dash and key:
            top.append({})
            column, top = at + 2, top[-1]
            stack.append((column, top))
        if not key:
            if not (dash and text):
                raise Irregular
            plain = len(top)
            top.append(None)
        elif key in top:
            raise Irregular
        else:
            plain = key
        if done:
            top[plain] = text
        elif text:
            top[plain], last = _text(text, number, column, lines)
            plain = None
        else:
            waiting, plain, top[key] = key, None, None
    root: Tree = stack[0][1]
    return root


def _moved(stack: list[tuple[int, Any]], waiting: str, at: int, dash: bool) -> tuple[int, Any]:
    """Open or close levels until the innermost container is the one to which a line belongs; return it."""
    column, top = stack[-1]
    if waiting and (at > column or (dash and at == column)):
        top[waiting] = [] if dash else {}
        stack.append((at, top[waiting]))
    while stack[-1][0] > at or (stack[-1][0] == at and (stack[-1][1].__class__ is list) != dash):
        stack.pop()
        if not stack:
            raise Irregular
    if stack[-1][0] != at or at > DEEPEST:
        raise Irregular
    return stack[-1]


def _more(text: str | None, line: str) -> str:
    """A plain text with the line that goes on."""
    part = line.strip(" ")
    if not part or not text or ": " in part or " #" in part or part[0] == "#" or part[-1] == ":":
        raise Irregular
    return f"{text} {part}"


def _text(value: str, number: int, column: int, lines: list[str]) -> tuple[str, int]:
    """The quoted text or literal block that begins with ``value`` on a line, and the number of its last line."""
    first = value[0]
    if first in "'\"":
        pattern = SINGLE if first == "'" else DOUBLE
        found = pattern.match(value, 1)
        if not found:
            return _quoted(value, pattern, number, column, lines)
        if found.end() != len(value):
            raise Irregular
        inside = value[1:-1]
        return (inside.replace("''", "'") if first == "'" else _unescaped(inside)), number
    if first == "|":
        return _literal(value, number, column, lines)
    raise Irregular


def _quoted(value: str, pattern: re.Pattern[str], number: int, column: int, lines: list[str]) -> tuple[str, int]:
    """A quoted text over several lines: a line break is a blank, and each empty line a line break."""
    text, double = value[1:], pattern is DOUBLE
    empty = 0
    for last in range(number + 1, len(lines)):
        line = lines[last]
        part = line.lstrip(" ")
        if part and len(line) - len(part) <= column:
            break
        ended = pattern.match(part)
        if ended and ended.end() != len(part):
            break
        if text[-1:] == " " or (double and not part):  # both are rare, and libyaml knows
            break
        if not part:
            empty += 1
            continue
        joined = "\n" * empty or " "
        if double and (len(text) - len(text.rstrip("\\"))) % 2:
            text, joined = text[:-1], ""
        text, empty = text + joined + (part[:-1] if ended else part), 0
        if ended:
            return (_unescaped(text) if double else text.replace("''", "'")), last
    raise Irregular


def _unescaped(text: str) -> str:
    return ESCAPE.sub(_character, text) if "\\" in text else text


def _character(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    if not code:
        if found[4] not in ESCAPED:
            raise Irregular
        return ESCAPED[found[4]]
    number = int(code, 16)
    if number > 0x10FFFF or 0xD800 <= number < 0xE000:
        raise Irregular
    return chr(number)


def _literal(value: str, number: int, column: int, lines: list[str]) -> tuple[str, int]:
    """A literal block: its lines as they stand, without their common indentation."""
    header = LITERAL.fullmatch(value)
    begin = number + 1
    if not header or begin >= len(lines):
        raise Irregular
    line = lines[begin]
    indent = column + int(header[1]) if header[1] else len(line) - len(line.lstrip(" "))
    if indent <= column or (not header[1] and not line.strip(" ")):
        raise Irregular
    margin, end = " " * indent, begin
    while end < len(lines) and (lines[end].startswith(margin) or not lines[end].strip(" ")):
        end += 1
    kept = [line[indent:] for line in lines[begin:end]]
    if not any(kept):
        raise Irregular
    if header[2] == "+":
        return "\n".join([*kept, ""]), end - 1
    while not kept[-1]:
        kept.pop()
    return "\n".join(kept) + ("" if header[2] else "\n"), end - 1
