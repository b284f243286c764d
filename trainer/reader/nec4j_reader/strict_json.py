"""JSON as RFC 8259 has it: no duplicate keys, no NaN, no halves of surrogate pairs, no deep nesting."""

from __future__ import annotations

import json
from typing import Any, Dict, List, Tuple, Union

from .errors import FormatError

_MAX_DEPTH = 64
_MAX_DIGITS = 400


def parse(text: str, source: str) -> Any:
    """One document as Python values; ``source`` names the text in errors."""
    try:
        value = json.loads(
            text, object_pairs_hook=_members, parse_int=_whole, parse_float=_number, parse_constant=_constant
        )
    except (ValueError, RecursionError) as problem:
        raise FormatError("%s: not valid JSON: %s" % (source, problem)) from problem
    _check(value, source)
    return value


def _members(pairs: List[Tuple[str, Any]]) -> Dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a key stands twice")
    return members


def _whole(digits: str) -> Union[int, float]:
    return int(digits) if len(digits.lstrip("-")) <= 18 else _number(digits)


def _number(digits: str) -> float:
    value = float(digits) if len(digits) <= _MAX_DIGITS else float("inf")
    if value in (float("inf"), float("-inf")):
        raise ValueError("a number outside the range of a double")
    return value


def _constant(word: str) -> None:
    raise ValueError("%s is no number" % word)


def _check(value: Any, source: str) -> None:
    level = [value]
    for _ in range(_MAX_DEPTH + 1):
        below: List[Any] = []
        for element in level:
            if isinstance(element, dict):
                below.extend(element.keys())
                below.extend(element.values())
            elif isinstance(element, list):
                below.extend(element)
            elif isinstance(element, str) and not _well_formed(element):
                raise FormatError("%s: not valid JSON: half of a surrogate pair" % source)
        if not below:
            return
        level = below
    if any(isinstance(element, (dict, list)) for element in level):
        raise FormatError("%s: not valid JSON: nested deeper than %d" % (source, _MAX_DEPTH))


def _well_formed(text: str) -> bool:
    return not any(0xD800 <= ord(c) < 0xE000 for c in text) if not text.isascii() else True
