"""Writes small files as people bring them, and what rasterio, tifffile, NumPy and Pillow read from them: run it in this folder.

bands.csv: width, height, bands, missing samples and SHA-256 of the float32 samples [C, H, W], the no-data value and NaN as one NaN.
NAME.rgb: what Image.open(NAME).convert("RGB") gives.
"""

import hashlib
import struct
import warnings
import zlib
from pathlib import Path

import numpy as np
import rasterio
import tifffile
from PIL import Image

warnings.filterwarnings("ignore")
rng = np.random.default_rng(14)
lines = ["path,width,height,bands,missing,sha256"]


def described(name, values, nodata=None):
    values = values.astype("<f4")
    if nodata is not None:
        values = np.where(values == np.float32(nodata), np.float32("nan"), values)
    missing = int(np.isnan(values).sum())
    values[np.isnan(values)] = np.frombuffer(bytes([0, 0, 0xC0, 0x7F]), "<f4")[0]
    c, h, w = values.shape
    digest = hashlib.sha256(np.ascontiguousarray(values).tobytes()).hexdigest()
    lines.append(f"{name},{w},{h},{c},{missing},{digest}")


def by_rasterio(name):
    with rasterio.open(name) as file:
        described(name, file.read(), file.nodata)


def png(name, bands, dtype):
    top = np.iinfo(dtype).max
    values = rng.integers(0, top, (bands, 13, 17), endpoint=True).astype(dtype)
    with rasterio.open(name, "w", driver="PNG", width=17, height=13, count=bands, dtype=dtype) as file:
        file.write(values)
    Path(name + ".aux.xml").unlink(missing_ok=True)
    by_rasterio(name)


for bands, kind in ((1, "grey"), (2, "grey-alpha"), (3, "rgb"), (4, "rgba")):
    png(f"{kind}16.png", bands, np.uint16)
    png(f"{kind}8.png", bands, np.uint8)
palette = Image.fromarray(rng.integers(0, 7, (13, 17)).astype(np.uint8), "P")
palette.putpalette(rng.integers(0, 256, 21).astype(np.uint8).tobytes())
palette.save("palette8.png")
by_rasterio("palette8.png")
Image.fromarray(rng.integers(0, 256, (13, 17)).astype(np.uint8)).save("grey.jpg", quality=90)
by_rasterio("grey.jpg")

# No-data values as GDAL's tag has them; the same word stands in the samples where C would read it as that number.
field = rng.normal(0, 100, (12, 11, 2)).astype(np.float32)
for name, word, value in (
    ("inf", "inf", np.inf),
    ("minus-inf", "-inf", -np.inf),
    ("nan", "nan", np.nan),
    ("minus-nan", "-nan", np.nan),
    ("ind", "-1.#IND", np.nan),
    ("qnan", "1.#QNAN", np.nan),
    ("windows-inf", "-1.#INF", -np.inf),
    ("plain", "-9999", -9999),
    ("float-max", "-3.4028234663852886e+38", -3.4028234663852886e38),
):
    values = field.copy()
    values[3:5, 2:9, 0] = value
    file = f"nodata-{name}.tif"
    tifffile.imwrite(
        file, values, photometric="minisblack", planarconfig="contig", extratags=[(42113, "s", 0, word, True)]
    )
    described(file, values.transpose(2, 0, 1), value)
    with rasterio.open(file) as read:
        # GDAL 3 takes "-nan", which C libraries write for NaN, for 0.
        assert read.nodata == value or np.isnan(read.nodata) and np.isnan(value) or word == "-nan", (name, read.nodata)

# Bands as pages, and what is no band beside them.
cube = rng.integers(0, 60000, (5, 12, 14)).astype(np.uint16)
tifffile.imwrite("pages.tif", cube)
described("pages.tif", tifffile.imread("pages.tif"))
tifffile.imwrite("pages-rows-first.tif", cube.transpose(1, 2, 0).copy())
described("pages-rows-first.tif", tifffile.imread("pages-rows-first.tif").transpose(2, 0, 1))
tifffile.imwrite("imagej.tif", cube, imagej=True)
described("imagej.tif", tifffile.imread("imagej.tif"))
with tifffile.TiffWriter("overview.tif") as writer:
    writer.write(cube.transpose(1, 2, 0), photometric="minisblack", planarconfig="contig")
    writer.write(cube.transpose(1, 2, 0)[::2, ::2], photometric="minisblack", planarconfig="contig", subfiletype=1)
by_rasterio("overview.tif")
with tifffile.TiffWriter("two-sizes.tif") as writer:
    writer.write(cube[0])
    writer.write(cube[1, ::2, ::2])
