package org.nec4j.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nec4j.codec.model.CodecWriter;

class FactorizedCoderTest extends TokenwiseCoderBattery {
    @Override
    CodecWriter writer() {
        return TestCodecs.factorizedWriter();
    }

    @Override
    CodecWriter writerUnder(int[] cdf, int offset) {
        return TestCodecs.factorizedUnder(cdf, offset);
    }

    @Test
    void decodesAStreamOfItsOwnOutputToItself() {
        Embedding first = codec.quantize(new Embedding(9, codec.dim(), randomValues(9, 4, 5)));
        assertThat(codec.quantize(first).values()).isEqualTo(first.values());
    }
}
