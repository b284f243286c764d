/**
 * NetCDF-3 files, classic, with 64-bit offsets and with 64-bit data (CDF-1, CDF-2, CDF-5), by the JDK alone: read at any place, checked before
 * memory is taken, and written back. Knows bytes and numbers, nothing of what is made of them.
 */
package org.nec4j.netcdf;
