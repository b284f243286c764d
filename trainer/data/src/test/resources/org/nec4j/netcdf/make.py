"""Small NetCDF-3 files by netCDF4-python 1.7.5 and SciPy 1.17.1, and what these programs read out of them and of real ones; run beside the files:
python make.py FOLDER_WITH_THE_REAL_FILES"""
import sys
import netCDF4
import numpy as np
from scipy.io import netcdf_file

CLASSIC = ["i1", "S1", "i2", "i4", "f4", "f8"]
WIDE = CLASSIC + ["u1", "u2", "u4", "i8", "u8"]


def small(name, form, types):
    with netCDF4.Dataset(name, "w", format=form) as d:
        d.title = "small fields, \u00fcber"
        d.numbers = np.array([1.5, -2.0, 1e300])
        d.createDimension("time", None)
        d.createDimension("y", 3)
        d.createDimension("x", 5)
        for t in types:
            for dims, shape in ((("time", "y", "x"), (2, 3, 5)), (("x",), (5,)), ((), ())):
                v = d.createVariable(f"{t}_{len(dims)}", t, dims)
                n = int(np.prod(shape))
                if t == "S1":
                    values = np.array([bytes([65 + i % 26]) for i in range(n)], "S1").reshape(shape)
                else:
                    values = ((np.arange(n) * 7 + len(dims)) % 100).astype(t).reshape(shape)
                v[...] = values
                v.units = "K" * (1 + len(dims))
        p = d.createVariable("packed", "i2", ("time", "x"), fill_value=np.int16(-999))
        p.scale_factor = -0.01
        p.add_offset = 20.0
        p.missing_value = np.array([-998, -997], "i2")
        p.set_auto_maskandscale(False)
        p[...] = np.array([[1, -999, 3, -998, 32767], [-997, -32768, 0, 7, -32767]], "i2")
        f = d.createVariable("filled", "f4", ("y",))
        f.missing_value = 1e20  # a double, of floats
        f[...] = np.array([1.25, 1e20, np.nan], "f4")
        d.createVariable("untouched", "f8", ("x",))[1] = 3.0


small("classic.nc", "NETCDF3_CLASSIC", CLASSIC)
small("offset.nc", "NETCDF3_64BIT_OFFSET", CLASSIC)
small("data.nc", "NETCDF3_64BIT_DATA", WIDE)
with netCDF4.Dataset("alone.nc", "w", format="NETCDF3_CLASSIC") as d:  # its records are not padded
    d.createDimension("time", None)
    d.createDimension("x", 3)
    d.createVariable("short", "i2", ("time", "x"))[...] = np.arange(12, dtype="i2").reshape(4, 3)
with netcdf_file("scipy.nc", "w", version=2) as d:
    d.createDimension("time", None)
    d.createDimension("x", 3)
    d.createVariable("byte", "i1", ("time", "x"))[:] = np.arange(6, dtype="i1").reshape(2, 3)
    d.createVariable("double", "f8", ("x",))[:] = [0.1, 0.2, 0.3]


def read(path):
    """By netCDF4, every value, missing ones as nan."""
    with netCDF4.Dataset(path) as d:
        for name, v in d.variables.items():
            if name == "filled":
                continue  # netCDF4 does not take a double for a float's missing value; the reader's own test has it
            if v.dtype == "S1":
                v.set_auto_chartostring(False)
                values = np.frombuffer(np.ma.getdata(v[...]).tobytes(), "u1").astype("f8")
            else:
                values = np.ma.filled(np.ma.asarray(v[...]).astype("f8"), np.nan).ravel()
            yield name, list(v.shape), values


with open("small.csv", "w") as out:
    out.write("file,variable,shape,values\n")
    for file in ("classic.nc", "offset.nc", "data.nc", "alone.nc", "scipy.nc"):
        for name, shape, values in read(file):
            out.write(f"{file},{name},{' '.join(map(str, shape))},{' '.join(repr(float(x)) for x in values)}\n")

with open("real.csv", "w") as out:
    out.write("file,variable,values,missing,least,most,sum\n")
    for file in ("bcsd_obs_1999", "eraint_uvz", "oisst_reduced", "stageiv_precip_xyt", "tos_O1_2001-2002"):
        with netcdf_file(f"{sys.argv[1]}/{file}.nc", mmap=False) as d:
            for name, v in d.variables.items():
                stored = v.data.astype("f8").ravel()
                gone = np.isnan(stored)
                for a in ("_FillValue", "missing_value"):
                    for x in np.atleast_1d(getattr(v, a, np.nan)):
                        gone |= (v.data.ravel() == v.data.dtype.type(x)) if np.isfinite(x) else False
                values = stored[~gone] * float(getattr(v, "scale_factor", 1)) + float(getattr(v, "add_offset", 0))
                out.write(f"{file}.nc,{name},{stored.size},{gone.sum()},{values.min()!r},{values.max()!r},{values.sum()!r}\n".replace("np.float64(", "").replace(")", ""))
