package org.nec4j.info;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nec4j.codec.error.UserException;
import org.nec4j.data.ArrayHeader;

/** A NumPy array: what decoding an embedding gives, and what a data set of embeddings comes as. */
final class ArrayInfo {
    private static final Pattern ITEM = Pattern.compile("[<>|=]?([a-zA-Z])(\\d{1,6})");
    /** Of plain values: booleans, whole numbers, floats, complex numbers, times, bytes, texts. */
    private static final String KINDS = "biufcmMSUV";

    private static final int BYTES_OF_A_CHARACTER = 4;
    private static final int EMBEDDING_AXES = 2;

    private ArrayInfo() {}

    static Facts of(Path file, byte[] head) {
        ArrayHeader header = ArrayHeader.read(head, file.toString());
        long bytes = Sizes.of(file);
        require(file.toString(), header, bytes);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("bytes", bytes);
        facts.putAll(array(header));
        facts.put("verified", "its length is that of its shape; the format has no checksum");
        String stem = file.getFileName().toString().replaceFirst("\\.npy$", "");
        Path index = file.resolveSibling(stem + "-index.csv");
        if (Files.exists(index)) {
            facts.put("rows_named_in", index.toString());
            facts.put("made_by", "nec4j embed");
        } else if (header.type().equals("<f4") && header.shape().size() == EMBEDDING_AXES) {
            facts.put("shape_of", "what nec4j decode writes: [tokens, numbers a token], row 0 the class token");
        }
        facts.put("read_by", "numpy.load");
        return new Facts(file, "a NumPy array", facts);
    }

    /** Type and shape. */
    static Map<String, Object> array(ArrayHeader header) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("type", header.type());
        facts.put("shape", header.shape());
        if (header.fortran()) {
            facts.put("order", "Fortran, the first axis varies fastest");
        }
        return facts;
    }

    /** Throws UserException where the file's length is not what its header promises. */
    private static void require(String name, ArrayHeader header, long bytes) {
        Matcher item = ITEM.matcher(header.type());
        if (!item.matches() || !KINDS.contains(item.group(1))) {
            throw new UserException(name + ": is a NumPy file of type '" + header.type()
                    + "', which is none of plain numbers or texts, so that only a program could make sense of it, "
                    + "and nothing in a file is executed; save it as an array of plain numbers");
        }
        long promised = Long.parseLong(item.group(2)) * (item.group(1).equals("U") ? BYTES_OF_A_CHARACTER : 1);
        try {
            for (long axis : header.shape()) {
                promised = Math.multiplyExact(promised, axis);
            }
        } catch (ArithmeticException e) {
            promised = Long.MAX_VALUE;
        }
        long held = bytes - header.dataOffset();
        if (promised != held) {
            throw new UserException(name + ": is damaged, it holds " + held
                    + " bytes of numbers where its header of type "
                    + header.type() + " and shape " + shape(header.shape())
                    + (promised == Long.MAX_VALUE ? " promises more than any file holds" : " promises " + promised)
                    + "; save it again");
        }
    }

    private static String shape(List<Long> shape) {
        return shape.toString();
    }
}
