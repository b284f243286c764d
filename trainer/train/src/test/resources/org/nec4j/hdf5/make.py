"""The files of Hdf5FileTest: the same fields by the netCDF library as NetCDF-4 and as NetCDF-3 of version 5, and what only HDF5 has by h5py.

    pip install numpy netCDF4 h5py && python make.py
"""
import h5py
import netCDF4
import numpy as np


def fields(name, kind):
    four = kind == "NETCDF4"
    packed = dict(zlib=True, shuffle=True, fletcher32=True, chunksizes=(1, 6, 8)) if four else {}
    with netCDF4.Dataset(name, "w", format=kind) as file:
        random = np.random.default_rng(0)
        file.title = "Two fields, half of one missing"
        file.setncattr("counts", np.array([1, 2], "i4"))
        for axis, length in (("time", None), ("lat", 12), ("lon", 16), ("nv", 2)):
            file.createDimension(axis, length)
        lat = file.createVariable("lat", "f8", ("lat",))
        lat[:] = np.linspace(-55, 55, 12)
        lat.units = "degrees_north"
        file.createVariable("time", "i8", ("time",))[:] = [2**40, 2**40 + 1, 2**40 + 2]
        t2m = file.createVariable("t2m", "i2", ("time", "lat", "lon"), fill_value=-32767, **packed)
        t2m.setncatts({"scale_factor": 0.01, "add_offset": 280.0})
        t2m.set_auto_maskandscale(False)
        t2m[:] = random.integers(-1000, 1000, (3, 12, 16))
        t2m[:, :, 8:] = -32767
        u = file.createVariable("u", "f4", ("time", "lat", "lon"), **({"zlib": True} if four else {}))
        u[:] = random.normal(size=(3, 12, 16))
        file.createVariable("bounds", "u1", ("lat", "nv"))[:] = random.integers(0, 200, (12, 2))
        file.createVariable("wide", "u8", ("nv",))[:] = np.array([1, 2**63 + 5], "u8")
        file.createVariable("unsigned", "u4", ("nv",))[:] = [1, 2**31 + 7]
        file.createVariable("halves", "u2", ("nv",))[:] = [1, 40000]
        file.createVariable("letters", "S1", ("nv",))[:] = [b"a", b"b"]
        file.createVariable("crs", "i4", ()).grid_mapping_name = "latitude_longitude"
        if four:
            file.createVariable("names", str, ("nv",))[:] = np.array(["one", "two"], object)
            file.lines = ["first", "second"]
            group = file.createGroup("PRODUCT")
            group.createVariable("ozone", "f4", ("time", "lat", "lon"))[:] = random.normal(size=(3, 12, 16))


fields("four.nc", "NETCDF4")
fields("three.nc", "NETCDF3_64BIT_DATA")
with netCDF4.Dataset("small.nc", "w") as file:
    file.createDimension("x", 8)
    file.createVariable("v", "i2", ("x",), zlib=True, chunksizes=(4,))[:] = range(8)
with h5py.File("plain.h5", "w", libver=("earliest", "v108")) as file:
    file["a"] = np.arange(6, dtype=">i4").reshape(2, 3)
    file["b"] = np.arange(3, dtype="f8")
    file["flags"] = np.array([True, False])
    file["elsewhere"] = h5py.ExternalLink("other.h5", "/secret")
