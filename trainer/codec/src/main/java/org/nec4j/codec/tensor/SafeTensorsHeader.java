package org.nec4j.codec.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.ByteSource;
import org.nec4j.codec.io.JsonParser;

/**
 * The first part of a safetensors file, read and checked: every tensor lies inside the file, without holes or overlaps.
 *
 * @param entries  where the tensors lie whose types are read
 * @param others   the types of tensors that are not read, by name
 * @param metadata strings beside them
 */
record SafeTensorsHeader(Map<String, Entry> entries, Map<String, String> others, Map<String, String> metadata) {
    /** The limit of the format's reference implementation. */
    static final long MAX_BYTES = 100_000_000;

    /** Where the header's text begins, behind its length. */
    private static final int HEADER = 8;

    /** The format's types beside those of {@link DType}: narrow, unsigned and complex numbers. */
    private static final Pattern OTHER_TYPE = Pattern.compile("[FUIC]\\d{1,3}(_[A-Z0-9]{1,8})?");

    /** Where a tensor lies: {@code offset} from the start of the file. */
    record Entry(DType dtype, long[] shape, long offset, long bytes) {
        long elements() {
            return bytes / dtype.bytes();
        }
    }

    /** Where a tensor lies, whatever it is. */
    private record Extent(String tensor, long offset, long bytes) {}

