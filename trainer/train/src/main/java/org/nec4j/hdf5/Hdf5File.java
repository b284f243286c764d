package org.nec4j.hdf5;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.nec4j.codec.error.UserException;
import org.nec4j.netcdf.NetcdfHeader;
import org.nec4j.netcdf.NetcdfSource;
import org.nec4j.netcdf.NetcdfVariable;
import org.nec4j.netcdf.NetcdfWriter;

/**
 * An open NetCDF-4 or HDF5 file, read by the library jhdf, as a NetCDF-3 file of version 5 would hold it: variables of groups are named
 * {@code group.variable}, a list of texts is one text of a line each, and variables of types that NetCDF-3 lacks (texts of any length,
 * records, enumerations) are left out. Other files that this one links to are not opened.
 */
public final class Hdf5File implements NetcdfSource {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

    /** Deflate makes nothing smaller than by 1,032; twice that, for what was never written. */
    private static final double MOST_COMPRESSED = 2064;

    /** What is read of a file of any size. */
    private static final double ALWAYS = 0x1p24;

    private final Path path;
    private final HdfFile file;
    private final Hdf5Header header;

    private Hdf5File(Path path) {
        this.path = path;
        this.file = named(() -> open(path, Runtime.getRuntime().maxMemory() / 8));
        try {
            this.header = named(() -> Hdf5Header.of(file));
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Opens a file. */
    public static Hdf5File open(Path path) {
        return new Hdf5File(path);
    }

    /** In memory the library takes slices of what is there, out of a file it takes as much memory as a length says, damaged or not. */
    private static HdfFile open(Path path, long mostInMemory) {
        try {
            return Files.size(path) <= mostInMemory ? HdfFile.fromBytes(Files.readAllBytes(path)) : new HdfFile(path);
        } catch (IOException e) {
            throw new UserException(path + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    /** Whether a file begins as HDF5 does; false where it cannot be read. */
    public static boolean isHdf5(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            return Arrays.equals(in.readNBytes(SIGNATURE.length), SIGNATURE);
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public NetcdfHeader header() {
        return header.header();
    }

    /** Variables that NetCDF-3 cannot hold. */
    @Override
    public List<String> leftOut() {
        return header.leftOut();
    }

    @Override
    public byte[] headerBytes() {
        return NetcdfWriter.beginning(header());
    }

    @Override
    public long size() {
        return NetcdfWriter.size(header());
    }

    @Override
    public byte[] bytes(NetcdfVariable variable) {
        Dataset dataset = header.dataset(variable);
        int count = count(variable);
        return named(() -> Hdf5Numbers.bytes(dataset, variable.type(), count));
    }

    /** How many numbers a variable has; checked before the library takes memory for them. */
    private int count(NetcdfVariable variable) {
        double numbers = 1;
        for (long axis : header().shape(variable)) {
            numbers *= axis;
        }
        double needed = numbers * variable.type().bytes();
        String what = String.format(
                Locale.ROOT, "%s: variable %s has %.0f numbers, ", path, Hdf5Header.shown(variable.name()), numbers);
        if (needed > Math.max(ALWAYS, MOST_COMPRESSED * file.size())) {
            throw new UserException(what + "more than a file of " + file.size() + " bytes holds; fetch it again");
        }
        // The library holds numbers twice while it decompresses them, unsigned ones in the next larger type.
        if (needed > Integer.MAX_VALUE - 8 || 4 * needed > Runtime.getRuntime().maxMemory()) {
            throw new UserException(
                    what
                            + "more than can be read with this memory; give Java more (-Xmx in NEC4J_JAVA_OPTS), or cut the file by time");
        }
        return (int) numbers;
    }

    /** The library says in many ways that a file is damaged. */
    private <T> T named(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (UserException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw new UserException(
                    path + ": is no NetCDF-4 file that can be read (" + reason(e)
                            + "); fetch it again, or make NetCDF-3 of it (nccopy -k cdf5)",
                    e);
        }
    }

    /** The innermost cause knows best. */
    private static String reason(Throwable e) {
        Throwable last = e;
        for (int depth = 0; last.getCause() != null && depth < 16; depth++) {
            last = last.getCause();
        }
        return last.getMessage() == null ? last.getClass().getSimpleName() : Hdf5Header.shown(last.getMessage());
    }

    @Override
    public void close() {
        file.close();
    }
}
