"""Codecs (``.nec``): what turns coded embeddings back into floats."""

from __future__ import annotations

import os
import re
from typing import Any, Callable, Dict, Iterable, Iterator, List, Sequence, Union

from . import strict_json
from .errors import FormatError
from .frames import MAX_TOKENS, UNSAID, Frame, read_frame
from .models import MODELS
from .models.layered import Layered
from .models.packed import Packed
from .model import Floats, Model
from .safetensors import Path, SafeTensors, by_code_units

_FORMAT = "nec4j codec"
_VERSION = "1"

#: Bounds the memory of one embedding to a gigabyte.
_MAX_VALUES = 1 << 28
#: No embedding of so many values at the coder's worst comes near it.
_MAX_STREAM = 1 << 30
#: Values of embeddings that are decoded together.
_VALUES_AT_ONCE = 1 << 23
#: Beyond this, more streams together are no faster.
_STREAMS_AT_ONCE = 1024


class Codec:
    """A trained codec, every part of which has been compared with the digests that the file carries.

    >>> codec = Codec("codec.nec")
    >>> embedding = codec.decode("image.nemb")     # numpy float32 [tokens, dim], token 0 is the class token
    """

    #: SHA-256 of all that decoding depends on, in hexadecimal; a stream carries its first four bytes.
    digest: str
    #: SHA-256 of the whole content, in hexadecimal.
    content_digest: str
    #: What the codec's maker recorded: image size, preprocessing, base checkpoint, provenance.
    settings: Dict[str, Any]
    #: The most tokens that a stream may announce.
    max_tokens: int

    def __init__(self, file: Union[Path, bytes]) -> None:
        """Opens a codec file, or its content. Raises FormatError if it is none, one of a later version, or damaged."""
        with SafeTensors(file) as tensors:
            try:
                self._read(tensors)
            except FormatError as problem:
                text = str(problem)
                raise problem if text.startswith(tensors.source) else FormatError("%s: %s" % (tensors.source, text)) from None

    def _read(self, file: SafeTensors) -> None:
        self.source = file.source
        metadata = file.metadata
        if metadata.get("format") != _FORMAT:
            raise FormatError("is a safetensors file but not a codec")
        if metadata.get("format_version") != _VERSION:
            raise FormatError(
                "is a codec of format version %s, this program reads version %s; use a newer one"
                % (metadata.get("format_version", "none"), _VERSION)
            )
        for key in ("max_tokens", "digest", "content_digest", "settings", "model"):
            if key not in metadata:
                raise FormatError('is a codec without "%s" in its metadata; export it again' % key)
        text = metadata["max_tokens"]
        if not re.fullmatch("[0-9]{1,6}", text) or int(text) > MAX_TOKENS:
            raise FormatError('"max_tokens" is %s where a number up to %d is needed' % (text, MAX_TOKENS))
        self.max_tokens = int(text)
        settings = strict_json.parse(metadata["settings"], file.source + ", settings")
        if not isinstance(settings, dict):
            raise FormatError("its settings are no JSON object")
        self.settings = settings
        name = metadata["model"]
        if name not in MODELS:
            raise FormatError(
                'has a model "%s" that this program does not know; it knows %s: use a newer one, or import what reads that model'
                % (name, ", ".join(sorted(MODELS)))
            )
        model = MODELS[name]
        tensors = model.tensors(list(file.entries))
        for tensor in tensors:
            if tensor not in file.entries:
                raise FormatError('is a codec without its tensor "%s"; export it again' % tensor)
        if file.digest("nec4j codec, decoding", [name + "\n"], tensors) != metadata["digest"]:
            raise FormatError("is damaged, its tables do not match its digest; fetch it again")
        strings = (
            "%s\n%d\n%s" % (key, len(metadata[key].encode("utf-8")), metadata[key])
            for key in by_code_units(metadata)
            if key != "content_digest"
        )
        if file.digest("nec4j codec, content", strings, by_code_units(file.entries)) != metadata["content_digest"]:
            raise FormatError("is damaged, its content does not match its digest; fetch it again")
        self.digest = metadata["digest"]
        self.content_digest = metadata["content_digest"]
        self._prefix = bytes.fromhex(self.digest[:8])
        self._model: Model = model.read(file)

    @property
    def model(self) -> str:
        """The entropy model's name in codec files."""
        return self._model.NAME

    @property
    def dim(self) -> int:
        """Length of a token's vector."""
        return self._model.dim

    def decode(self, stream: Union[bytes, Path]) -> Floats:
        """The embedding of a ``.nemb`` file, or of its bytes: float32 [tokens, dim]."""
        return self._read_stream(stream, lambda frame: self._embeddings([frame])[0])

    def decode_pooled(self, stream: Union[bytes, Path]) -> Floats:
        """The mean of the patch tokens, float32 [dim], that a ``.nemb`` file of a layered codec, or its bytes, begins with."""
        return self._read_stream(stream, lambda frame: self.pooled(frame.payload))

    def decode_pooled_many(self, streams: Iterable[bytes]) -> List[Floats]:
        """As :meth:`decode_pooled`, some five times faster for hundreds of them."""
        return self.pooled_many([self.admitted(read_frame(stream)).payload for stream in streams])

    def _read_stream(self, stream: Union[bytes, Path], decoded: Callable[[Frame], Floats]) -> Floats:
        if isinstance(stream, bytes):
            return decoded(self.admitted(read_frame(stream)))
        try:
            if os.path.getsize(stream) > _MAX_STREAM:
                raise FormatError("is too large for a coded embedding")
            with open(stream, "rb") as file:
                return decoded(self.admitted(read_frame(file.read())))
        except FormatError as problem:
            raise FormatError("%s: %s" % (os.fspath(stream), problem)) from None

    def pooled(self, payload: bytes) -> Floats:
        """As :meth:`decode_pooled`, for a payload or as much of its beginning as the pooled layer depends on."""
        return self._layered().pooled(payload)

    def pooled_many(self, payloads: Sequence[bytes]) -> List[Floats]:
        """As :meth:`pooled`, some five times faster for hundreds of them."""
        return self._layered().pooled_many(payloads)

    def _layered(self) -> Layered:
        if not isinstance(self._model, Layered):
            raise FormatError(
                "%s: is a codec of model %s, whose streams hold no pooled layer; decode them whole and take the mean over the patch"
                " tokens" % (self.source, self.model)
            )
        return self._model

    def decode_many(self, streams: Iterable[bytes]) -> Iterator[Floats]:
        """As :meth:`decode`, one after the other, some seven times faster for a thousand of them."""
        for embedding in self.decode_frames(read_frame(stream) for stream in streams):
            yield embedding

    def decode_frames(self, frames: Iterable[Frame]) -> Iterator[Floats]:
        """As :meth:`decode_many`, for frames that have been checked."""
        waiting: List[Frame] = []
        values = 0
        try:
            for frame in frames:
                waiting.append(frame)
                values += frame.tokens * self.dim
                if values > _VALUES_AT_ONCE or len(waiting) == _STREAMS_AT_ONCE:
                    full, waiting, values = waiting, [], 0
                    yield from self._in_order(full)
        except FormatError:
            # What stands before a frame that is damaged.
            yield from self._in_order(waiting)
            raise
        yield from self._in_order(waiting)

    def admitted(self, frame: Frame) -> Frame:
        """A frame with its number of tokens, if it is one of this codec's; else raises FormatError."""
        if frame.prefix != self._prefix[: len(frame.prefix)]:
            raise FormatError(
                "the stream was written with another codec, of digest %s..., and not with %s, of digest %s..."
                % (frame.prefix.hex(), self.source, self.digest[:8])
            )
        compact = isinstance(self._model, (Layered, Packed))
        if compact != (frame.tokens == UNSAID):
            raise FormatError("a frame of version %d does not belong to a codec of model %s" % (1 if compact else 2, self.model))
        if isinstance(self._model, (Layered, Packed)):
            frame = frame._replace(tokens=self._model.tokens)
        if frame.tokens > self.max_tokens or frame.tokens * self.dim > _MAX_VALUES:
            raise FormatError(
                "%s: codes at most %d tokens, not %d"
                % (self.source, min(self.max_tokens, _MAX_VALUES // max(1, self.dim)), frame.tokens)
            )
        if frame.kind not in self._model.KINDS:
            raise FormatError("a stream of kind %d does not belong to a codec of the model %s" % (frame.kind, self.model))
        return frame

    def _in_order(self, frames: Sequence[Frame]) -> Iterator[Floats]:
        try:
            together = self._embeddings([self.admitted(frame) for frame in frames])
        except FormatError:
            # One by one, so that what stands before a damaged one is given, and it is the one that raises.
            for frame in frames:
                yield self._embeddings([self.admitted(frame)])[0]
        else:
            for embedding in together:
                # A caller who keeps one does not keep the memory of all.
                yield embedding.copy()

    def _embeddings(self, frames: Sequence[Frame]) -> List[Floats]:
        """Those of one kind and number of tokens together."""
        alike: Dict[Any, List[int]] = {}
        for i, frame in enumerate(frames):
            alike.setdefault((frame.kind, frame.tokens), []).append(i)
        found: Dict[int, Floats] = {}
        for (kind, tokens), places in alike.items():
            embeddings = self._model.decode_many([frames[i].payload for i in places], kind, tokens)
            found.update(zip(places, embeddings))
        return [found[i] for i in range(len(frames))]

    def __repr__(self) -> str:
        return "Codec(%r, %s, dim %d, digest %s)" % (self.source, self.model, self.dim, self.digest[:8])
