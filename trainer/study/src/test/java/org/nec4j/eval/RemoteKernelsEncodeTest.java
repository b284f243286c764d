package org.nec4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.backend.Backend;
import org.nec4j.codec.Embedding;
import org.nec4j.data.synthetic.SyntheticScenes;
import org.nec4j.export.ImageEncoder;
import org.nec4j.export.RateMeter;
import org.nec4j.kernel.remote.RemoteKernels;
import org.nec4j.progress.Progress;

/** Encoding through a memory that only kernels reach. */
class RemoteKernelsEncodeTest {
    private static final SyntheticScenes SCENES = new SyntheticScenes(6, 32, 3);
    private byte[] codec;

    @BeforeEach
    void writeACodec(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("tiny.nec");
        TinyCodec.write(file, true);
        codec = Files.readAllBytes(file);
    }

    @Test
    void embeddingsAreThoseOfThisMemoryAndSoAreTheBytes() {
        ImageEncoder here = ImageEncoder.of(codec, "tiny", Backend.kernels());
        ImageEncoder there = ImageEncoder.of(codec, "tiny", new RemoteKernels().kernels());
        List<Embedding> expected = embed(here);
        List<Embedding> actual = embed(there);
        RateMeter meterHere = here.meter();
        RateMeter meterThere = there.meter();
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i).values())
                    .usingComparatorWithPrecision(1e-5f)
                    .containsExactly(expected.get(i).values());
            assertThat(meterThere.add(actual.get(i), i)).isEqualTo(meterHere.add(expected.get(i), i));
        }
        double bits = meterHere.rates().noisyBits();
        assertThat(meterThere.rates().noisyBits()).isCloseTo(bits, within(1e-5 * bits));
    }

    private static List<Embedding> embed(ImageEncoder encoder) {
        List<Embedding> embeddings = new ArrayList<>();
        encoder.embed(SCENES, 3, new Silence(), (embedding, index) -> embeddings.add(embedding));
        return embeddings;
    }

    private record Silence() implements Progress {
        @Override
        public void at(double done, String detail) {
            // Nobody watches.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
