package org.nec4j.info;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nec4j.codec.grid.GridArchive;
import org.nec4j.codec.grid.GridModel;
import org.nec4j.codec.grid.GridVariable;

/** What belongs to gridded fields: archives and codecs. */
final class GridInfo {
    private GridInfo() {}

    static Facts archive(Path file) {
        try (GridArchive archive = GridArchive.open(file)) {
            archive.verify();
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("bytes", archive.bytes());
            for (GridVariable variable : archive.variables()) {
                facts.put(
                        "variable_" + variable.name(),
                        counted(variable.times(), "time") + ", " + counted(variable.levels(), "level") + ", "
                                + variable.height() + " x "
                                + variable.width()
                                + (variable.tolerance() > 0
                                        ? ", every value within " + variable.tolerance()
                                        : ", without a bound"));
            }
            long raw =
                    archive.variables().stream().mapToLong(GridVariable::bytes).sum();
            facts.put("fields_bytes", raw);
            facts.put("streams_bytes", archive.fieldBytes());
            facts.put("ratio", Math.round(10.0 * raw / Math.max(1, archive.fieldBytes())) / 10.0);
            facts.put("model_bytes", (long) archive.modelBytes());
            facts.put("verified", "its digest matches");
            facts.put("codec_digest", archive.codec());
            facts.put("decoded_by", "nec4j decode -o FOLDER " + file + (archive.modelBytes() > 0 ? "" : " -c CODEC"));
            return new Facts(file, "an archive of gridded fields", facts);
        }
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    static Facts codec(Path file) {
        GridModel model = GridModel.open(file);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("bytes", Sizes.of(file));
        facts.put("kind", model.said().text("kind"));
        facts.put("variables", model.variables());
        facts.put("codes", (long) model.codes());
        facts.put("cells_a_coarse_code", (long) model.multiple() * model.multiple());
        facts.put("model_bytes", (long) model.bytes().length);
        facts.put("codec_digest", model.digest());
        facts.put("used_by", "nec4j encode -c " + file + " -o FOLDER FILE.nc");
        return new Facts(file, "a codec for gridded fields", facts);
    }
}
