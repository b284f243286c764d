package org.nec4j.codec.grid;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;
import java.util.zip.CRC32C;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.nec4j.codec.io.Bytes;
import org.nec4j.codec.io.Json;
import org.nec4j.codec.io.Sha256;

/** Makes an archive of gridded fields; {@link GridArchive} says in which bytes. */
public final class GridArchiveWriter {
    private final GridModel model;
    private final int group;
    private final List<GridVariable> variables = new ArrayList<>();
    private final List<Map<String, Object>> said = new ArrayList<>();
    private final List<byte[]> chunks = new ArrayList<>();
    private final boolean embedded;

    /**
     * An archive without variables.
     *
     * @param embedded  whether it holds the model; else whoever reads it needs the codec's file
     * @param container what belongs to the file that the fields came from: its reader's business
     * @param group     times whose codes lean on one another: a map costs the codes of those before it in its group
     */
    public GridArchiveWriter(GridModel model, boolean embedded, byte[] container, int group) {
        if (group < 1) {
            throw new IllegalArgumentException("a group of " + group + " times");
        }
        this.model = model;
        this.embedded = embedded;
        this.group = group;
        chunks.add(deflated(container));
        chunks.add(embedded ? model.bytes() : new byte[0]);
    }

    /** Gives the codes of maps. */
    @FunctionalInterface
    public interface Coder {
        /** The codes of the map at a time and level. */
        Codes of(int time, int level);
    }

    /**
     * Adds a variable, every value of it held to its tolerance.
     *
     * @param stored all numbers as they are stored, [times, levels, height, width]
     * @param absent whether a stored number stands for none
     * @param coder  chooses codes
     */
    public void add(GridVariable variable, double[] stored, DoublePredicate absent, Coder coder) {
        int cells = variable.cells();
        boolean[] first = missing(stored, 0, cells, absent);
        boolean ownMasks = false;
        for (int frame = 1; frame < variable.times() * variable.levels(); frame++) {
            ownMasks |= !Arrays.equals(first, missing(stored, frame, cells, absent));
        }
        Map<String, Object> json = variable.toJson();
        json.put("masks", ownMasks ? "own" : "one");
        said.add(json);
        variables.add(variable);
        chunks.add(ownMasks ? new byte[0] : MapMask.write(first, variable.width()));
        FrameCoder frames = new FrameCoder(variable, ownMasks);
        Base base = new Base(model, variable);
        byte[][] coded = new byte[variable.times() * variable.levels()][];
        for (int level = 0; level < variable.levels(); level++) {
            for (int from = 0; from < variable.times(); from += group) {
                BitCoder bits = BitCoder.writing();
                CodeMaps maps = new CodeMaps(model, base.height(), base.width(), bits);
                for (int time = from; time < Math.min(variable.times(), from + group); time++) {
                    int frame = time * variable.levels() + level;
                    Codes codes = maps.next(coder.of(time, level));
                    coded[frame] = frames.write(
                            Arrays.copyOfRange(stored, frame * cells, (frame + 1) * cells),
                            base.of(codes, level),
                            missing(stored, frame, cells, absent),
                            absent);
                }
                chunks.add(bits.finish());
            }
        }
        chunks.addAll(Arrays.asList(coded));
    }

    private static boolean[] missing(double[] stored, int frame, int cells, DoublePredicate absent) {
        boolean[] missing = new boolean[cells];
        for (int i = 0; i < cells; i++) {
            missing[i] = absent.test(stored[frame * cells + i]);
        }
        return missing;
    }

    /** Bytes of the archive that are not of its fields: the model, where it is embedded, and what belongs to the file that they came from. */
    public long otherBytes() {
        return written(chunks.get(0).length) + written(chunks.get(1).length);
    }

    /** Bytes of a chunk of this length with its checksum. */
    static long written(int length) {
        return length == 0 ? 0 : (long) length + Integer.BYTES;
    }

    /** The archive. */
    public byte[] toBytes() {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("model", model.digest());
        header.put("embedded", embedded);
        header.put("group", group);
        header.put("variables", said);
        byte[] json = deflated(Json.write(header).getBytes(StandardCharsets.UTF_8));
        Bytes all = new Bytes()
                .put(GridArchive.MAGIC.getBytes(StandardCharsets.US_ASCII))
                .putByte(GridArchive.VERSION)
                .putVarint(json.length)
                .put(json)
                .putVarint(chunks.size());
        chunks.forEach(chunk -> all.putVarint(chunk.length));
        all.putInt(crc(all.toArray()));
        for (byte[] chunk : chunks) {
            if (chunk.length > 0) {
                all.put(chunk).putInt(crc(chunk));
            }
        }
        MessageDigest sha = Sha256.begin();
        sha.update(all.toArray());
        return all.put(sha.digest()).toArray();
    }

    static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private static byte[] deflated(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try (DeflaterOutputStream stream = new DeflaterOutputStream(out, deflater)) {
            stream.write(bytes);
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e); // no file is involved
        } finally {
            deflater.end();
        }
        return out.toByteArray();
    }
}
