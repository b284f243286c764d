package org.nec4j.gridded;

import java.nio.file.Path;
import org.nec4j.hdf5.Hdf5File;
import org.nec4j.netcdf.NetcdfFile;
import org.nec4j.netcdf.NetcdfSource;

/** Files of gridded fields, by what they begin with. */
public final class GriddedFiles {
    private GriddedFiles() {}

    /** Opens a file of NetCDF-3, NetCDF-4 or HDF5. */
    public static NetcdfSource open(Path file) {
        return Hdf5File.isHdf5(file) ? Hdf5File.open(file) : NetcdfFile.open(file);
    }
}
