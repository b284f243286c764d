package org.nec4j.codec.grid;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.Sha256;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.codec.tensor.DType;
import org.nec4j.codec.tensor.Half;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.codec.tensor.SafeTensorsWriter;

/**
 * What decodes gridded fields: codebooks and the transposed convolutions of the autoencoder (Le and Tao, arXiv 2307.04216), or two levels of blocks of
 * values, in float16, and what standardized the fields. It computes in float32, every sum in a fixed order, so that every machine gets the same bits.
 *
 * <p>In bytes it is a safetensors file: {@value #KEY} among its strings holds sizes and standardizers, as JSON.
 */
public final class GridModel {
    /** The string that tells such a file. */
    public static final String KEY = "nec4j_grid";

    /** A model by the autoencoder's decoder. */
    public static final String NETWORK = "network";

    /** A model by blocks of values. */
    public static final String BLOCKS = "blocks";

    private static final int MOST = 1024;

    private final Map<String, float[]> tensors;
    private final JsonObject said;
    private final byte[] bytes;
    private final Map<String, long[]> shapes;
    private final int codes;
    private final int blocks;
    private final MapDecoder decoder;

    private GridModel(SafeTensors file, String source) {
        if (!file.metadata().containsKey(KEY)) {
            throw new UserException(
                    source + ": is no codec for gridded fields; name one that nec4j export made of such a run");
        }
        said = JsonObject.parse(file.metadata().get(KEY), source + ", " + KEY);
        codes = size("codes", 2, 1 << 16, source);
        blocks = size("blocks", 1, 6, source);
        boolean isNetwork = said.text("kind").equals(NETWORK);
        if (!isNetwork && !said.text("kind").equals(BLOCKS)) {
            throw new UserException(
                    source + ": is a codec of kind " + said.text("kind") + ", which this version does not know");
        }
        int pre = isNetwork ? size("pre", 1, MOST, source) : 1;
        int width = isNetwork ? size("width", 1, MOST, source) : 1;
        int dim = isNetwork ? size("dim", 1, MOST, source) : 1;
        shapes = isNetwork ? GridDecoder.shapes(pre, width, dim, codes, blocks) : BlockDecoder.shapes(codes, blocks);
        tensors = new TreeMap<>();
        shapes.forEach((name, shape) -> {
            if (!file.contains(name) || !Arrays.equals(file.shape(name), shape)) {
                throw new UserException(source + ": has no tensor " + name + " of " + Arrays.toString(shape)
                        + " numbers, which its sizes ask for; export it again");
            }
            float[] values = file.floats(name);
            for (float value : values) {
                if (!Float.isFinite(value)) {
                    throw new UserException(
                            source + ": tensor " + name + " holds a number that is none; export it again");
                }
            }
            tensors.put(name, values);
        });
        usage("fine", source);
        usage("coarse", source);
        standardizers(source);
        decoder = isNetwork ? new GridDecoder(tensors, pre, width, dim, blocks) : new BlockDecoder(tensors, blocks);
        bytes = written();
    }

    private int size(String key, int least, int most, String source) {
        int size = said.integer(key);
        if (size < least || size > most) {
            throw new UserException(
                    source + ": says that " + key + " is " + size + ", which lies outside " + least + " to " + most);
        }
        return size;
    }

    /** The codec in a file. */
    public static GridModel open(Path file) {
        try (SafeTensors tensors = SafeTensors.open(file)) {
            return new GridModel(tensors, file.toString());
        }
    }

    /** The codec in bytes, called by that name in errors. */
    public static GridModel of(byte[] bytes, String source) {
        try (SafeTensors tensors = SafeTensors.of(bytes, source)) {
            return new GridModel(tensors, source);
        }
    }

    /** Whether a safetensors file with these strings is one, as far as they tell. */
    public static boolean isOne(Map<String, String> metadata) {
        return metadata.containsKey(KEY);
    }

    /** What standardized a variable at a level: value = standardized * scale + mean. */
    public record Standard(String variable, int level, double mean, double scale) {}

