package org.nec4j.codec.grid;

import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.ByteReader;
import org.nec4j.codec.io.ByteSource;
import org.nec4j.codec.io.Bytes;
import org.nec4j.codec.io.Sha256;
import org.nec4j.codec.json.JsonObject;

/**
 * An open archive of gridded fields ({@code .necg}), for one thread: maps are decoded where they are asked for. Chunks stand in this order, each with a CRC-32C behind
 * it, one of no bytes with nothing.
 *
 * <pre>
 *   "NECG", 1, varint n, header: n bytes of deflated JSON, varint chunks, varint length of each, CRC-32C of all that
 *   container, deflated: whatever belongs to the file that the fields came from
 *   model, where it is embedded
 *   a variable after the other: mask, where one serves all maps; codes, a level's groups of times one after the other; maps, [times, levels]
 *   SHA-256 of all that
 * </pre>
 */
public final class GridArchive implements Closeable {
    static final String MAGIC = "NECG";
    static final int VERSION = 1;

    private static final int DIGEST = 32;
    /** Deflate makes no more than so many bytes of one. */
    private static final int DEFLATES_TO = 1040;

    private static final int MOST_HEADER = 1 << 24;

    private final ByteSource source;
    private final String name;
    private final JsonObject header;
    private final long[] begins;
    private final int[] lengths;
    private final int group;
    private final List<Placed> variables = new ArrayList<>();
    private final Optional<GridModel> given;
    private GridModel model;

    /** A variable and where its chunks lie. */
    private record Placed(GridVariable variable, boolean ownMasks, int first) {}

    private GridArchive(ByteSource source, String name, Optional<GridModel> given) {
        this.source = source;
        this.name = name;
        byte[] start = read(0, (int) Math.min(source.size(), MOST_HEADER));
        ByteReader in = new ByteReader(start);
        if (start.length < MAGIC.length()
                || !new String(in.take(MAGIC.length()), StandardCharsets.ISO_8859_1).equals(MAGIC)) {
            throw new FormatException("is no archive of gridded fields, which begins with " + MAGIC, 0);
        }
        int version = in.takeByte();
        if (version != VERSION) {
            throw new FormatException(
                    "is of version " + version + ", and this program reads " + VERSION, MAGIC.length());
        }
        byte[] json = inflated(in.take(in.takeVarint(in.remaining(), "length of the header")), in.position());
        int chunks = (int) in.takeVarint(in.remaining(), "number of chunks");
        lengths = new int[chunks];
        for (int i = 0; i < chunks; i++) {
            lengths[i] = (int) in.takeVarint(Integer.MAX_VALUE - 8, "length of a chunk");
        }
        int end = in.position();
        if (in.takeInt() != GridArchiveWriter.crc(Arrays.copyOf(start, end))) {
            throw new FormatException("has a damaged header, its checksum is another; fetch it again", end);
        }
        begins = new long[chunks];
        long at = in.position();
        for (int i = 0; i < chunks; i++) {
            begins[i] = at;
            at += lengths[i] == 0 ? 0 : lengths[i] + Integer.BYTES;
        }
        if (at + DIGEST != source.size()) {
            throw new FormatException(
                    "has " + source.size() + " bytes where its header says " + (at + DIGEST) + "; fetch it again",
                    source.size());
        }
        header = JsonObject.parse(new String(json, StandardCharsets.UTF_8), "the header");
        group = header.integer("group");
        if (group < 1) {
            throw new FormatException("says that groups have " + group + " times", 0);
        }
        this.given = given;
        place();
    }

    private void place() {
        if (!(header.asMap().get("variables") instanceof List<?> list)) {
            throw new FormatException("has no list of variables", 0);
        }
        long chunk = 2;
        for (Object one : list) {
            if (!(one instanceof Map<?, ?>)) {
                throw new FormatException("has a variable that is none", 0);
            }
            JsonObject json = JsonObject.of(text((Map<?, ?>) one));
            GridVariable variable = GridVariable.of(json);
            variables.add(new Placed(variable, json.text("masks").equals("own"), (int) chunk));
            chunk += 1 + (long) variable.levels() * groups(variable) + (long) variable.levels() * variable.times();
            if (chunk > lengths.length) {
                break;
            }
        }
        if (chunk != lengths.length) {
            throw new FormatException("has " + lengths.length + " chunks, and its variables need others", 0);
        }
    }

