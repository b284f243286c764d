package org.nec4j.codec;

import java.nio.file.Path;

/** A process of its own that appends to an archive, batch after batch, until it is killed. */
final class EndlessArchiveWriter {
    static final int BATCH = 7;

    /** Whose streams it writes. */
    enum Kind {
        /** Version 1. */
        FACTORIZED {
            @Override
            Codec codec() {
                return TestCodecs.factorized();
            }

            @Override
            byte[] stream(Codec codec, int n) {
                return TestCodecs.stream(codec, n);
            }
        },
        /** Version 2: streams without frames. */
        LAYERED {
            @Override
            Codec codec() {
                return Codec.of(TestLayers.writer().toBytes(), "codec");
            }

            @Override
            byte[] stream(Codec codec, int n) {
                return TestCodecs.stream(codec, n, TestLayers.TOKENS);
            }
        };

        abstract Codec codec();

        abstract byte[] stream(Codec codec, int n);
    }

    private EndlessArchiveWriter() {}

    /** Writes to the archive args[0] streams of the kind args[1]; prints the number of embeddings after each commit. */
    public static void main(String[] args) {
        Kind kind = Kind.valueOf(args[1]);
        Codec codec = kind.codec();
        try (ArchiveWriter writer = ArchiveWriter.open(Path.of(args[0]), codec)) {
            System.out.println(writer.size());
            while (true) {
                for (int i = 0; i < BATCH; i++) {
                    int n = writer.size();
                    writer.add("image-" + n, kind.stream(codec, n));
                }
                writer.commit();
                System.out.println(writer.size());
            }
        }
    }
}
