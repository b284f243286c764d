package org.nec4j.netcdf;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Files and what other programs read out of them; {@code make.py} wrote them. */
final class Fixtures {
    static final List<String> FILES = List.of("classic.nc", "offset.nc", "data.nc", "alone.nc", "scipy.nc");

    private Fixtures() {}

    static byte[] bytes(String name) {
        try (InputStream in = Fixtures.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static NetcdfFile open(String name) {
        return NetcdfFile.of(bytes(name), name);
    }

    /** The cells of a table, without its first line. */
    static List<String[]> rows(String csv) {
        return new String(bytes(csv), StandardCharsets.UTF_8)
                .lines()
                .skip(1)
                .map(line -> line.split(",", -1))
                .toList();
    }
}
