"""Where the pictures behind an archive's embeddings come from, as archives of versions 3 and 4 tell."""

from __future__ import annotations

import math
import struct
from typing import Any, Dict, List, NamedTuple, Optional, Tuple

from .errors import FormatError
from .strict_json import parse
from .wire import Reader

_MOST_PIXELS = (1 << 31) - 1


class Scene(NamedTuple):
    """An image that one or many embeddings come from."""

    source: str
    """Its path below the folder that was encoded."""
    sha256: Optional[str]
    """Of its file, in hexadecimal."""
    crs: Optional[str]
    """``EPSG:32614`` and the like, or WKT2."""
    transform: Optional[Tuple[float, ...]]
    """From pixels to the system: six numbers in the order of ``rasterio.Affine(*transform)``."""
    time: Optional[str]
    """When it was taken, in UTC, such as ``2024-05-31T10:20:30Z``."""
    properties: Dict[str, str]
    """What else is known of it."""


class Window(NamedTuple):
    """A rectangle of an image's pixels; of a padded tile it may reach beyond the image."""

    left: int
    top: int
    width: int
    height: int


class Bounds(NamedTuple):
    """Degrees in WGS 84; west is greater than east where the antimeridian is crossed."""

    west: float
    south: float
    east: float
    north: float


class Place(NamedTuple):
    """Which part of which image, and where on the Earth that is."""

    scene: Scene
    window: Window
    bounds: Optional[Bounds]

    @property
    def transform(self) -> Optional[Tuple[float, ...]]:
        """From the pixels of the window, as :attr:`Scene.transform` from the image's."""
        if self.scene.transform is None:
            return None
        a, b, c, d, e, f = self.scene.transform
        left, top = self.window.left, self.window.top
        return a, b, a * left + b * top + c, d, e, d * left + e * top + f


def read_scenes(reader: Reader) -> List[Scene]:
    """What the index of a batch begins with."""
    scenes = []
    for _ in range(reader.varint(reader.remaining, "number of scenes")):
        text = reader.take(reader.varint(reader.remaining, "length of a scene"))
        try:
            scenes.append(_scene(parse(text.decode("utf-8"), "a scene")))
        except UnicodeDecodeError as problem:
            raise FormatError("a scene is not UTF-8") from problem
    return scenes


def read_place(reader: Reader, scenes: List[Scene]) -> Optional[Place]:
    """What an entry ends with."""
    number = reader.varint(len(scenes), "number of a scene")
    if number == 0:
        return None
    window = Window(*(reader.varint(_MOST_PIXELS, "window of a place") for _ in range(4)))
    kind = reader.byte()
    if kind > 1 or 0 in (window.width, window.height):
        raise FormatError("a place is none")
    bounds = Bounds(*struct.unpack("<4d", reader.take(32))) if kind else None
    if bounds is not None and not _are_degrees(bounds):
        raise FormatError("a place has bounds that are none")
    return Place(scenes[number - 1], window, bounds)


def _are_degrees(bounds: Bounds) -> bool:
    west, south, east, north = bounds
    return abs(west) <= 180 and abs(east) <= 180 and -90 <= south <= north <= 90


def _scene(members: Any) -> Scene:
    if not isinstance(members, dict):
        raise FormatError("a scene is no JSON object")
    transform = members.get("transform")
    properties = members.get("properties", {})
    known = [members.get(name) for name in ("sha256", "crs", "time")]
    if (
        not isinstance(members.get("source"), str)
        or not all(word is None or isinstance(word, str) for word in known)
        or not isinstance(properties, dict)
        or not (transform is None or _is_affine(transform))
    ):
        raise FormatError("a scene is none: %r" % (members,))
    return Scene(
        members["source"],
        members.get("sha256"),
        members.get("crs"),
        None if transform is None else tuple(float(number) for number in transform),
        members.get("time"),
        {name: str(value) for name, value in properties.items()},
    )


def _is_affine(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 6
        and all(isinstance(number, (int, float)) and not isinstance(number, bool) and math.isfinite(number) for number in value)
    )
