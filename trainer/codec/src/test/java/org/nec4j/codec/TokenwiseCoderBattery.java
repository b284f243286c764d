package org.nec4j.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nec4j.codec.error.FormatException;

/** The battery of models that code any number of tokens, each token's symbols for themselves. */
abstract class TokenwiseCoderBattery extends LatentCoderBattery {
    @Test
    void codesNoToken() {
        decodesToNeighbours(0, new float[0]);
    }

    @Test
    void codesOneToken() {
        decodesToNeighbours(1, randomValues(1, 3, 1));
    }

    @Test
    void aTokenFarFromTheOthersIsTheOneThatCosts() {
        float[] y = randomValues(17, 0.1, 4);
        for (int c = 0; c < codec.dim(); c++) {
            y[5 * codec.dim() + c] += 40;
        }
        SymbolCosts costs = codec.costs(new Embedding(17, codec.dim(), y));
        int dearest = IntStream.range(0, 17)
                .boxed()
                .max(Comparator.comparingDouble(costs::ofToken))
                .orElseThrow();
        assertThat(dearest).isEqualTo(5);
    }

    @Test
    void codesFourThousandAndNinetySixTokens() {
        decodesToNeighbours(4096, randomValues(4096, 1, 2));
    }

    @Test
    void takesNoMemoryForSymbolsThatCannotBeThere() {
        Codec under = Codec.of(
                writerUnder(new int[] {0, 30_000, 65_536}, 0).maxTokens(1 << 17).toBytes(), "under");
        StreamFrame small = StreamFrame.read(under.encode(new Embedding(1, under.dim(), new float[under.dim()])));
        byte[] hostile = new StreamFrame(small.kind(), small.codecPrefix(), 1 << 17, small.payload()).toBytes();
        assertThatThrownBy(() -> under.decode(hostile))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("too few");
    }
}
