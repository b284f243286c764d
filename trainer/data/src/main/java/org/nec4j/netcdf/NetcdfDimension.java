package org.nec4j.netcdf;

/**
 * An axis.
 *
 * @param name     of it
 * @param length   of it; of the record axis how many records there are
 * @param isRecord whether files grow along it
 */
public record NetcdfDimension(String name, long length, boolean isRecord) {}
