"""Reads nec4j's codecs (``.nec``), coded embeddings (``.nemb``) and archives (``.nema``) with numpy alone.

>>> from nec4j_reader import Archive, Codec
>>> embedding = Codec("codec.nec").decode("image.nemb")            # float32 [tokens, dim], token 0 is the class token
>>> for key, embedding in Archive("many.nema", "codec.nec"):
...     pass

Symbols and values are those that nec4j decodes, to the bit. Files that are damaged, hostile or of another version raise
:class:`FormatError`, before memory is taken for what they announce.
"""

from __future__ import annotations

from .archive import Archive
from .codec import Codec
from .errors import FormatError
from .frames import Frame, frame
from .models import MODELS, register
from .model import Model
from .places import Bounds, Place, Scene, Window

__version__ = "0.1.0.dev0"

__all__ = [
    "MODELS",
    "Archive",
    "Bounds",
    "Codec",
    "FormatError",
    "Frame",
    "Model",
    "Place",
    "Scene",
    "Window",
    "__version__",
    "frame",
    "register",
]
