package org.nec4j.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nec4j.codec.entropy.GaussianTables;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.model.CodecWriter;
import org.nec4j.codec.model.ForgedCodec;

class HyperpriorCoderTest extends TokenwiseCoderBattery {
    @Override
    double streamsAnEmbedding() {
        return 2.5;
    }

    @Override
    CodecWriter writer() {
        return TestCodecs.hyperpriorWriter(false, true);
    }

    @Override
    CodecWriter writerOfASmallFile() {
        return TestCodecs.hyperpriorWriter(false, true, GaussianTables.scales(0.11, 2, 4));
    }

    @Override
    CodecWriter writerUnder(int[] cdf, int offset) {
        return TestCodecs.hyperpriorUnder(false, cdf, offset);
    }

    @Test
    void decodesWithoutTheAnalysisButDoesNotEncode() {
        Codec whole = codec;
        Codec decoder = Codec.of(TestCodecs.hyperpriorWriter(false, false).toBytes(), "decoder");
        byte[] stream = TestCodecs.stream(whole, 7);
        assertThat(decoder.digest()).isEqualTo(whole.digest());
        assertThat(decoder.decode(stream).values())
                .isEqualTo(whole.decode(stream).values());
        assertThatThrownBy(() -> TestCodecs.stream(decoder, 7))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("h_a");
    }

    @Test
    void theSynthesisIsPartOfTheDigest() {
        byte[] content = TestCodecs.hyperpriorWriter(false, true).toBytes();
        assertThat(Codec.of(TestCodecs.hyperpriorWriter(true, true).toBytes(), "other")
                        .digest())
                .isNotEqualTo(Codec.of(content, "one").digest());
    }

    @Test
    void refusesWeightsUnderWhichSomeStreamWouldOverflow() {
        for (String name : new String[] {"h_s.0.norm1.weight", "h_s.0.mlp.fc2.weight", "h_s.1.bias", "h_a.0.weight"}) {
            byte[] hostile = ForgedCodec.with(content(), name, 3e38f);
            assertThatThrownBy(() -> Codec.of(hostile, "hostile"))
                    .as(name)
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining("hostile: its weights let")
                    .hasMessageContaining("beyond what float32 holds");
        }
        Codec.of(ForgedCodec.with(content(), "h_s.1.bias", 3e4f), "large");
    }

    @Test
    void promisesNoMoreTokensThanItsWorkAllows() {
        StreamFrame one = StreamFrame.read(codec.encode(embedding(1, 1, 1)));
        byte[] many = new StreamFrame(one.kind(), one.codecPrefix(), 4098, one.payload()).toBytes();
        assertThatThrownBy(() -> codec.decode(many)).hasMessageContaining("codes at most 4097 tokens, not 4098");
    }

    private byte[] content() {
        return TestCodecs.hyperpriorWriter(false, true).toBytes();
    }
}
