package org.nec4j.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nec4j.codec.error.UserException;

class LearntVectorTest {
    private static final int DIM = 12;
    private static final int CLASSES = 3;

    private final int[] trainLabels = labels(300);
    private final List<float[]> train = vectors(trainLabels, 1);
    private final int[] testLabels = labels(90);
    private final List<float[]> test = vectors(testLabels, 2);

    @ParameterizedTest(name = "{0}, {1} components, {2} bits")
    @CsvSource({"SLICED,3,8", "LOW_RANK,3,8", "PRUNED,3,8", "SLICED,3,4", "LOW_RANK,5,4", "PRUNED,5,4"})
    void fewComponentsTellTheClasses(LearntVector.Kind kind, int components, int bits) {
        Coder<float[]> coder =
                (Coder<float[]>) new LearntVector(kind, components, bits).fit(train, trainLabels, CLASSES);
        SetCoder.Coded<float[]> coded = coder.code(test);
        assertThat(coded.meanBytes()).isEqualTo((components * bits + 7) / 8);
        assertThat(coded.decoded()).allSatisfy(values -> assertThat(values).hasSize(components));
        double found = nearestCentre(coder.code(train).decoded(), coded.decoded());
        assertThat(found).isGreaterThan(0.9);
    }

    @Test
    void theClassesLieWhereTheFirstComponentsAloneDoNotTellThem() {
        List<float[]> first = train.stream().map(v -> Arrays.copyOf(v, 3)).toList();
        List<float[]> firstOfTest = test.stream().map(v -> Arrays.copyOf(v, 3)).toList();
        assertThat(nearestCentre(first, firstOfTest)).isLessThan(0.6);
    }

    @Test
    void learningAgainGivesTheSameBytes() {
        LearntVector pruned = new LearntVector(LearntVector.Kind.PRUNED, 4, 8);
        byte[] once = ((Coder<float[]>) pruned.fit(train, trainLabels, CLASSES)).encode(test.get(0));
        byte[] again = ((Coder<float[]>) pruned.fit(train, trainLabels, CLASSES)).encode(test.get(0));
        assertThat(once).isEqualTo(again);
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> new LearntVector(LearntVector.Kind.SLICED, 3, 5))
                .hasMessageContaining("4 or 8 bits");
        assertThatThrownBy(() -> new LearntVector(LearntVector.Kind.SLICED, 13, 8).fit(train, trainLabels, CLASSES))
                .hasMessageContaining("13 components");
        Coder<float[]> coder =
                (Coder<float[]>) new LearntVector(LearntVector.Kind.SLICED, 3, 4).fit(train, trainLabels, CLASSES);
        assertThatThrownBy(() -> coder.decode(new byte[1]))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("2 bytes");
    }

    /** Share of the test images whose class centre of the training images is the nearest. */
    private double nearestCentre(List<float[]> known, List<float[]> asked) {
        double[][] centres = new double[CLASSES][known.get(0).length];
        for (int i = 0; i < known.size(); i++) {
            for (int d = 0; d < centres[0].length; d++) {
                centres[trainLabels[i]][d] += known.get(i)[d] * CLASSES / (double) known.size();
            }
        }
        int right = 0;
        for (int i = 0; i < asked.size(); i++) {
            int best = 0;
            double least = Double.MAX_VALUE;
            for (int c = 0; c < CLASSES; c++) {
                double distance = 0;
                for (int d = 0; d < centres[c].length; d++) {
                    distance += Math.pow(asked.get(i)[d] - centres[c][d], 2);
                }
                if (distance < least) {
                    least = distance;
                    best = c;
                }
            }
            right += best == testLabels[i] ? 1 : 0;
        }
        return right / (double) asked.size();
    }

    private static int[] labels(int count) {
        int[] labels = new int[count];
        Arrays.setAll(labels, i -> i % CLASSES);
        return labels;
    }

    /** Noise, large in the first components; the last three tell the class. */
    private static List<float[]> vectors(int[] labels, long seed) {
        Random random = new Random(seed);
        List<float[]> vectors = new ArrayList<>();
        for (int label : labels) {
            float[] vector = new float[DIM];
            for (int d = 0; d < DIM; d++) {
                vector[d] = (float) (random.nextGaussian() * (d < 3 ? 4 : 0.3));
            }
            vector[DIM - CLASSES + label] += 1.5f;
            vectors.add(vector);
        }
        return vectors;
    }
}
