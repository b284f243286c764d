package org.nec4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.error.UserException;

class MasksTest {
    @TempDir
    Path folder;

    @Test
    void valuesBecomeClassesAndIgnoredOnesDoNotCount() throws IOException {
        MaskFiles masks = masks(new byte[] {0, 1, 2, 2});
        assertThat(masks.labels(0).samples()).containsExactly(PixelLabels.IGNORED, 0, 1, 1);
    }

    @Test
    void aValueThatStandsForNothingIsRefusedByPlace() throws IOException {
        MaskFiles masks = masks(new byte[] {0, 1, 7, 2});
        assertThatThrownBy(() -> masks.labels(0))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("a.png")
                .hasMessageEndingWith(
                        "value 7 at column 0, row 1 stands for no class; classes are 1 (field) to 2 (road), ignored are [0]");
    }

    /** Tag 42113 is what GDAL reads and writes; rasterio and QGIS set it to 0 for masks whose background is 0. */
    @Test
    void aMaskThatCallsAClassNoDataIsReadAsDescribedAndSaidToBe() throws IOException {
        byte[] tiff = Resources.bytes("inputs/mask-minus-one.tif");
        Path mask = Files.createDirectories(folder.resolve("masks")).resolve("a.tif");
        Files.write(mask, tiff);
        Files.createDirectories(folder.resolve("images"));
        int nodata = MaskDecoder.nodata(mask).orElseThrow();
        Mask stored = MaskDecoder.values(mask);
        PngWriter.write(
                folder.resolve("images/a.png"),
                new ByteImage(stored.width(), stored.height(), 3, new byte[stored.values().length * 3]));
        Dataset dataset = ImageFolder.read("masks", folder, List.of("x", "y", "z"), SplitRule.allTrain());
        SegmentationFolder pairs = SegmentationFolder.read(folder, List.of());
        List<String> classes = List.of("nothing", "field", "road", "wood", "lake");

        assertThat(new MaskFiles(dataset, pairs, new MaskCodes(classes, nodata, List.of())).warning())
                .hasValueSatisfying(said -> assertThat(said)
                        .startsWith("Warning: " + mask + " calls " + nodata
                                + " no data, and the data set's description calls it class nothing; "));
        assertThat(new MaskFiles(dataset, pairs, new MaskCodes(classes, nodata + 1, List.of(nodata))).warning())
                .isEmpty();
    }

    @Test
    void aNumberThatNoClassCanHaveIsToldWithItsDigits() throws IOException {
        byte[] tiff = Resources.bytes("inputs/mask-least-int32.tif");
        assertThatThrownBy(() -> MaskDecoder.values(tiff, "m.tif"))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith(
                        "m.tif: a mask holds -2147483648, expected class numbers of at most 2147483647");
    }

    @Test
    void anImageWithoutAMaskIsRefused() throws IOException {
        masks(new byte[] {0, 1, 1, 2});
        PngWriter.write(folder.resolve("images/b.png"), new ByteImage(2, 2, 3, new byte[12]));
        assertThatThrownBy(() -> SegmentationFolder.read(folder, List.of()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("b.png: has no mask of the same name");
    }

    @Test
    void tilesCoverTheWholeImageAndEndWithIt() {
        // mmsegmentation's windows of 512 every 384 on 1000 x 600: columns 0, 384, 488; rows 0, 88.
        assertThat(new Tiling(512, 384).of(1000, 600, "x"))
                .extracting(Box::left, Box::top)
                .containsExactly(
                        tuple(0, 0), tuple(384, 0), tuple(488, 0), tuple(0, 88), tuple(384, 88), tuple(488, 88));
        assertThat(new Tiling(128, 96).of(400, 400, "x")).hasSize(16);
        assertThat(new Tiling(128, 96).of(128, 128, "x")).containsExactly(new Box(0, 0, 128, 128));
        assertThatThrownBy(() -> new Tiling(128, 96).of(100, 400, "small.png"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("small.png: 100x400 pixels, smaller than a tile of 128");
    }

    @Test
    void aTileHoldsItsPartOfTheImage() {
        byte[] samples = new byte[4 * 3 * 2];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) i;
        }
        ByteImage part = Tiling.cut(new ByteImage(4, 3, 2, samples), new Box(1, 1, 2, 2));
        assertThat(part.samples()).containsExactly(10, 11, 12, 13, 18, 19, 20, 21);
    }

    private MaskFiles masks(byte[] values) throws IOException {
        Files.createDirectories(folder.resolve("images"));
        Files.createDirectories(folder.resolve("masks"));
        PngWriter.write(folder.resolve("images/a.png"), new ByteImage(2, 2, 3, new byte[12]));
        PngWriter.write(folder.resolve("masks/a.png"), new ByteImage(2, 2, 1, values));
        MaskCodes codes = new MaskCodes(List.of("field", "road"), 1, List.of(0));
        Dataset dataset = ImageFolder.read("fields", folder, List.of("field", "road"), SplitRule.allTrain());
        return new MaskFiles(dataset, SegmentationFolder.read(folder, List.of()), codes);
    }
}
