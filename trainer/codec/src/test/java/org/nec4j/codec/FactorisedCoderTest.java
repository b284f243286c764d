package org.nec4j.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nec4j.codec.model.CodecWriter;

class FactorisedCoderTest extends TokenwiseCoderBattery {
    @Override
    CodecWriter writer() {
        return TestCodecs.factorisedWriter();
    }

    @Override
    CodecWriter writerUnder(int[] cdf, int offset) {
        return TestCodecs.factorisedUnder(cdf, offset);
    }

    @Test
    void decodesAStreamOfItsOwnOutputToItself() {
        Embedding first = codec.quantise(new Embedding(9, codec.dim(), randomValues(9, 4, 5)));
        assertThat(codec.quantise(first).values()).isEqualTo(first.values());
    }
}
