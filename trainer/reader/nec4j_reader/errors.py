"""What is said of files that cannot be read."""

from __future__ import annotations


class FormatError(ValueError):
    """Bytes that are damaged, of another version, or of another codec. The text is one sentence for people."""
