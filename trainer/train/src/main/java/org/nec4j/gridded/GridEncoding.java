package org.nec4j.gridded;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.grid.CellType;
import org.nec4j.codec.grid.GridArchive;
import org.nec4j.codec.grid.GridArchiveWriter;
import org.nec4j.codec.grid.GridModel;
import org.nec4j.codec.grid.GridVariable;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.codec.io.ByteReader;
import org.nec4j.codec.io.Bytes;
import org.nec4j.config.GridExperiment;
import org.nec4j.config.GridExperiment.Bound;
import org.nec4j.netcdf.NetcdfFile;
import org.nec4j.netcdf.NetcdfHeader;
import org.nec4j.netcdf.NetcdfSource;
import org.nec4j.netcdf.NetcdfType;
import org.nec4j.netcdf.NetcdfVariable;
import org.nec4j.netcdf.NetcdfWriter;
import org.nec4j.progress.Console;

/** The verbs {@code encode} and {@code decode} for gridded fields: a NetCDF file to an archive and back. */
public final class GridEncoding {
    /** Times whose codes lean on one another. */
    static final int GROUP = 12;

    private GridEncoding() {}

    /**
     * What an archive came to.
     *
     * @param raw     bytes of the coded variables as they were stored
     * @param streams bytes of the archive but for the model and for the file's other variables: masks, codes, residuals, exceptions, header, checksums
     * @param model   bytes of the model, whether or not it is in the archive
     * @param archive bytes of the file
     * @param leftOut variables of the file that no archive holds
     */
    public record Written(long raw, long streams, long model, long archive, List<String> leftOut) {
        public Written {
            leftOut = List.copyOf(leftOut);
        }

        /** The ratio of the streams alone. */
        public double ratio() {
            return (double) raw / streams;
        }

        /** The ratio with the model counted. */
        public double ratioWithModel() {
            return (double) raw / (streams + model);
        }

        /** Bytes of fields from which on half the streams' ratio is reached, the model counted: the model then is as large as the streams. */
        public double breakEven() {
            return ratio() * model;
        }

        /** The ratios without and with the model, for people. */
        public String ratios() {
            return String.format(
                    Locale.ROOT,
                    "%.1f:1, with the model's %d bytes %.1f:1; half of %.1f:1 from %.1f MB of fields on",
                    ratio(),
                    model,
                    ratioWithModel(),
                    ratio(),
                    breakEven() / 1e6);
        }
    }

    /**
     * Encodes a file.
     *
     * @param bound    what every value is held to; else the codec's own
     * @param embedded whether the archive holds the model
     * @param console  hears what is doubtful in the file
     */
    public static Written encode(
            GridCodec codec, Path input, Path output, Optional<Bound> bound, boolean embedded, Console console) {
        try (NetcdfSource file = GriddedFiles.open(input)) {
            List<Field> fields = new ArrayList<>();
            for (String name : codec.model().variables()) {
                if (file.header().variables().stream()
                        .anyMatch(one -> one.name().equals(name))) {
                    fields.add(Field.of(input, file, name, console));
                }
            }
            if (fields.isEmpty()) {
                throw new UserException(input + ": has none of the variables that the codec knows, "
                        + String.join(", ", codec.model().variables()) + "; name another file or codec");
            }
            GridArchiveWriter writer = new GridArchiveWriter(codec.model(), embedded, container(file, fields), GROUP);
            long raw = 0;
            for (Field field : fields) {
                raw += add(writer, codec, field, bound.orElse(codec.bound()));
            }
            byte[] archive = writer.toBytes();
            AtomicFile.write(output, archive);
            return new Written(
                    raw,
                    archive.length - writer.otherBytes(),
                    codec.model().bytes().length,
                    archive.length,
                    file.leftOut());
        }
    }

    /** Adds a field; its bytes as they were stored. */
    static long add(GridArchiveWriter writer, GridCodec codec, Field field, Bound bound) {
        try {
            GridVariable variable = variable(field, bound);
            writer.add(variable, field.stored(), field.packing()::isMissing, (time, level) -> codec.chooser()
                    .of(Padded.of(
                            field,
                            standardizer(codec.model(), field, level),
                            time,
                            level,
                            codec.fill(),
                            codec.wraps(),
                            codec.model().multiple())));
            return variable.bytes();
        } catch (UserException e) {
            throw new UserException(field.source() + ": " + e.getMessage(), e);
        }
    }

    private static Standardizer standardizer(GridModel model, Field field, int level) {
        GridModel.Standard standard = model.standard(field.name(), level);
        return new Standardizer(field.name(), level, standard.mean(), standard.scale());
    }

