package org.nec4j.codec;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.function.Consumer;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.io.ByteSource;
import org.nec4j.codec.io.Sha256;

/**
 * Walks through an archive's batches, from header to header, and gathers their indexes.
 *
 * @param head  what the file begins with
 * @param index all embeddings of the finished batches
 * @param end   where the last finished batch ends; what follows is the rest of an interrupted append
 */
record ArchiveScan(ArchiveHead head, ArchiveIndex index, long end) {
    static ArchiveScan of(ByteSource file) {
        ArchiveHead head = ArchiveHead.read(file);
        ArchiveIndex index = new ArchiveIndex(head);
        return new ArchiveScan(head, index, walk(file, head, segment -> addFinished(segment, file, index)));
    }

    /** SHA-256 over the header and, of every finished batch, its header and the record that vouches for it. */
    static String fingerprint(ByteSource file) {
        ArchiveHead head = ArchiveHead.read(file);
        MessageDigest digest = Sha256.begin();
        digest.update(head.toBytes());
        walk(file, head, segment -> {
            ByteBuffer commit = ByteBuffer.allocate(ArchiveSegment.COMMIT_BYTES);
            file.read(segment.commitOffset(), commit);
            digest.update(segment.header());
            digest.update(commit.flip());
        });
        return Sha256.hex(digest);
    }

    /** Passes on every finished batch in the order of the file; where the last one ends. */
    private static long walk(ByteSource file, ArchiveHead head, Consumer<ArchiveSegment> each) {
        long position = head.toBytes().length;
        while (file.size() - position >= ArchiveSegment.HEADER_BYTES) {
            ByteBuffer bytes = ByteBuffer.allocate(ArchiveSegment.HEADER_BYTES);
            file.read(position, bytes);
            if (isZero(bytes.array())) {
                // A power cut can leave a file longer than what had been written to it.
                break;
            }
            ArchiveSegment segment = ArchiveSegment.read(bytes.flip(), position);
            if (segment.payloadBytes() > file.size() || segment.end() > file.size()) {
                break;
            }
            each.accept(segment);
            position = segment.end();
        }
        return position;
    }

    String digest() {
        return head.digest();
    }

    private static void addFinished(ArchiveSegment segment, ByteSource file, ArchiveIndex index) {
        byte[] entries = new byte[segment.indexBytes()];
        file.read(segment.indexOffset(), ByteBuffer.wrap(entries));
        ByteBuffer commit = ByteBuffer.allocate(ArchiveSegment.COMMIT_BYTES);
        file.read(segment.commitOffset(), commit);
        if (!commit.flip().equals(segment.commit(entries))) {
            throw new FormatException(
                    "is damaged: the index of a batch does not match its checksum", segment.indexOffset());
        }
        try {
            index.addAll(segment, entries);
        } catch (FormatException e) {
            throw e.after(segment.indexOffset());
        }
    }

    private static boolean isZero(byte[] bytes) {
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }
}
