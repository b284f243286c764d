package org.nec4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nec4j.codec.error.UserException;

class TransformTest {
    private static final CounterRandom RANDOM = CounterRandom.of(5);

    @Test
    void centreCropEqualsTorchvisions() {
        ByteImage out = new CentreCrop(ImageSize.square(40), ImageSize.square(33), false)
                .view(96, 80, RANDOM)
                .of(Resources.source());
        assertThat(out.samples()).isEqualTo(Resources.bytes("pillow/centre-40-33.rgb"));
    }

    @Test
    void aCropThatIsNotSquareIsCoveredAndCutAlikeOnBothSides() {
        View wide = new CentreCrop(new ImageSize(24, 40), false).view(96, 80, RANDOM);
        assertThat(List.of(wide.scaledWidth(), wide.scaledHeight())).containsExactly(40, 33);
        assertThat(wide.window()).isEqualTo(new Box(0, 4, 40, 24));
        View tall = new CentreCrop(new ImageSize(44, 30), false).view(96, 80, RANDOM);
        assertThat(List.of(tall.scaledWidth(), tall.scaledHeight())).containsExactly(52, 44);
        assertThat(tall.window()).isEqualTo(new Box(11, 0, 30, 44));
        ByteImage whole =
                new CentreCrop(ImageSize.square(33), false).view(96, 80, RANDOM).of(Resources.source());
        View seen = new CentreCrop(new ImageSize(33, 31), false).view(96, 80, RANDOM);
        ByteImage part = seen.of(Resources.source());
        assertThat(List.of(part.height(), part.width())).containsExactly(33, 31);
        for (int y = 0; y < 33; y++) {
            for (int x = 0; x < 31 * 3; x++) {
                assertThat(part.samples()[y * 31 * 3 + x]).isEqualTo(whole.samples()[(y * 33 + 1) * 3 + x]);
            }
        }
        assertThatThrownBy(() -> new CentreCrop(new ImageSize(24, 100), false).checkedView(96, 80, RANDOM, "small"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("small: 96x80 pixels, smaller than the crop of 24 x 100");
    }

    /** A part of the aspect 2 in place of 1, or of 1 / 2 where it is turned: nothing is squeezed more than a square would be. */
    @Test
    void aRandomCropThatIsNotSquareKeepsItsAspectUnderAllSymmetries() {
        RandomCrop crop = new RandomCrop(new ImageSize(8, 16), 0.1, 0.3, 1, 0.5, 0.5, 0.5, false);
        boolean turned = false;
        for (int i = 0; i < 50; i++) {
            View view = crop.view(96, 80, CounterRandom.of(2, i));
            ByteImage seen = view.of(Resources.source());
            assertThat(List.of(seen.height(), seen.width())).containsExactly(8, 16);
            Box part = view.source();
            double aspect = (double) part.width() / part.height();
            assertThat(view.turned() ? 1 / aspect : aspect).isCloseTo(2, within(0.15));
            byte[] mask = new byte[96 * 80];
            for (int p = 0; p < mask.length; p++) {
                mask[p] = (byte) (p % 96 < part.left() || p % 96 >= part.left() + part.width() ? 1 : 0);
            }
            assertThat(view.ofMask(mask, 96)).hasSize(128).containsOnly(0);
            turned |= view.turned();
        }
        assertThat(turned).isTrue();
    }

    @Test
    void aTurnOfARectangleTransposesIt() {
        ByteImage wide = new ByteImage(3, 2, 1, new byte[] {1, 2, 3, 4, 5, 6});
        View view = new View(Box.whole(3, 2), 3, 2, Box.whole(3, 2), true, false, true);
        ByteImage tall = view.of(wide);
        assertThat(List.of(tall.width(), tall.height())).containsExactly(2, 3);
        assertThat(tall.samples()).containsExactly(3, 6, 2, 5, 1, 4);
    }

    @Test
    void normalizationEqualsTorchvisionsBitForBit() {
        ByteImage image = new ByteImage(33, 33, 3, Resources.bytes("pillow/centre-40-33.rgb"));
        float[] out = new float[3 * 33 * 33];
        Normalization.write(image, Normalization.imageNet().table(), out, 0);
        assertThat(out).isEqualTo(Resources.floats("pillow/normalized-33.f32"));
    }

    @Test
    void randomCropsStayInsideAndCoverTheAllowedAreasAndAspects() {
        RandomCrop crop = RandomCrop.ofMae(32);
        double leastArea = 1;
        double greatestArea = 0;
        double leastAspect = 9;
        double greatestAspect = 0;
        double meanArea = 0;
        int mirrored = 0;
        int n = 20_000;
        for (int i = 0; i < n; i++) {
            View view = crop.view(200, 160, CounterRandom.of(1, i));
            Box box = view.source();
            assertThat(box.left() >= 0
                            && box.top() >= 0
                            && box.left() + box.width() <= 200
                            && box.top() + box.height() <= 160)
                    .isTrue();
            double area = box.width() * (double) box.height() / (200 * 160);
            double aspect = (double) box.width() / box.height();
            leastArea = Math.min(leastArea, area);
            greatestArea = Math.max(greatestArea, area);
            leastAspect = Math.min(leastAspect, aspect);
            greatestAspect = Math.max(greatestAspect, aspect);
            meanArea += area / n;
            mirrored += view.mirrored() ? 1 : 0;
        }
        assertThat(leastArea).isBetween(0.195, 0.21);
        assertThat(greatestArea).isBetween(0.97, 1.0);
        assertThat(leastAspect).isBetween(0.73, 0.77);
        assertThat(greatestAspect).isBetween(1.3, 1.37);
        // torchvision's RandomResizedCrop.get_params on 200 x 160, mean of 200,000 draws.
        assertThat(meanArea).isCloseTo(0.5180, within(0.005));
        assertThat(mirrored / (double) n).isCloseTo(0.5, within(0.015));
    }

    @Test
    void aPartThatNeverFitsIsTheLargestCentredOne() {
        RandomCrop crop = new RandomCrop(ImageSize.square(8), 1, 1, 3.0 / 4, 0, 0, 0, true);
        assertThat(crop.view(100, 10, RANDOM).source()).isEqualTo(new Box(43, 0, 13, 10));
        assertThat(crop.view(10, 100, RANDOM).source()).isEqualTo(new Box(0, 43, 10, 13));
    }

    @Test
    void mirrorFlipAndTurnReachAllEightSymmetries() {
        ByteImage square = new ByteImage(2, 2, 1, new byte[] {1, 2, 3, 4});
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 8; i++) {
            View view = new View(Box.whole(2, 2), 2, 2, Box.whole(2, 2), (i & 1) != 0, (i & 2) != 0, (i & 4) != 0);
            seen.add(java.util.Arrays.toString(view.of(square).samples()));
        }
        assertThat(seen)
                .containsExactlyInAnyOrder(
                        "[1, 2, 3, 4]",
                        "[2, 1, 4, 3]",
                        "[3, 4, 1, 2]",
                        "[4, 3, 2, 1]",
                        "[1, 3, 2, 4]",
                        "[3, 1, 4, 2]",
                        "[2, 4, 1, 3]",
                        "[4, 2, 3, 1]");
    }
}