    private static GridVariable variable(Field field, Bound bound) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        double missing = 0;
        boolean found = false;
        for (double stored : field.stored()) {
            if (field.packing().isMissing(stored)) {
                missing = found ? missing : stored;
                found = true;
            } else {
                double value =
                        stored * field.packing().scale() + field.packing().offset();
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
        }
        double range = most > least ? most - least : 0;
        double tolerance =
                switch (bound.mode()) {
                    case NONE -> 0;
                    case ABS -> bound.tolerance();
                    // A field without a range is held to the smallest difference that is one.
                    case REL -> range > 0 ? bound.tolerance() * range : Double.MIN_NORMAL;
                };
        return new GridVariable(
                field.name(),
                field.times(),
                field.levels(),
                field.height(),
                field.width(),
                type(field.packing().type()),
                field.packing().scale(),
                field.packing().offset(),
                missing,
                tolerance);
    }

    private static CellType type(NetcdfType type) {
        return switch (type) {
            case BYTE -> CellType.INT8;
            case UBYTE -> CellType.UINT8;
            case SHORT -> CellType.INT16;
            case USHORT -> CellType.UINT16;
            case INT -> CellType.INT32;
            case UINT -> CellType.UINT32;
            case FLOAT -> CellType.FLOAT32;
            case DOUBLE -> CellType.FLOAT64;
            case CHAR, INT64, UINT64 -> throw new IllegalArgumentException(type + " is no type of gridded fields");
        };
    }

    /** The file's size and header, then the numbers of the variables that are not coded. */
    private static byte[] container(NetcdfSource file, List<Field> coded) {
        byte[] header = file.headerBytes();
        Bytes start =
                new Bytes().putVarint(file.size()).putVarint(header.length).put(header);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(start.toArray());
        for (NetcdfVariable variable : file.header().variables()) {
            if (coded.stream().noneMatch(field -> field.name().equals(variable.name()))) {
                byte[] numbers = file.bytes(variable);
                all.writeBytes(new Bytes().putVarint(numbers.length).toArray());
                all.writeBytes(numbers);
            }
        }
        return all.toByteArray();
    }

    /** Decodes an archive to the NetCDF file that it came from, its numbers within their tolerances. */
    public static void decode(Path input, Path output, Optional<GridModel> codec) {
        try (GridArchive archive = GridArchive.open(input, codec)) {
            archive.verify();
            ByteReader in = new ByteReader(archive.container());
            NetcdfHeader header;
            java.util.Map<String, byte[]> others = new java.util.HashMap<>();
            try {
                long size = in.takeVarint(Long.MAX_VALUE >>> 8, "size of the file");
                byte[] bytes = in.take(in.takeVarint(in.remaining(), "length of the file's header"));
                header = NetcdfFile.header(bytes, size, "the file's header");
                List<String> coded =
                        archive.variables().stream().map(GridVariable::name).toList();
                for (NetcdfVariable variable : header.variables()) {
                    if (!coded.contains(variable.name())) {
                        others.put(variable.name(), in.take(in.takeVarint(in.remaining(), "length of a variable")));
                    }
                }
            } catch (FormatException e) {
                throw e.in(input);
            }
            requireMaps(input, header, archive);
            NetcdfWriter.write(
                    output,
                    header,
                    variable -> others.containsKey(variable.name())
                            ? others.get(variable.name())
                            : variable.numberType().bytes(archive.stored(variable.name())));
        }
    }

    private static void requireMaps(Path input, NetcdfHeader header, GridArchive archive) {
        for (GridVariable variable : archive.variables()) {
            NetcdfVariable said = header.variables().stream()
                    .filter(one -> one.name().equals(variable.name()))
                    .findFirst()
                    .orElseThrow(() -> new UserException(input + ": codes a variable " + variable.name()
                            + " that its file's header does not know; make it again"));
            long cells = 1;
            for (long axis : header.shape(said)) {
                cells = axis == 0 ? 0 : cells > Long.MAX_VALUE / axis ? Long.MAX_VALUE : cells * axis;
            }
            if (cells != (long) variable.times() * variable.levels() * variable.cells()
                    || type(said.numberType()) != variable.type()) {
                throw new UserException(input + ": its file's header says other axes or numbers of " + variable.name()
                        + " than are coded; make it again");
            }
        }
    }

    /** {@code none}, {@code abs=0.5} or {@code rel=0.01}. */
    public static Bound bound(String text) {
        int equals = text.indexOf('=');
        String mode = equals < 0 ? text : text.substring(0, equals);
        try {
            double tolerance = equals < 0 ? 0 : Double.parseDouble(text.substring(equals + 1));
            boolean isSound = mode.equals("none") ? equals < 0 : tolerance > 0 && Double.isFinite(tolerance);
            if (isSound && (mode.equals("none") || mode.equals("abs") || mode.equals("rel"))) {
                return new Bound(GridExperiment.Mode.valueOf(mode.toUpperCase(java.util.Locale.ROOT)), tolerance);
            }
        } catch (NumberFormatException e) {
            throw unknown(text, e);
        }
        throw unknown(text, null);
    }

    private static UserException unknown(String text, Throwable cause) {
        return new UserException(
                "a bound is none, abs=NUMBER in units of the variable, or rel=NUMBER as a share of its range, both above 0, not "
                        + text,
                cause);
    }
}
