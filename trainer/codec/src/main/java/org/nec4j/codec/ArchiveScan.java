package org.nec4j.codec;

import java.nio.ByteBuffer;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.io.ByteSource;

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
            addFinished(segment, file, index);
            position = segment.end();
        }
        return new ArchiveScan(head, index, position);
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
