package org.nec4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.nec4j.codec.error.UserException;
import org.nec4j.data.synthetic.SyntheticScenes;

class SceneViewsTest {
    private final SyntheticScenes scenes = new SyntheticScenes(5, 40, 1);

    @Test
    void viewsOfASceneDifferAndAreTheSameForTheSameSeed() {
        SceneViews views = new SceneViews(scenes, 4, ImageSize.square(32), false, 7);
        assertThat(views.size()).isEqualTo(20);
        for (int i = 0; i < views.size(); i++) {
            ByteImage image = views.picture(i);
            assertThat(image.width()).isEqualTo(32);
            assertThat(image.height()).isEqualTo(32);
            assertThat(views.label(i)).isEqualTo(i / 4);
            assertThat(image.samples())
                    .isEqualTo(new SceneViews(scenes, 4, ImageSize.square(32), false, 7)
                            .picture(i)
                            .samples())
                    .isNotEqualTo(new SceneViews(scenes, 4, ImageSize.square(32), false, 8)
                            .picture(i)
                            .samples())
                    .isNotEqualTo(views.picture((i + 1) % views.size()).samples());
        }
        assertThat(views.name(6)).isEqualTo(scenes.name(1) + ", view 2");
    }

    /** A scene of one colour shows the light alone. */
    @Test
    void lightStaysWithinAFifthDarkerAndAQuarterLighter() {
        byte[] grey = new byte[40 * 40 * 3];
        Arrays.fill(grey, (byte) 100);
        SceneViews views =
                new SceneViews(new OneImage(new ByteImage(40, 40, 3, grey)), 50, ImageSize.square(16), false, 0);
        int[] levels = new int[views.size()];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = views.picture(i).at(3, 3, 0);
            assertThat(levels[i]).isBetween(80, 125);
        }
        assertThat(Arrays.stream(levels).min().orElseThrow()).isLessThan(85);
        assertThat(Arrays.stream(levels).max().orElseThrow()).isGreaterThan(115);
    }

    @Test
    void refusesScenesSmallerThanAView() {
        assertThatThrownBy(() -> new SceneViews(scenes, 4, ImageSize.square(64), false, 7).image(0))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("40x40 pixels, smaller than the crop of 64");
        assertThat(new SceneViews(scenes, 4, ImageSize.square(64), true, 7)
                        .picture(0)
                        .width())
                .isEqualTo(64);
    }

    private record OneImage(ByteImage image) implements ImageSource {
        @Override
        public int size() {
            return 1;
        }

        @Override
        public Picture image(int index) {
            return image;
        }

        @Override
        public int label(int index) {
            return 0;
        }

        @Override
        public String name(int index) {
            return "one";
        }
    }
}
