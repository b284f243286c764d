package org.nec4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nec4j.SharedData;
import org.nec4j.codec.error.UserException;

/** Files as people bring them. The expected values are those of rasterio, tifffile, NumPy and Pillow; {@code inputs/make.py} wrote them. */
class ImageFilesOfPeopleTest {
    @Test
    void bandsAreThoseThatRasterioReads() {
        for (String line : lines("bands.csv")) {
            String file = line.substring(0, line.indexOf(','));
            assertThat(Described.of(file, bands(file, Optional.empty()))).isEqualTo(line);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "turned1.tif",
                "turned2.tif",
                "turned3.tif",
                "turned4.tif",
                "turned5.tif",
                "turned6.tif",
                "turned7.tif",
                "turned8.tif",
                "premultiplied.tif",
                "straight-alpha.tif"
            })
    void picturesAreThoseThatPillowReads(String file) {
        ByteImage image = ImageDecoder.decode(Resources.bytes("inputs/" + file), file);
        assertThat(image.samples()).isEqualTo(Resources.bytes("inputs/" + file + ".rgb"));
        boolean turned = file.compareTo("turned5") > 0;
        assertThat(image.width()).isEqualTo(turned ? 5 : 8);
    }

    @Test
    void masksHoldTheStoredValuesWhateverTheirNoDataTag() {
        for (String line : lines("masks.csv")) {
            String file = line.substring(0, line.indexOf(','));
            int[] expected = Arrays.stream(line.substring(line.indexOf(',') + 1).split(" "))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            Mask mask = MaskDecoder.values(Resources.bytes("inputs/" + file), file);
            assertThat(mask.values()).as(file).isEqualTo(expected);
            assertThat(mask.width()).isEqualTo(7);
        }
    }

    @Test
    void aDescriptionSaysWhatNegativeAndLargeValuesStandFor() {
        List<String> classes = List.of("background", "road", "water");
        Mask minus = mask("mask-minus-one.tif");
        ByteImage labels = new MaskCodes(classes.subList(0, 2), 0, List.of(-1)).decode(minus, "m");
        assertThat(labels.samples()).startsWith(1, PixelLabels.IGNORED, 1, PixelLabels.IGNORED);
        ByteImage large = new MaskCodes(classes, 1000, List.of(65535)).decode(mask("mask-thousands.tif"), "m");
        assertThat(large.samples()).startsWith(2, 0, 2, 0, 0, 1);
        Mask nothing = new Mask(2, 1, new int[] {Mask.NOTHING, 1});
        assertThat(new MaskCodes(classes, 0, List.of()).decode(nothing, "m").samples())
                .containsExactly(PixelLabels.IGNORED, 1);
    }

    @Test
    void theOrderOfAxesCanBeSaid() {
        BandImage first = bands("ambiguous.npy", Optional.of(AxisOrder.CHW));
        BandImage last = bands("ambiguous.npy", Optional.of(AxisOrder.HWC));
        assertThat(List.of(first.bands(), first.height(), first.width())).containsExactly(20, 16, 18);
        assertThat(List.of(last.bands(), last.height(), last.width())).containsExactly(18, 20, 16);
        assertThat(bands("ambiguous-pages.tif", Optional.of(AxisOrder.CHW)).bands())
                .isEqualTo(20);
        assertThat(bands("flat.npy", Optional.of(AxisOrder.HWC)).bands()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ambiguous.npy       | an array of [20, 16, 18] may be bands, rows, columns or rows, columns, bands
            ambiguous-pages.tif | an array of [20, 16, 18] may be
            two-sizes.tif       | holds 2 pages, of which the first has 14x12 pixels of 1 band and another 7x6 pixels of 1 band
            rgb-pages.tif       | holds 3 pages, of which the first has 8x9 pixels of 3 bands
            cut.tif             | its description names more images than its 1 page
            """)
    void refusesWhatCouldBeReadInTwoWays(String file, String part) {
        assertThatThrownBy(() -> bands(file, Optional.empty()))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(part);
    }

    @Test
    void aPictureOfSeveralPagesIsRefused() {
        assertThatThrownBy(() -> ImageDecoder.decode(Resources.bytes("inputs/rgb-pages.tif"), "p"))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("p: holds 3 pages of one size, expected one picture");
        assertThat(ImageDecoder.decode(Resources.bytes("pillow/plain.tif"), "p").width())
                .isEqualTo(45);
    }

    @ParameterizedTest
    @CsvSource({
        "3, 64, 48, CHW",
        "64, 48, 3, HWC",
        "13, 14, 15, CHW",
        "40, 32, 32, CHW",
        "32, 32, 50, HWC",
        "1, 20, 30, CHW",
        "20, 30, 1, HWC"
    })
    void bandsAreFewerThanPixelsOfASideOrTheImageIsSquare(int first, int second, int third, AxisOrder order) {
        assertThat(AxisOrder.of(Optional.empty(), first, second, third, "x")).isEqualTo(order);
    }

    @ParameterizedTest
    @CsvSource({"13, 13, 13", "101, 40, 50", "40, 101, 40", "13, 48, 13"})
    void refusesShapesOfWhichBothOrNeitherWouldDo(int first, int second, int third) {
        assertThatThrownBy(() -> AxisOrder.of(Optional.empty(), first, second, third, "x"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("order = chw or order = hwc");
    }

    @Test
    void theCasesThatPeopleReported() {
        java.nio.file.Path cases = SharedData.require("data/cases");
        BandImage cube = BandDecoder.decode(cases.resolve("B4/data/c00.npy"));
        assertThat(List.of(cube.bands(), cube.width(), cube.height())).containsExactly(40, 32, 32);
        assertThat(BandDecoder.decode(cases.resolve("B5/data/c00.tif")).bands()).isEqualTo(13);
        assertThat(BandDecoder.decode(cases.resolve("T/hyper_chw.npy")).bands()).isEqualTo(101);
        assertThat(BandDecoder.decode(cases.resolve("T/f32_ninf.tif")).missing())
                .isPositive()
                .isEqualTo(400L
                        * BandDecoder.decode(cases.resolve("T/f32_ninf.tif")).bands());
        assertThat(BandDecoder.decode(cases.resolve("P/la16.png")).bands()).isEqualTo(2);
        for (String name : List.of("S1", "S3")) {
            int[] counts = new int[3];
            int ignored = name.equals("S1") ? 255 : -1;
            MaskCodes codes = new MaskCodes(List.of("background", "road"), 0, List.of(ignored));
            for (byte label : codes.decode(MaskDecoder.values(cases.resolve(name + "/data/masks/t0.tif")), "m")
                    .samples()) {
                counts[label == PixelLabels.IGNORED ? 2 : label]++;
            }
            assertThat(counts).as(name).containsExactly(10672, 4176, 1536);
        }
    }

    private static Mask mask(String file) {
        return MaskDecoder.values(Resources.bytes("inputs/" + file), file);
    }

    private static BandImage bands(String file, Optional<AxisOrder> order) {
        return BandDecoder.decode(Resources.bytes("inputs/" + file), order, file);
    }

    private static List<String> lines(String csv) {
        return new String(Resources.bytes("inputs/" + csv), StandardCharsets.UTF_8)
                .lines()
                .skip(1)
                .toList();
    }
}
