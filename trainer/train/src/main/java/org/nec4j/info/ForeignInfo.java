package org.nec4j.info;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.nec4j.codec.io.Printable;
import org.nec4j.export.TableFormat;
import org.nec4j.gridded.GriddedFiles;
import org.nec4j.netcdf.NetcdfSource;
import org.nec4j.netcdf.NetcdfVariable;

/** Files of other programs that nec4j reads: gridded fields, tables of embeddings. */
final class ForeignInfo {
    private ForeignInfo() {}

    /** A file of NetCDF-3, NetCDF-4 or HDF5. */
    static Facts fields(Path file) {
        try (NetcdfSource fields = GriddedFiles.open(file)) {
            Map<String, Object> variables = new LinkedHashMap<>();
            for (NetcdfVariable variable : fields.header().variables()) {
                variables.put(
                        variable.name(),
                        variable.type()
                                + Arrays.stream(fields.header().shape(variable))
                                        .mapToObj(Long::toString)
                                        .collect(Collectors.joining(
                                                " x ", variable.dimensions().isEmpty() ? "" : ", ", "")));
            }
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("bytes", Sizes.of(file));
            facts.put("variables", variables);
            if (!fields.leftOut().isEmpty()) {
                facts.put(
                        "not_read", fields.leftOut().stream().map(Printable::of).toList());
            }
            facts.put("verified", "its header alone; it carries no checksum");
            facts.put("read_by", "nec4j fit, train, eval and encode, by an experiment with objective.kind = vq-grid");
            return new Facts(file, "gridded fields", facts);
        }
    }

    /** A table of Parquet, read to its end. */
    static Facts table(Path file) {
        long[] counts = new long[3];
        TableFormat format = TableFormat.installed();
        format.read(file, row -> {
            counts[0]++;
            counts[1] += row.stream().length;
            counts[2] += row.place().isPresent() ? 1 : 0;
        });
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("bytes", Sizes.of(file));
        facts.put("embeddings", counts[0]);
        facts.put("streams_bytes", counts[1]);
        facts.put("with_places", counts[2]);
        facts.put("codec_digest", format.digest(file).orElse("none, a program dropped it"));
        facts.put("verified", "all of its rows are there; streams carry checksums, which their codec compares");
        facts.put("read_by", "nec4j archive import ARCHIVE " + file + ", nec4j decode -c CODEC -o FOLDER " + file);
        return new Facts(file, "a table of coded embeddings", facts);
    }
}
