package org.nec4j.picture;

import java.util.DoubleSummaryStatistics;
import java.util.stream.IntStream;
import org.nec4j.codec.SymbolCosts;
import org.nec4j.data.ByteImage;

/**
 * One image on its way through one codec.
 *
 * @param name          what the image is called
 * @param codec         what the codec is called, with what tells it from others
 * @param original      the square that the codec saw, as a picture
 * @param reconstructed from the embedding that was decoded from the coded bytes
 * @param costs         bits of every symbol
 * @param bytes         length of the coded file
 * @param borrowed      whether the reconstruction's patches have the original's means and deviations
 */
public record Shown(
        String name,
        String codec,
        ByteImage original,
        ByteImage reconstructed,
        SymbolCosts costs,
        int bytes,
        boolean borrowed) {
    /** Bits of the coded file over pixels of what the model sees. */
    public double bitsPerPixel() {
        return 8.0 * bytes / (original.width() * original.height());
    }

    /** Peak signal-to-noise ratio in dB of the reconstruction, over the 8-bit samples that are shown; infinite where it is exact. */
    public double psnr() {
        double squares = 0;
        byte[] a = original.samples();
        byte[] b = reconstructed.samples();
        for (int i = 0; i < a.length; i++) {
            double difference = (a[i] & 0xFF) - (b[i] & 0xFF);
            squares += difference * difference;
        }
        return 10 * Math.log10(255.0 * 255.0 * a.length / squares);
    }

    /** What the patches cost, in bits; the class token is none. */
    DoubleSummaryStatistics patchBits() {
        return IntStream.range(1, costs.tokens()).mapToDouble(costs::ofToken).summaryStatistics();
    }
}
