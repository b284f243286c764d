package org.nec4j.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.data.Dataset;
import org.nec4j.data.Sample;
import org.nec4j.data.Split;
import org.nec4j.data.SplitRule;

class SyntheticScenesTest {
    private static final SyntheticScenes SCENES = new SyntheticScenes(40, 64, 7);

    /** Checksum of the first twenty scenes and their masks. */
    private static final long GOLDEN = 2298056417L;

    @TempDir
    Path folder;

    @Test
    void areTheSameToTheBitOnEveryMachine() {
        CRC32C crc = new CRC32C();
        for (int number = 0; number < 20; number++) {
            crc.update(SCENES.scene(number).image().samples());
            crc.update(SCENES.scene(number).cover());
        }
        // Drawn once by this program (Linux, x86-64, Java 17); no other machine may differ.
        assertThat(crc.getValue()).isEqualTo(GOLDEN);
    }

    @Test
    void changeWithNumberAndSeed() {
        assertThat(SCENES.image(0).samples()).isNotEqualTo(SCENES.image(10).samples());
        assertThat(new SyntheticScenes(1, 64, 8).image(0).samples())
                .isNotEqualTo(SCENES.image(0).samples());
    }

    @Test
    void everyKindIsMostlyCoveredByWhatItIsNamedAfter() {
        assertThat(share(SceneKind.FOREST, LandCover.TREES)).isGreaterThan(0.6);
        assertThat(share(SceneKind.MEADOW, LandCover.GRASS)).isGreaterThan(0.6);
        assertThat(share(SceneKind.FARMLAND, LandCover.CROPS)).isGreaterThan(0.5);
        assertThat(share(SceneKind.DESERT, LandCover.SAND, LandCover.SOIL)).isGreaterThan(0.8);
        assertThat(share(SceneKind.LAKE, LandCover.WATER)).isGreaterThan(0.2);
        assertThat(share(SceneKind.RIVER, LandCover.WATER)).isBetween(0.1, 0.6);
        assertThat(share(SceneKind.BEACH, LandCover.WATER, LandCover.SAND)).isGreaterThan(0.4);
        assertThat(share(SceneKind.RESIDENTIAL, LandCover.BUILDING)).isBetween(0.08, 0.5);
        assertThat(share(SceneKind.INDUSTRIAL, LandCover.BUILDING)).isBetween(0.15, 0.8);
        assertThat(share(SceneKind.PARKING, LandCover.VEHICLE)).isBetween(0.03, 0.4);
    }

    @Test
    void meanColourTellsKindsApartBetterThanChanceAndWorseThanPerfectly() {
        SyntheticScenes scenes = new SyntheticScenes(600, 32, 3);
        int kinds = SceneKind.values().length;
        double[][] centres = new double[kinds][3];
        for (int i = 0; i < 400; i++) {
            double[] mean = mean(scenes, i);
            for (int c = 0; c < 3; c++) {
                centres[scenes.label(i)][c] += mean[c] / (400 / kinds);
            }
        }
        int right = 0;
        for (int i = 400; i < 600; i++) {
            right += nearest(centres, mean(scenes, i)) == scenes.label(i) ? 1 : 0;
        }
        assertThat(right / 200.0).isBetween(0.2, 0.7);
    }

    @Test
    void splitEveryKindAlike() {
        Dataset dataset = SCENES.dataset("synthetic", new SplitRule(0.5, 0.25, 0.25, 0));
        assertThat(dataset.indices(Split.TRAIN)).hasSize(20);
        assertThat(dataset.only(Split.TEST).samples().stream()
                        .map(Sample::label)
                        .distinct())
                .hasSize(10);
        assertThat(dataset.classes()).hasSize(10).isSorted();
    }

    private static double share(SceneKind kind, LandCover... covers) {
        Set<LandCover> wanted = EnumSet.copyOf(List.of(covers));
        int pixels = 0;
        int hits = 0;
        for (int number = kind.ordinal(); number < 120; number += SceneKind.values().length) {
            for (byte cover : new SyntheticScenes(120, 48, 1).scene(number).cover()) {
                pixels++;
                hits += wanted.contains(LandCover.values()[cover]) ? 1 : 0;
            }
        }
        return (double) hits / pixels;
    }

    private static double[] mean(SyntheticScenes scenes, int index) {
        double[] mean = new double[3];
        byte[] samples = scenes.image(index).samples();
        for (int i = 0; i < samples.length; i++) {
            mean[i % 3] += (samples[i] & 0xFF) / (samples.length / 3.0);
        }
        return mean;
    }

    private static int nearest(double[][] centres, double[] point) {
        int best = 0;
        double least = Double.MAX_VALUE;
        for (int k = 0; k < centres.length; k++) {
            double distance = 0;
            for (int c = 0; c < 3; c++) {
                distance += (centres[k][c] - point[c]) * (centres[k][c] - point[c]);
            }
            if (distance < least) {
                least = distance;
                best = k;
            }
        }
        return best;
    }
}
