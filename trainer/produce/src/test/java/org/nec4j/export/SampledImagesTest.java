package org.nec4j.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nec4j.codec.Embedding;
import org.nec4j.data.ImageSource;
import org.nec4j.data.SubsetImages;
import org.nec4j.data.synthetic.SyntheticScenes;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

class SampledImagesTest {
    private static final ImageSource SCENES = new SyntheticScenes(10, 32, 1);

    /** Notes which images it is given, and embeds each as the first of its samples. */
    private static final class Noting implements Embedder {
        private final List<String> embedded = new ArrayList<>();

        @Override
        public Preprocessing preprocessing() {
            return new Preprocessing(32, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0), false);
        }

        @Override
        public int embedUntil(
                BooleanSupplier stop,
                ImageSource images,
                int batch,
                Progress progress,
                ObjIntConsumer<Embedding> each) {
            int done = 0;
            while (done < images.size() && !stop.getAsBoolean()) {
                for (int end = Math.min(images.size(), done + batch); done < end; done++) {
                    embedded.add(images.name(done));
                    each.accept(embedding(images, done), done);
                }
            }
            return done;
        }
    }

    private static Embedding embedding(ImageSource images, int index) {
        return new Embedding(1, 1, new float[] {images.picture(index).samples()[0]});
    }

    private static List<String> names(int... indices) {
        return IntStream.of(indices).mapToObj(SCENES::name).toList();
    }

    private final Noting embedder = new Noting();
    private final SampledImages images = new SampledImages(embedder, SCENES);
    private final Progress untold = Console.silent().progress("", 1, "");
    private final List<Integer> places = new ArrayList<>();
    private final List<Embedding> embeddings = new ArrayList<>();

    private int embed(BooleanSupplier stop, int... chosen) {
        return images.embedUntil(stop, chosen, 3, untold, (embedding, place) -> {
            places.add(place);
            embeddings.add(embedding);
        });
    }

    private static float[] expected(int... indices) {
        float[] values = new float[indices.length];
        for (int i = 0; i < indices.length; i++) {
            values[i] = embedding(SCENES, indices[i]).values()[0];
        }
        return values;
    }

    private float[] values() {
        float[] values = new float[embeddings.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = embeddings.get(i).values()[0];
        }
        return values;
    }

    @Test
    void embedsASampleOnceAndHandsEverythingOnInOrder() {
        assertThat(images.sample(new int[] {0, 3, 4, 9}, 3, untold)).hasSize(4);
        int[] all = IntStream.range(0, 10).toArray();
        assertThat(embed(() -> false, all)).isEqualTo(10);
        assertThat(places).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(values()).isEqualTo(expected(all));
        assertThat(expected(all)).doesNotHaveDuplicates();
        assertThat(embedder.embedded).isEqualTo(names(0, 3, 4, 9, 1, 2, 5, 6, 7, 8));
    }

    @Test
    void handsOnOfASampleWhatIsAskedForAlone() {
        images.sample(new int[] {0, 2, 4, 6, 8}, 3, untold);
        assertThat(embed(() -> false, 1, 2, 3, 8)).isEqualTo(4);
        assertThat(places).containsExactly(0, 1, 2, 3);
        assertThat(values()).isEqualTo(expected(1, 2, 3, 8));
        assertThat(embedder.embedded).isEqualTo(names(0, 2, 4, 6, 8, 1, 3));
    }

    @Test
    void keepsNothingOnceAllAreAskedFor() {
        images.sample(new int[] {0, 2, 4}, 3, untold);
        embed(() -> false, 1, 2);
        embed(() -> false, 0, 2);
        assertThat(embedder.embedded).isEqualTo(names(0, 2, 4, 1, 0, 2));
        assertThat(values()).isEqualTo(expected(1, 2, 0, 2));
    }

    @Test
    void stopsBetweenBatches() {
        images.sample(new int[] {0, 4}, 3, untold);
        int[] asked = {0};
        assertThat(embed(() -> asked[0]++ > 0, IntStream.range(0, 10).toArray()))
                .isEqualTo(5);
        assertThat(places).containsExactly(0, 1, 2, 3, 4);
        assertThat(embedder.embedded).isEqualTo(names(0, 4, 1, 2, 3));
    }

    @Test
    void areOfTheirSourceAlone() {
        assertThat(images.areOf(SCENES)).isTrue();
        assertThat(images.areOf(SubsetImages.spread(SCENES, 10))).isFalse();
    }
}
