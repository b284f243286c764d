"""Writes what tifffile and numpy read from multi-band files: run it here with the folder that holds geotiff and segmentation-samples."""

import hashlib
import sys
from pathlib import Path

import numpy as np
import tifffile

rng = np.random.default_rng(5)


def described(values, nodata):
    values = np.where(values == nodata, np.nan, values) if nodata is not None and nodata == nodata else values
    values = values.astype("<f4")
    missing = int(np.isnan(values).sum())
    values[np.isnan(values)] = np.frombuffer(bytes([0, 0, 0xC0, 0x7F]), "<f4")[0]
    c, h, w = values.shape
    return f"{w},{h},{c},{missing},{hashlib.sha256(np.ascontiguousarray(values).tobytes()).hexdigest()}"


def bands(page):
    values = page.asarray()
    if values.ndim == 2:
        return values[None]
    return values if page.planarconfig == 2 else values.transpose(2, 0, 1)


def line(path, name):
    with tifffile.TiffFile(path) as tif:
        page = tif.pages[0]
        nodata = float(page.tags[42113].value) if 42113 in page.tags else None
        return name + "," + described(bands(page), nodata)


ramp = np.cumsum(rng.normal(0, 3, (5, 37, 53)), -1) * 40 + 3000
small = {
    "u8-packbits.tif": (ramp[:3] / 40, np.uint8, dict(compression="packbits", planarconfig="contig")),
    "u16-lzw-predictor.tif": (ramp, np.uint16, dict(compression="lzw", predictor=2, planarconfig="contig")),
    "i16-deflate-tiles-planar.tif": (ramp - 3000, np.int16, dict(compression="deflate", predictor=2, tile=(16, 32), planarconfig="separate")),
    "f32-deflate-floating.tif": (ramp / 7, np.float32, dict(compression="deflate", predictor=3, planarconfig="contig")),
    "f32-floating-tiles-big-endian.tif": (ramp / 7, np.float32, dict(compression="lzw", predictor=3, tile=(32, 16), byteorder=">", planarconfig="separate")),
    "f64-big-tiff.tif": (ramp / 7, np.float64, dict(bigtiff=True, planarconfig="contig", rowsperstrip=10)),
    "u32-predictor.tif": (ramp * 1e5, np.uint32, dict(compression="deflate", predictor=2, planarconfig="contig")),
    "i8-strips.tif": (ramp / 40 - 60, np.int8, dict(rowsperstrip=5, planarconfig="separate")),
}
refused = {
    "zstd.tif": dict(compression="zstd"),
    "jpeg2000.tif": dict(compression="jpeg2000"),
    "webp.tif": dict(compression="webp"),
    "lerc.tif": dict(compression="lerc"),
}
lines = ["path,width,height,bands,missing,sha256"]
for name, (values, dtype, options) in small.items():
    values = values.astype(dtype)
    values = values if options["planarconfig"] == "separate" else values.transpose(1, 2, 0)
    tifffile.imwrite(name, values, photometric="minisblack", **options)
    lines.append(line(name, name))
for name, options in refused.items():
    tifffile.imwrite(name, (ramp[:3] / 40).astype(np.uint8).transpose(1, 2, 0), photometric="rgb", **options)
tifffile.imwrite("float16.tif", ramp[0].astype(np.float16))
array = ramp.astype("<f4")
array[1, 3, 4] = np.nan
for name, values in {"chw-f4.npy": array, "hwc-u2.npy": ramp.astype("<u2").transpose(1, 2, 0), "hw-big-i2.npy": ramp[0].astype(">i2"), "chw-f8.npy": ramp}.items():
    np.save(name, np.ascontiguousarray(values))
    values = np.load(name)
    values = values[None] if values.ndim == 2 else values.transpose(2, 0, 1) if values.shape[2] < values.shape[0] else values
    lines.append(name + "," + described(values, None))
np.save("fortran.npy", np.asfortranarray(ramp))
np.save("complex.npy", ramp[0].astype(np.complex64))
Path("small.csv").write_text("\n".join(lines) + "\n")

if len(sys.argv) > 1:
    root = Path(sys.argv[1])
    files = sorted(root.glob("geotiff/*.tif")) + sorted(root.glob("segmentation-samples/zurich_quickbird/*/*.tif"))
    lines = [line(f, str(f.relative_to(root))) for f in files if "complex" not in f.name]
    Path("real.csv").write_text("\n".join(["path,width,height,bands,missing,sha256"] + lines) + "\n")
