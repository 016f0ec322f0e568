"""JSON that reads the same wherever it is written: UTF-8, keys sorted, no white space. Pure."""

import json
from typing import Any


def canonical(value: Any) -> bytes:
    """The bytes that hashes and signatures are taken over; half a surrogate, which is no text, is told by its code."""
    return json.dumps(_whole(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, dict):
        return {_whole(name): _whole(one) for name, one in value.items()}
    return [_whole(one) for one in value] if isinstance(value, list | tuple) else value
