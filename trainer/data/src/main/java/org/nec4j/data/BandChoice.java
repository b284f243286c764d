package org.nec4j.data;

import java.util.List;
import java.util.Optional;
import org.nec4j.codec.error.UserException;

/**
 * What is taken of files of several bands.
 *
 * @param select bands to take, in this order, counted from 1 as GDAL does; empty takes all
 * @param nodata a value that stands for nothing, beside the file's own no-data value and NaN
 * @param order which axis of an array holds the bands, where it is known
 */
public record BandChoice(List<Integer> select, Optional<Double> nodata, Optional<AxisOrder> order) {
    public BandChoice {
        select = List.copyOf(select);
        if (select.stream().anyMatch(band -> band < 1)) {
            throw new UserException("bands " + select + " are chosen, but bands count from 1");
        }
    }

    /** Where nothing is known of the axes. */
    public BandChoice(List<Integer> select, Optional<Double> nodata) {
        this(select, nodata, Optional.empty());
    }

    /** Every band as it is. */
    public static BandChoice all() {
        return new BandChoice(List.of(), Optional.empty());
    }

    /**
     * The chosen bands of an image.
     *
     * @param name what messages call it
     * @throws UserException if it lacks one of them
     */
    public BandImage of(BandImage image, String name) {
        int most = select.stream().mapToInt(Integer::intValue).max().orElse(0);
        if (most > image.bands()) {
            throw new UserException(name + ": has " + image.bands() + (image.bands() == 1 ? " band" : " bands")
                    + ", but bands " + select + " are chosen");
        }
        BandImage chosen = select.isEmpty()
                ? image
                : image.select(select.stream().mapToInt(band -> band - 1).toArray());
        return nodata.map(value -> chosen.without(value.floatValue())).orElse(chosen);
    }
}