    /** @param anyType whether tensors of types that are not read may stand in the file */
    static SafeTensorsHeader read(ByteSource source, String name, boolean anyType) {
        if (source.size() < HEADER) {
            throw new FormatException(
                    name + ": " + source.size() + " bytes are too few for a safetensors file", source.size());
        }
        long length = fetch(source, 0, HEADER).getLong();
        if (length < 2 || length > MAX_BYTES || length > source.size() - HEADER) {
            throw new FormatException(
                    name + ": not a safetensors file, or truncated: it announces a header of "
                            + Long.toUnsignedString(length) + " bytes and has " + source.size() + " in all",
                    0);
        }
        if (!(json(utf8(fetch(source, HEADER, (int) length), name), name) instanceof Map<?, ?> members)) {
            throw problem(name + ": the header of a safetensors file must be a JSON object");
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        Map<String, String> others = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        List<Extent> extents = new ArrayList<>();
        for (Map.Entry<?, ?> member : members.entrySet()) {
            String key = (String) member.getKey();
            if (key.equals("__metadata__")) {
                readMetadata(member.getValue(), metadata, name);
            } else if (anyType
                    && member.getValue() instanceof Map<?, ?> fields
                    && fields.get("dtype") instanceof String type
                    && isOther(type)) {
                others.put(key, type);
                extents.add(extent(key, fields, HEADER + length, name));
            } else {
                Entry entry = entry(key, member.getValue(), HEADER + length, name);
                entries.put(key, entry);
                extents.add(new Extent(key, entry.offset(), entry.bytes()));
            }
        }
        checkLayout(extents, HEADER + length, source.size(), name);
        return new SafeTensorsHeader(entries, others, metadata);
    }

    private static ByteBuffer fetch(ByteSource source, long offset, int length) {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        source.read(offset, buffer);
        return buffer.flip();
    }

    private static String utf8(ByteBuffer bytes, String name) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw because(e, problem(name + ": the header of a safetensors file must be UTF-8"));
        }
    }

    private static Object json(String text, String name) {
        JsonParser parser = new JsonParser(text, name);
        try {
            return parser.document();
        } catch (UserException e) {
            int before = text.substring(0, parser.position()).getBytes(StandardCharsets.UTF_8).length;
            throw because(e, new FormatException(e.getMessage(), HEADER + before));
        }
    }

    /** Something in the header that is no fault of its JSON. */
    private static FormatException problem(String sentence) {
        return new FormatException(sentence, HEADER);
    }

    private static FormatException because(Exception cause, FormatException problem) {
        problem.initCause(cause);
        return problem;
    }

    private static void readMetadata(Object value, Map<String, String> metadata, String name) {
        if (!(value instanceof Map<?, ?> members)) {
            throw problem(name + ": __metadata__ must be a JSON object of strings");
        }
        for (Map.Entry<?, ?> member : members.entrySet()) {
            if (!(member.getValue() instanceof String text)) {
                throw problem(name + ": __metadata__ key \"" + member.getKey() + "\" must be a string");
            }
            metadata.put((String) member.getKey(), text);
        }
    }

    private static Entry entry(String key, Object value, long dataStart, String name) {
        if (!(value instanceof Map<?, ?> fields)
                || !(fields.get("dtype") instanceof String dtypeName)
                || !(fields.get("shape") instanceof List<?> dimensions)
                || !(fields.get("data_offsets") instanceof List<?> offsets)
                || offsets.size() != 2) {
            throw problem(name + ": tensor \"" + key + "\" needs a dtype, a shape and two data_offsets in the header");
        }
        DType dtype = dtype(key, dtypeName, name);
        long[] shape = new long[dimensions.size()];
        long bytes = dtype.bytes();
        for (int i = 0; i < shape.length; i++) {
            shape[i] = count(dimensions.get(i), key, name);
        }
        try {
            for (long dimension : shape) {
                bytes = Math.multiplyExact(bytes, dimension);
            }
        } catch (ArithmeticException e) {
            throw because(e, problem(name + ": tensor \"" + key + "\" announces more elements than a file can hold"));
        }
        Extent extent = extent(key, fields, dataStart, name);
        if (extent.bytes() != bytes) {
            throw problem(name + ": tensor \"" + key + "\" has " + extent.bytes()
                    + " bytes where its shape and dtype need " + bytes);
        }
        return new Entry(dtype, shape, extent.offset(), bytes);
    }

    private static boolean isOther(String type) {
        return OTHER_TYPE.matcher(type).matches()
                && Arrays.stream(DType.values()).noneMatch(known -> known.name().equals(type));
    }

    private static Extent extent(String key, Map<?, ?> fields, long dataStart, String name) {
        if (!(fields.get("data_offsets") instanceof List<?> offsets) || offsets.size() != 2) {
            throw problem(name + ": tensor \"" + key + "\" needs two data_offsets in the header");
        }
        long begin = count(offsets.get(0), key, name);
        long end = count(offsets.get(1), key, name);
        if (begin > end) {
            throw problem(name + ": tensor \"" + key + "\" ends at byte " + end + ", before it begins at " + begin);
        }
        if (end > Long.MAX_VALUE - dataStart) {
            throw problem(name + ": tensor \"" + key + "\" begins at byte " + begin + ", beyond any file");
        }
        return new Extent(key, dataStart + begin, end - begin);
    }

    private static DType dtype(String key, String dtypeName, String name) {
        for (DType dtype : DType.values()) {
            if (dtype.name().equals(dtypeName)) {
                return dtype;
            }
        }
        throw problem(name + ": tensor \"" + key + "\" has dtype " + dtypeName + ", which is not one of "
                + List.of(DType.values()));
    }

    private static long count(Object value, String key, String name) {
        if (value instanceof Long number && number >= 0) {
            return number;
        }
        throw problem(name + ": tensor \"" + key + "\" has " + value + " where a whole number from 0 on is needed");
    }

    private static void checkLayout(List<Extent> extents, long dataStart, long fileSize, String name) {
        List<Extent> byPlace = new ArrayList<>(extents);
        byPlace.sort(Comparator.comparingLong(Extent::offset).thenComparingLong(Extent::bytes));
        long expected = dataStart;
        for (Extent placed : byPlace) {
            if (placed.offset() != expected) {
                throw problem(name + ": tensor \"" + placed.tensor() + "\" starts at byte " + placed.offset()
                        + " where the one before ends at " + expected);
            }
            expected += placed.bytes();
        }
        if (expected != fileSize) {
            throw new FormatException(
                    name + ": the tensors end at byte " + expected + " but the file has " + fileSize
                            + "; it is truncated or has something appended",
                    Math.min(expected, fileSize));
        }
    }
}
