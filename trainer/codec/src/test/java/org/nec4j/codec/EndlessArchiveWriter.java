package org.nec4j.codec;

import java.nio.file.Path;

/** A process of its own that appends to an archive, batch after batch, until it is killed. */
final class EndlessArchiveWriter {
    static final int BATCH = 7;

    private EndlessArchiveWriter() {}

    /** Writes to the archive args[0]; prints the number of embeddings after each commit. */
    public static void main(String[] args) {
        Codec codec = TestCodecs.factorized();
        try (ArchiveWriter writer = ArchiveWriter.open(Path.of(args[0]), codec.digest())) {
            System.out.println(writer.size());
            while (true) {
                for (int i = 0; i < BATCH; i++) {
                    int n = writer.size();
                    writer.add("image-" + n, TestCodecs.stream(codec, n));
                }
                writer.commit();
                System.out.println(writer.size());
            }
        }
    }
}
