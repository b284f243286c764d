package org.nec4j.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.nec4j.codec.Embedding;

class DecodingTest {
    @Test
    void writesWhatNumPyReads() {
        byte[] bytes = NpyFile.bytes(new Embedding(2, 3, new float[] {1, 2, 3, 4, 5, -0.5f}));

        int header =
                10 + ByteBuffer.wrap(bytes, 8, 2).order(ByteOrder.LITTLE_ENDIAN).getShort();
        assertThat(header % 64).isZero();
        assertThat(new String(bytes, 10, header - 10, StandardCharsets.US_ASCII))
                .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }")
                .endsWith("\n");
        assertThat(bytes).hasSize(header + 24);
        assertThat(ByteBuffer.wrap(bytes, header + 20, 4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getFloat())
                .isEqualTo(-0.5f);
    }
}
