/** NetCDF-4 files, which are HDF5 files, in the terms of NetCDF-3. */
package org.nec4j.hdf5;