tifffile.imwrite("rgb-pages.tif", rng.integers(0, 255, (3, 9, 8, 3)).astype(np.uint8), photometric="rgb")
tifffile.imwrite("ambiguous-pages.tif", np.zeros((20, 16, 18), np.uint8))
tifffile.imwrite("cut.tif", cube, truncate=True)

# Arrays.
cube = rng.integers(0, 255, (20, 8, 8)).astype(np.uint8)
np.save("bands-first.npy", cube)
described("bands-first.npy", cube)
np.save("bands-last.npy", cube.transpose(1, 2, 0).copy())
described("bands-last.npy", cube)
cube = rng.normal(0, 1, (3, 7, 9)).astype(">f4")
np.save("rgb-first.npy", cube)
described("rgb-first.npy", cube)
np.save("rgb-last.npy", cube.transpose(1, 2, 0).copy())
described("rgb-last.npy", cube)
np.save("flat.npy", cube[0])
described("flat.npy", cube[:1])
np.save("ambiguous.npy", np.zeros((20, 16, 18), np.uint8))
Path("bands.csv").write_text("\n".join(lines) + "\n")

# Pictures that Pillow turns upright, and colours multiplied by alpha.
photo = rng.integers(0, 256, (5, 8, 3)).astype(np.uint8)
for orientation in range(1, 9):
    tifffile.imwrite(
        f"turned{orientation}.tif",
        photo,
        photometric="rgb",
        compression="lzw",
        extratags=[(274, "H", 1, orientation, True)],
    )
premultiplied = rng.integers(0, 256, (5, 8, 4)).astype(np.uint8)
tifffile.imwrite("premultiplied.tif", premultiplied, photometric="rgb", extrasamples=["assocalpha"])
tifffile.imwrite("straight-alpha.tif", premultiplied, photometric="rgb", extrasamples=["unassalpha"])
for name in [f"turned{o}.tif" for o in range(1, 9)] + ["premultiplied.tif", "straight-alpha.tif"]:
    Path(name + ".rgb").write_bytes(np.asarray(Image.open(name).convert("RGB")).tobytes())

# Masks: what rasterio reads, as text.
classes = rng.integers(0, 3, (6, 7))
masks = ["path,values"]
for name, values, options in (
    ("mask-nodata-0.tif", classes.astype(np.uint8), dict(nodata=0)),
    ("mask-nodata-255.tif", np.where(classes == 2, 255, classes).astype(np.uint8), dict(nodata=255)),
    ("mask-minus-one.tif", (classes - 1).astype(np.int16), dict(nodata=-1)),
    ("mask-thousands.tif", (classes + 1000).astype(np.uint16), dict()),
    ("mask16.png", (classes + 1000).astype(np.uint16), dict()),
):
    driver = "PNG" if name.endswith("png") else "GTiff"
    with rasterio.open(name, "w", driver=driver, width=7, height=6, count=1, dtype=values.dtype, **options) as file:
        file.write(values, 1)
    Path(name + ".aux.xml").unlink(missing_ok=True)
    with rasterio.open(name) as file:
        masks.append(name + "," + " ".join(map(str, file.read(1).ravel())))
# One that is refused, so that it is not among the values.
tifffile.imwrite("mask-least-int32.tif", np.array([[0, -(2**31)], [1, 0]], np.int32))


def grey_png(name, values, bits):
    """A grey PNG of few bits a sample in which one value is called transparent (tRNS)."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b""
    for row in values:
        digits = "".join(format(v, f"0{bits}b") for v in row)
        rows += b"\0" + bytes(int(digits[i : i + 8].ljust(8, "0"), 2) for i in range(0, len(digits), 8))
    header = struct.pack(">IIBBBBB", values.shape[1], values.shape[0], bits, 0, 0, 0, 0)
    chunks = chunk(b"IHDR", header) + chunk(b"tRNS", struct.pack(">H", 1)) + chunk(b"IDAT", zlib.compress(rows))
    Path(name).write_bytes(b"\x89PNG\r\n\x1a\n" + chunks + chunk(b"IEND", b""))


for bits in (1, 2, 4):
    grey_png(f"mask-transparent{bits}.png", np.minimum(classes, 2**bits - 1), bits)
    with rasterio.open(f"mask-transparent{bits}.png") as file:
        masks.append(f"mask-transparent{bits}.png," + " ".join(map(str, file.read(1).ravel())))
np.save("mask-bool.npy", classes > 0)
masks.append("mask-bool.npy," + " ".join(str(int(v)) for v in (classes > 0).ravel()))
Path("masks.csv").write_text("\n".join(masks) + "\n")
