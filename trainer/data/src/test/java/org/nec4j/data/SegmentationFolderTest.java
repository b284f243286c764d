package org.nec4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.SharedData;
import org.nec4j.codec.error.UserException;

class SegmentationFolderTest {
    @TempDir
    Path folder;

    @Test
    void aMaskIsResizedAsPillowsNearest() {
        byte[] grey = new byte[96 * 80];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = Resources.source().samples()[3 * i];
        }
        View view = new View(new Box(5, 3, 61, 47), 32, 32, Box.whole(32, 32), false, false, false);
        assertThat(view.ofMask(grey, 96)).isEqualTo(Resources.bytes("pillow/nearest-5-3-61-47-32-32.grey"));
    }

    @Test
    void imageAndMaskAreCroppedAndTurnedTogether() {
        // A picture whose red is its mask: wherever the view looks, the two must agree up to the kernel's smoothing.
        byte[] rgb = new byte[64 * 48 * 3];
        byte[] mask = new byte[64 * 48];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = (byte) (2 * (i % 64) + i / 64);
            rgb[3 * i] = mask[i];
        }
        ByteImage image = new ByteImage(64, 48, 3, rgb);
        RandomCrop crop = new RandomCrop(ImageSize.square(24), 0.3, 1, 0.75, 0.5, 0.5, 0.5, false);
        for (int i = 0; i < 50; i++) {
            View view = crop.view(64, 48, CounterRandom.of(8, i));
            ByteImage seen = view.of(image);
            byte[] seenMask = view.ofMask(mask, 64);
            for (int y = 2; y < 22; y++) {
                for (int x = 2; x < 22; x++) {
                    assertThat(Math.abs(seen.at(x, y, 0) - (seenMask[y * 24 + x] & 0xFF)))
                            .isLessThanOrEqualTo(4);
                }
            }
        }
    }

    @Test
    void readsRealMasksOfClassNumbersColoursAndBits() {
        Path root = SharedData.require("data/segmentation-samples");
        // Counts by NumPy over what Pillow reads.
        SegmentationFolder potsdam = SegmentationFolder.read(root.resolve("potsdam"), List.of());
        assertThat(counts(mask(potsdam, 0), 6)).containsExactly(24696, 100557, 64023, 34357, 30670, 7841);
        SegmentationFolder loveda = SegmentationFolder.read(root.resolve("loveda"), List.of());
        assertThat(loveda.size()).isEqualTo(3);
        assertThat(counts(mask(loveda, 0), 8)).containsExactly(0, 142441, 14427, 19208, 3888, 0, 0, 868612);
        SegmentationFolder roads = SegmentationFolder.read(SharedData.require("data/roads"), List.of());
        assertThat(roads.size()).isEqualTo(80);
        assertThat(counts(mask(roads, 0), 2)[1]).isEqualTo(31400);
        Path coloured = root.resolve("zurich_quickbird/masks/14.tif");
        List<Integer> colours = List.of(0x000000, 0x646464, 0x007D00, 0x00FF00, 0x000096, 0xFFFFFF);
        assertThat(counts(MaskDecoder.colours(coloured, colours), 6))
                .containsExactly(86744, 114932, 26744, 5751, 142198, 110035);
        assertThatThrownBy(() -> MaskDecoder.colours(coloured, colours.subList(1, 6)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("colour #000000 at column");
        assertThatThrownBy(() -> MaskDecoder.values(coloured))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("a mask of 3 bands, expected one of class numbers");
    }

    @Test
    void refusesWhatDoesNotFitTogether() throws IOException {
        assertRefused("has no folders 'images' and 'masks' side by side");
        Files.createDirectories(folder.resolve("images"));
        Files.createDirectories(folder.resolve("masks"));
        assertRefused("has no folders 'images' and 'masks' side by side that hold images");
        PngWriter.write(folder.resolve("images/a.png"), new ByteImage(4, 3, 3, new byte[36]));
        PngWriter.write(folder.resolve("masks/b.png"), new ByteImage(4, 3, 1, new byte[12]));
        assertRefused("a.png: has no mask of the same name");
    }

    private void assertRefused(String part) {
        assertThatThrownBy(() -> SegmentationFolder.read(folder, List.of()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(part);
    }

    private static Mask mask(SegmentationFolder folder, int index) {
        return folder.values(folder.mask(folder.images().get(index)).orElseThrow());
    }

    private static int[] counts(Mask mask, int classes) {
        int[] counts = new int[classes];
        for (int value : mask.values()) {
            counts[value]++;
        }
        return counts;
    }
}