    private static Map<String, Object> text(Map<?, ?> map) {
        Map<String, Object> text = new java.util.LinkedHashMap<>();
        map.forEach((key, value) -> text.put(String.valueOf(key), value));
        return text;
    }

    private int groups(GridVariable variable) {
        return (variable.times() - 1) / group + 1;
    }

    private GridModel model() {
        if (model != null) {
            return model;
        }
        String wanted = header.text("model");
        GridModel found = lengths[1] > 0
                ? GridModel.of(chunk(1), "the model in it")
                : given.orElseThrow(() -> new UserException(
                        "holds no model; name the codec that it was made with, whose digest is " + wanted + ", by -c"));
        if (!found.digest().equals(wanted)) {
            throw new UserException(
                    "was made with another codec, whose digest is " + wanted + "; this one's is " + found.digest());
        }
        model = found;
        return found;
    }

    /** Opens an archive whose maps nobody asks for, or that holds its model. */
    public static GridArchive open(Path file) {
        return open(file, Optional.empty());
    }

    /** Opens an archive; where it holds no model the given codec must be its own. */
    public static GridArchive open(Path file, Optional<GridModel> codec) {
        ByteSource source = ByteSource.of(file);
        try {
            return named(file.toString(), () -> new GridArchive(source, file.toString(), codec));
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    /** An archive in memory, called by that name in errors. */
    public static GridArchive of(byte[] bytes, String name, Optional<GridModel> codec) {
        return named(name, () -> new GridArchive(ByteSource.of(bytes), name, codec));
    }

    private static <T> T named(String name, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (FormatException e) {
            throw e.in(name);
        } catch (UserException e) {
            throw new UserException(name + ": " + e.getMessage(), e);
        }
    }

    /** The variables, in their order. */
    public List<GridVariable> variables() {
        return variables.stream().map(Placed::variable).toList();
    }

    /** What belongs to the file that the fields came from. */
    public byte[] container() {
        return named(name, () -> inflated(chunk(0), begins[0]));
    }

    /** Bytes of the model in it, 0 where it is not. */
    public int modelBytes() {
        return lengths[1];
    }

    /** Bytes of the fields: all but the model and what belongs to the file that they came from. */
    public long fieldBytes() {
        return bytes() - GridArchiveWriter.written(lengths[0]) - GridArchiveWriter.written(lengths[1]);
    }

    /** Bytes of all. */
    public long bytes() {
        return source.size();
    }

    /** Digest of the codec that it was made with. */
    public String codec() {
        return header.text("model");
    }

    /** A map's numbers as they were stored, within the variable's tolerance where it has one; row after row. */
    public double[] stored(String variable, int time, int level) {
        return named(name, () -> {
            Placed placed = placed(variable);
            GridVariable said = placed.variable();
            if (time < 0 || time >= said.times() || level < 0 || level >= said.levels()) {
                throw new UserException("variable " + variable + " has " + said.times() + " times and " + said.levels()
                        + " levels, none at " + time + ", " + level + "; both count from 0");
            }
            return map(placed, codes(placed, time, level), time, level);
        });
    }

    /** A map's values, NaN where one is missing in all maps alike or in this one. */
    public double[] values(String variable, int time, int level) {
        double[] cells = stored(variable, time, level);
        GridVariable said = placed(variable).variable();
        long missing = said.type().bits(said.missing());
        for (int i = 0; i < cells.length; i++) {
            cells[i] = said.type().bits(cells[i]) == missing ? Double.NaN : said.unpacked(cells[i]);
        }
        return cells;
    }

    /** All numbers of a variable as they were stored, [times, levels, height, width]. */
    public double[] stored(String variable) {
        return named(name, () -> {
            Placed placed = placed(variable);
            GridVariable said = placed.variable();
            double[] all = new double[Math.toIntExact((long) said.times() * said.levels() * said.cells())];
            for (int level = 0; level < said.levels(); level++) {
                CodeMaps maps = null;
                for (int time = 0; time < said.times(); time++) {
                    maps = time % group == 0 ? maps(placed, time, level) : maps;
                    double[] cells = map(placed, maps.next(null), time, level);
                    System.arraycopy(cells, 0, all, (time * said.levels() + level) * said.cells(), cells.length);
                }
            }
            return all;
        });
    }

    private Placed placed(String variable) {
        return variables.stream()
                .filter(one -> one.variable().name().equals(variable))
                .findFirst()
                .orElseThrow(() -> new UserException("there is no variable " + variable + "; there are "
                        + String.join(
                                ", ",
                                variables().stream().map(GridVariable::name).toList())));
    }

    private CodeMaps maps(Placed placed, int time, int level) {
        Base base = new Base(model(), placed.variable());
        byte[] stream = chunk(placed.first() + 1 + level * groups(placed.variable()) + time / group);
        return new CodeMaps(model(), base.height(), base.width(), BitCoder.reading(stream));
    }

    private Codes codes(Placed placed, int time, int level) {
        CodeMaps maps = maps(placed, time, level);
        for (int before = time / group * group; before < time; before++) {
            maps.next(null);
        }
        return maps.next(null);
    }

    private double[] map(Placed placed, Codes codes, int time, int level) {
        GridVariable said = placed.variable();
        boolean[] shared =
                placed.ownMasks() ? new boolean[0] : MapMask.read(chunk(placed.first()), said.height(), said.width());
        int frames = placed.first() + 1 + said.levels() * groups(said);
        byte[] coded = chunk(frames + time * said.levels() + level);
        return new FrameCoder(said, placed.ownMasks()).read(coded, new Base(model(), said).of(codes, level), shared);
    }

    private byte[] chunk(int index) {
        if (lengths[index] == 0) {
            return new byte[0];
        }
        byte[] both = read(begins[index], lengths[index] + Integer.BYTES);
        byte[] bytes = Arrays.copyOf(both, lengths[index]);
        if (new ByteReader(both, lengths[index], both.length).takeInt() != GridArchiveWriter.crc(bytes)) {
            throw new FormatException("has a damaged chunk, its checksum is another; fetch it again", begins[index]);
        }
        return bytes;
    }

    private byte[] read(long from, int length) {
        byte[] bytes = new byte[length];
        source.read(from, ByteBuffer.wrap(bytes));
        return bytes;
    }

    /** Throws a FormatException where the file's digest is another: a bit of it has changed. */
    public void verify() {
        named(name, () -> {
            MessageDigest sha = Sha256.begin();
            long end = source.size() - DIGEST;
            for (long at = 0; at < end; at += 1 << 20) {
                sha.update(read(at, (int) Math.min(1 << 20, end - at)));
            }
            if (!Arrays.equals(sha.digest(), read(end, DIGEST))) {
                throw new FormatException("is damaged, its digest is another; fetch it again", end);
            }
            return true;
        });
    }

    private static byte[] inflated(byte[] deflated, long at) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(deflated);
            byte[] part = new byte[1 << 16];
            Bytes all = new Bytes();
            while (!inflater.finished()) {
                int count = inflater.inflate(part);
                if (count == 0 && !inflater.finished()
                        || all.size() > (long) DEFLATES_TO * deflated.length + part.length) {
                    throw new FormatException("has a deflated part that ends too early", at);
                }
                all.put(part, 0, count);
            }
            return all.toArray();
        } catch (DataFormatException e) {
            throw new FormatException("has a deflated part that is none", at);
        } finally {
            inflater.end();
        }
    }

    @Override
    public void close() {
        source.close();
    }
}
