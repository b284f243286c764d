"""Writes numpy's statistics of every band of real multi-band files, as tifffile reads them: run it here with the folder that holds geotiff."""

import sys
from pathlib import Path

import numpy as np
import tifffile

lines = ["file,band,mean,std,min,max,missing"]
for file in sorted(Path(sys.argv[1]).glob("geotiff/*.tif")):
    with tifffile.TiffFile(file) as tif:
        page = tif.pages[0]
        values = page.asarray()
        if np.iscomplexobj(values):
            continue
        values = values[None] if values.ndim == 2 else values if page.planarconfig == 2 else values.transpose(2, 0, 1)
        values = values.astype(np.float64)
        if 42113 in page.tags:
            values[values == float(page.tags[42113].value)] = np.nan
    for c, band in enumerate(values):
        if np.isnan(band).all():
            lines.append(f"{file.name},{c + 1},nan,nan,nan,nan,{band.size}")
            continue
        numbers = [np.nanmean(band), np.nanstd(band), np.nanmin(band), np.nanmax(band)]
        lines.append(f"{file.name},{c + 1},{','.join(repr(float(n)) for n in numbers)},{int(np.isnan(band).sum())}")
Path("statistics.csv").write_text("\n".join(lines) + "\n")
