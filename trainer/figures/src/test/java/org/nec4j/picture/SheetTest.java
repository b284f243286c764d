package org.nec4j.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nec4j.codec.SymbolCosts;
import org.nec4j.data.ByteImage;
import org.nec4j.report.Ticks;

class SheetTest {
    @Test
    void lettersHaveTheWidthsOfTheirTypeface() {
        // Advances of "A", "V" and "i" in Inter Regular's hmtx table, as fontTools reads it, over 2816 units.
        assertThat(Typeface.REGULAR.width("AVi", 2816)).isCloseTo(1904 + 1904 + 668, within(1e-9));
        Rectangle2D box = Typeface.REGULAR.outline("H", 10, 50, 28.16).getBounds2D();
        assertThat(box.getMaxY()).isCloseTo(50, within(1e-6));
        assertThat(box.getHeight()).isCloseTo(20.48, within(1e-6));
        // Drawn with pairs of numbers that follow each other without a letter.
        assertThat(Typeface.REGULAR.outline("\u00d7", 0, 0, 2816).getBounds2D())
                .isEqualTo(new Rectangle2D.Double(288, -1440, 1280, 1280));
    }

    @Test
    void aCharacterThatIsNotThereShowsAsAQuestionMark() {
        assertThat(Typeface.SEMIBOLD.width("\u4e2d", 20)).isEqualTo(Typeface.SEMIBOLD.width("?", 20));
    }

    @Test
    void ticksAreRoundAndLabelledInAsManyDecimalsAsTheyNeed() {
        Ticks ticks = Ticks.within(0, 23.7, 6);
        assertThat(ticks.values()).containsExactly(0.0, 5.0, 10.0, 15.0, 20.0);
        assertThat(ticks.label(15)).isEqualTo("15");
        Ticks small = Ticks.within(0.013, 0.094, 4);
        assertThat(small.values().stream().map(small::label)).containsExactly("0.02", "0.04", "0.06", "0.08");
        assertThat(Ticks.within(-1, 1, 4).values().stream().map(Ticks.within(-1, 1, 4)::label))
                .containsExactly("-1.0", "-0.5", "0.0", "0.5", "1.0");
    }

    @Test
    void theColourScaleEndsAtTheEndsOfViridis() {
        ColourScale scale = new ColourScale(0, 10);
        assertThat(scale.colour(-1)).isEqualTo(0x440154);
        assertThat(scale.colour(5)).isEqualTo(0x21918c);
        assertThat(scale.colour(11)).isEqualTo(0xfde725);
    }

    @Test
    void psnrIsThatOfThePixels() {
        byte[] original = new byte[4 * 4 * 3];
        byte[] off = original.clone();
        Arrays.fill(off, (byte) 16);
        // 10 log10(255^2 / 16^2)
        assertThat(shown(original, off).psnr()).isCloseTo(24.0485, within(1e-3));
        assertThat(shown(original, original).psnr()).isInfinite();
        assertThat(shown(original, off).bitsPerPixel()).isEqualTo(8 * 30 / 16.0);
    }

    @Test
    void theSheetShowsEveryPixelAndThePricesOfItsTokens() {
        byte[] original = new byte[4 * 4 * 3];
        for (int i = 0; i < original.length; i++) {
            original[i] = (byte) (5 * i);
        }
        Shown shown = shown(original, original);
        ByteImage sheet = Sheet.draw(List.of(shown, shown), Optional.empty());

        // Enlarged by 100; the sheet's margin is 32 and the panels begin 92 below it.
        assertThat(sheet.at(32, 32 + 92, 0)).isEqualTo(0);
        assertThat(sheet.at(32 + 399, 32 + 92 + 399, 2)).isEqualTo(5 * 47);
        int map = 32 + 2 * (400 + 24);
        assertThat(rgb(sheet, map + 5, 130)).isEqualTo(new ColourScale(0, 8).colour(2));
        assertThat(rgb(sheet, map + 395, 130)).isEqualTo(new ColourScale(0, 8).colour(4));
        assertThat(rgb(sheet, map + 395, 130 + 390)).isEqualTo(0xfde725);
    }

    @Test
    void twoCodecsShareOneColourScale() {
        byte[] pixels = new byte[4 * 4 * 3];
        Shown cheap = shown(pixels, pixels, new double[] {0, 1, 1, 1, 2});
        Shown dear = shown(pixels, pixels, new double[] {0, 10, 10, 10, 20});
        ByteImage sheet = Sheet.draw(List.of(cheap, dear), Optional.empty());

        int map = 32 + 2 * (400 + 24);
        int below = 92 + 400 + 62 + 32;
        assertThat(rgb(sheet, map + 395, 130 + 390)).isEqualTo(new ColourScale(0, 20).colour(2));
        assertThat(rgb(sheet, map + 5, 130 + below)).isEqualTo(new ColourScale(0, 20).colour(10));
        assertThat(rgb(sheet, map + 395, 130 + 390 + below)).isEqualTo(0xfde725);
    }

    @Test
    void sheetsOfOneStatedScaleCompareAndSayWhatIsBeyondIt() {
        byte[] pixels = new byte[4 * 4 * 3];
        Shown dear = shown(pixels, pixels, new double[] {0, 10, 10, 10, 20});
        ByteImage sheet = Sheet.draw(List.of(dear), Optional.of(15.0));

        int map = 32 + 2 * (400 + 24);
        assertThat(rgb(sheet, map + 5, 130)).isEqualTo(new ColourScale(0, 15).colour(10));
        assertThat(rgb(sheet, map + 395, 130 + 390)).isEqualTo(0xfde725);
        assertThat(Sheet.patches(dear, new ColourScale(0, 15)))
                .isEqualTo("patches 12.5 bits on average, 10.0 to 20.0, above the colours' 15.0");
    }

    @Test
    void aClassTokenBeyondTheColoursIsSaidToBe() {
        byte[] pixels = new byte[4 * 4 * 3];
        ColourScale colours = new ColourScale(2, 8);
        assertThat(Sheet.classToken(shown(pixels, pixels, new double[] {35.25, 2, 4, 6, 8}), colours))
                .isEqualTo("class token 35.3 bits, above the colours' 8.0");
        assertThat(Sheet.classToken(shown(pixels, pixels, new double[] {0, 2, 4, 6, 8}), colours))
                .isEqualTo("class token 0.0 bits, below the colours' 2.0");
        assertThat(Sheet.classToken(shown(pixels, pixels, new double[] {8, 2, 4, 6, 8}), colours))
                .isEqualTo("class token 8.0 bits");
    }

    private static int rgb(ByteImage image, int x, int y) {
        return image.at(x, y, 0) << 16 | image.at(x, y, 1) << 8 | image.at(x, y, 2);
    }

    /** A class token of 1 bit and four patches of 2, 4, 6 and 8. */
    private static Shown shown(byte[] original, byte[] reconstructed) {
        return shown(original, reconstructed, new double[] {1, 2, 4, 6, 8});
    }

    private static Shown shown(byte[] original, byte[] reconstructed, double[] tokenBits) {
        SymbolCosts costs = new SymbolCosts(5, 1, new int[5], tokenBits, new double[5], tokenBits);
        return new Shown(
                "a.png",
                "codec.nec",
                new ByteImage(4, 4, 3, original),
                new ByteImage(4, 4, 3, reconstructed),
                costs,
                30,
                false);
    }
}
