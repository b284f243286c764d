package org.nec4j.info;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.data.ArrayHeader;
import org.nec4j.hdf5.Hdf5File;

/** The verb {@code info}: recognizes by content whatever nec4j reads or writes, and reads it whole where it carries checksums. */
public final class Info {
    private static final int ZIP = 0x04034b50;
    private static final int PICKLE = 0x80;

    private final Path project;

    /** @param project the folder whose descriptions of checkpoints and data sets state licences */
    public Info(Path project) {
        this.project = project;
    }

    /** What a file or folder is; throws {@link UserException} where it is damaged or nothing that nec4j knows. */
    public Facts of(Path path) {
        if (Files.isDirectory(path)) {
            return FolderInfo.of(path, project);
        }
        byte[] head = head(path);
        if (StreamInfo.is(path, head)) {
            return StreamInfo.of(path);
        }
        if (begins(head, "NEMA")) {
            return ArchiveInfo.of(path);
        }
        if (begins(head, "NECG")) {
            return GridInfo.archive(path);
        }
        if (begins(head, "CDF\u0001")
                || begins(head, "CDF\u0002")
                || begins(head, "CDF\u0005")
                || Hdf5File.isHdf5(path)) {
            return ForeignInfo.fields(path);
        }
        if (begins(head, "PAR1")) {
            return ForeignInfo.table(path);
        }
        if (ArrayHeader.is(head)) {
            return ArrayInfo.of(path, head);
        }
        ByteBuffer numbers = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        if (head.length > Long.BYTES && head[Long.BYTES] == '{') {
            return TensorsInfo.of(path, project);
        }
        if (head.length >= Integer.BYTES && numbers.getInt(0) == ZIP && ZippedArrays.is(path)) {
            return ZippedArrays.of(path);
        }
        boolean torch = head.length > 0
                && ((head[0] & 0xFF) == PICKLE || head.length >= Integer.BYTES && numbers.getInt(0) == ZIP);
        if (torch || String.valueOf(path.getFileName()).endsWith(".index.json")) {
            return CheckpointInfo.of(path, project);
        }
        throw new UserException(path + ": is nothing that nec4j knows by its content" + guess(head)
                + "; known are codecs, streams, archives, checkpoints, NumPy arrays, NetCDF, HDF5, GeoParquet"
                + " and run folders");
    }

    private static byte[] head(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(ArrayHeader.MAX_BYTES);
            if (head.length == 0) {
                throw new UserException(file + ": is empty");
            }
            return head;
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read (" + AtomicFile.reason(e) + ")", e);
        }
    }

    static boolean begins(byte[] head, String magic) {
        return new String(head, 0, Math.min(magic.length(), head.length), StandardCharsets.ISO_8859_1).equals(magic);
    }

    /** What else it may be: people drop what lies beside the file that they mean. */
    private static String guess(byte[] head) {
        if (begins(head, "\u00ff\u00d8\u00ff")
                || begins(head, "\u0089PNG")
                || begins(head, "II*\0")
                || begins(head, "MM\0*")) {
            return ": an image, which nec4j encode takes";
        }
        if (begins(head, "version https://git-lfs")) {
            return ": a Git LFS pointer, fetch the file itself with git lfs pull";
        }
        return isText(head) ? ": a text, and if it holds settings nec4j validate reads it" : "";
    }

    /** Whether there is no control character in it that texts do not have. */
    static boolean isText(byte[] head) {
        for (byte b : head) {
            if (b < ' ' && b >= 0 && b != '\n' && b != '\r' && b != '\t') {
                return false;
            }
        }
        return true;
    }
}