    private List<Standard> standardizers(String source) {
        List<Standard> all = new ArrayList<>();
        if (!(said.asMap().get("standardizers") instanceof List<?> list)) {
            throw new UserException(source + ": has no list of standardizers; export it again");
        }
        for (Object one : list) {
            if (!(one instanceof Map<?, ?> map)) {
                throw new UserException(source + ": has a standardizer that is none; export it again");
            }
            JsonObject json = JsonObject.of(text(map));
            Standard standard = new Standard(
                    json.text("variable"), json.integer("level"), json.number("mean"), json.number("scale"));
            if (!Double.isFinite(standard.mean()) || !(standard.scale() > 0) || Double.isInfinite(standard.scale())) {
                throw new UserException(source + ": standardizes " + standard.variable() + " by " + standard.scale()
                        + "; export it again");
            }
            all.add(standard);
        }
        return all;
    }

    private static Map<String, Object> text(Map<?, ?> map) {
        Map<String, Object> text = new LinkedHashMap<>();
        map.forEach((key, value) -> text.put(String.valueOf(key), value));
        return text;
    }

    /** What standardized a variable at a level; throws UserException where the codec was not trained on it. */
    public Standard standard(String variable, int level) {
        List<Standard> all = standardizers("a codec");
        return all.stream()
                .filter(one -> one.variable().equals(variable) && one.level() == level)
                .findFirst()
                .orElseThrow(() -> new UserException("the codec knows no level " + level + " of variable " + variable
                        + "; it was trained on "
                        + String.join(
                                ", ",
                                all.stream()
                                        .map(one -> one.variable() + " level " + one.level())
                                        .limit(20)
                                        .toList())));
    }

    /** The variables that it was trained on. */
    public List<String> variables() {
        return standardizers("a codec").stream()
                .map(Standard::variable)
                .distinct()
                .toList();
    }

    /** What the file says of itself. */
    public JsonObject said() {
        return said;
    }

    /** K. */
    public int codes() {
        return codes;
    }

    /** Heights and widths of what is coded are multiples of this: cells that one code of the coarser level stands for, along an axis. */
    public int multiple() {
        return 1 << (blocks + 1);
    }

    int[] fineUsage() {
        return usage("fine", "a codec");
    }

    int[] coarseUsage() {
        return usage("coarse", "a codec");
    }

    private int[] usage(String level, String source) {
        List<Double> counts = said.numbers("usage_" + level);
        if (counts.size() != codes || counts.stream().anyMatch(n -> !(n >= 0 && n <= 1 << 24))) {
            throw new UserException(source + ": has no counts of its " + codes + " codes; export it again");
        }
        return counts.stream().mapToInt(Double::intValue).toArray();
    }

    /** What decoding needs, as the bytes that an archive holds. */
    public byte[] bytes() {
        return bytes.clone();
    }

    private byte[] written() {
        SafeTensorsWriter writer = new SafeTensorsWriter().metadata(KEY, said.toString());
        shapes.forEach((name, shape) -> writer.bytes(name, DType.F16, shape, halves(tensors.get(name))));
        return writer.toBytes();
    }

    /** Numbers as float16, lowest byte first. */
    public static byte[] halves(float[] values) {
        byte[] halves = new byte[2 * values.length];
        for (int i = 0; i < values.length; i++) {
            short half = Half.of(values[i]);
            halves[2 * i] = (byte) half;
            halves[2 * i + 1] = (byte) (half >> 8);
        }
        return halves;
    }

    /** The names of the tensors that decoding needs. */
    public List<String> decoding() {
        return List.copyOf(shapes.keySet());
    }

    /** SHA-256 of {@link #bytes}. */
    public String digest() {
        return Sha256.of(bytes);
    }

    /** From codes to a standardized map. */
    interface MapDecoder {
        float[] decode(Codes map, int height, int width);
    }

    /** A standardized map [height, width] from its codes; both are multiples of {@link #multiple}. */
    public float[] decode(Codes map, int height, int mapWidth) {
        return decoder.decode(map, height, mapWidth);
    }
}
