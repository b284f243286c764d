"""The entropy models that this reader knows, one file each. A new one is a subclass of :class:`Model`, registered."""

from __future__ import annotations

from typing import Dict, Type, TypeVar

from ..model import Model
from .factorized import Factorized
from .hyperprior import Hyperprior, MeanScaleHyperprior
from .layered import Layered
from .packed import Packed
from .sensing import Sensing
from .transform import Transform

#: By the name in a codec's metadata.
MODELS: Dict[str, Type[Model]] = {}

_M = TypeVar("_M", bound=Type[Model])


def register(model: _M) -> _M:
    """Makes a model known to :class:`nec4j_reader.Codec`; as a decorator of its class."""
    MODELS[model.NAME] = model
    return model


for _model in (Factorized, Hyperprior, MeanScaleHyperprior, Transform, Layered, Sensing, Packed):
    register(_model)
