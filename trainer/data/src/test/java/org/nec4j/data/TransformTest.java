package org.nec4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

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
