package org.nec4j.info;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.data.ArrayHeader;

/** NumPy's {@code .npz}: a ZIP archive of arrays alone. */
final class ZippedArrays {
    private static final String ARRAY = ".npy";

    /** A second of unpacking. */
    private static final long MOST_UNPACKED = 1L << 28;

    private ZippedArrays() {}

    /** Whether a ZIP archive holds nothing but arrays; a damaged one does not, and others tell what is wrong with it. */
    static boolean is(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.size() > 0
                    && zip.stream().allMatch(entry -> entry.getName().endsWith(ARRAY));
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    static Facts of(Path file) {
        Map<String, Object> arrays = new LinkedHashMap<>();
        boolean whole = true;
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                String name = file + ", " + entry.getName();
                boolean small = entry.getSize() <= MOST_UNPACKED;
                whole &= small;
                ArrayHeader header = header(zip, entry, small, name);
                arrays.put(
                        entry.getName().substring(0, entry.getName().length() - ARRAY.length()),
                        header.type() + " " + header.shape());
            }
        } catch (ZipException e) {
            throw new UserException(file + ": is damaged (" + e.getMessage() + "); save or fetch it again", e);
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read (" + AtomicFile.reason(e) + ")", e);
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("bytes", Sizes.of(file));
        facts.put("arrays", (long) arrays.size());
        facts.put("array", arrays);
        facts.put(
                "verified",
                whole ? "the CRC-32s of all arrays match" : "the headers of the arrays alone; unpacked they are large");
        facts.put("read_by", "numpy.load; nec4j reads none of it, save a checkpoint as safetensors instead");
        return new Facts(file, "a NumPy archive of arrays", facts);
    }

    /** Reads the array's header, and all of it where its CRC-32 is to be compared. */
    private static ArrayHeader header(ZipFile zip, ZipEntry entry, boolean compare, String name) throws IOException {
        CRC32 crc = new CRC32();
        byte[] head;
        try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), crc)) {
            head = in.readNBytes(ArrayHeader.MAX_BYTES);
            byte[] buffer = new byte[ArrayHeader.MAX_BYTES];
            long read = head.length;
            for (int n = 0; compare && n >= 0 && read <= entry.getSize(); read += Math.max(0, n)) {
                n = in.read(buffer);
            }
            if (compare && (read != entry.getSize() || crc.getValue() != entry.getCrc())) {
                throw new UserException(name + ": is damaged, its CRC-32 does not match; save or fetch the file again");
            }
        }
        if (!ArrayHeader.is(head)) {
            throw new UserException(name + ": is no NumPy array; save the archive again");
        }
        return ArrayHeader.read(head, name);
    }
}
