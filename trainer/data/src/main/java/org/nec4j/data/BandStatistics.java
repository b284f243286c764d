package org.nec4j.data;

import java.util.ArrayList;
import java.util.List;
import org.nec4j.codec.error.UserException;
import org.nec4j.progress.Progress;

/**
 * What is known of one band over all images of a source.
 *
 * @param valid samples that are numbers
 * @param missing samples that are NaN or a file's no-data value
 * @param min least value; NaN where nothing is valid, like the three that follow
 * @param max greatest value
 * @param mean mean of the valid samples
 * @param std their standard deviation, dividing by their number
 */
public record BandStatistics(long valid, long missing, double min, double max, double mean, double std) {
    /**
     * Statistics of every band; an 8-bit picture's channels count on the scale 0 to 1, as {@link Normalization} has them.
     *
     * @param progress told how many images are done
     * @throws UserException if images differ in their number of bands, or one holds an infinite value
     */
    public static List<BandStatistics> of(ImageSource images, Progress progress) {
        Sums[] bands = new Sums[0];
        for (int i = 0; i < images.size(); i++) {
            BandImage image = numbers(images.image(i));
            if (i == 0) {
                bands = new Sums[image.bands()];
                for (int c = 0; c < bands.length; c++) {
                    bands[c] = new Sums();
                }
            }
            if (image.bands() != bands.length) {
                throw new UserException(images.name(i) + ": " + image.bands() + " bands, but " + images.name(0)
                        + " has " + bands.length + "; choose bands that all images have");
            }
            int plane = image.width() * image.height();
            for (int c = 0; c < bands.length; c++) {
                bands[c].add(image.samples(), c * plane, plane, images.name(i) + ", band " + (c + 1));
            }
            progress.at(i + 1);
        }
        List<BandStatistics> statistics = new ArrayList<>();
        for (Sums band : bands) {
            statistics.add(band.statistics());
        }
        return statistics;
    }

    private static BandImage numbers(Picture picture) {
        if (picture instanceof BandImage bands) {
            return bands;
        }
        ByteImage image = (ByteImage) picture;
        int plane = image.width() * image.height();
        float[] samples = new float[image.samples().length]; // [C, H, W]
        for (int i = 0; i < samples.length; i++) {
            samples[i % image.channels() * plane + i / image.channels()] = (image.samples()[i] & 0xFF) / 255f;
        }
        return new BandImage(image.width(), image.height(), image.channels(), samples, 0);
    }

    /** Running moments; images are merged as Chan, Golub and LeVeque do, so large offsets cost no precision. */
    private static final class Sums {
        private long valid;
        private long missing;
        private double min = Double.POSITIVE_INFINITY;
        private double max = Double.NEGATIVE_INFINITY;
        private double mean;
        private double squares;

        void add(float[] samples, int offset, int length, String name) {
            long n = 0;
            double sum = 0;
            for (int i = offset; i < offset + length; i++) {
                float value = samples[i];
                if (Float.isNaN(value)) {
                    missing++;
                } else if (Float.isInfinite(value)) {
                    throw new UserException(
                            name + ": holds an infinite value, expected finite numbers or NaN where nothing is known");
                } else {
                    n++;
                    sum += value;
                    min = Math.min(min, value);
                    max = Math.max(max, value);
                }
            }
            if (n == 0) {
                return;
            }
            double here = sum / n;
            double around = 0;
            for (int i = offset; i < offset + length; i++) {
                around += Float.isNaN(samples[i]) ? 0 : (samples[i] - here) * (samples[i] - here);
            }
            double gap = here - mean;
            long total = valid + n;
            squares += around + gap * gap * ((double) valid * n / total);
            mean += gap * n / total;
            valid = total;
        }

        BandStatistics statistics() {
            return valid == 0
                    ? new BandStatistics(0, missing, Double.NaN, Double.NaN, Double.NaN, Double.NaN)
                    : new BandStatistics(valid, missing, min, max, mean, Math.sqrt(squares / valid));
        }
    }
}
