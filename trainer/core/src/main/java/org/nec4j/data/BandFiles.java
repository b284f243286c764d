package org.nec4j.data;

import java.util.Arrays;
import java.util.List;
import org.nec4j.codec.UserException;

/**
 * The images of a data set as bands, decoded each time they are asked for.
 *
 * @param dataset the samples; indices count them in their order
 * @param select bands to take, in this order, counted from 1 as GDAL does; empty takes all
 */
public record BandFiles(Dataset dataset, List<Integer> select) implements BandSource {
    public BandFiles {
        select = List.copyOf(select);
        if (select.stream().anyMatch(band -> band < 1)) {
            throw new UserException("bands " + select + " are chosen, but bands count from 1");
        }
    }

    @Override
    public int size() {
        return dataset.size();
    }

    @Override
    public BandImage image(int index) {
        BandImage image = BandDecoder.decode(dataset.samples().get(index).path());
        int[] chosen = select.stream().mapToInt(band -> band - 1).toArray();
        if (Arrays.stream(chosen).anyMatch(band -> band >= image.bands())) {
            throw new UserException(
                    name(index) + ": has " + image.bands() + " bands, but bands " + select + " are chosen");
        }
        return chosen.length == 0 ? image : image.select(chosen);
    }

    @Override
    public int label(int index) {
        return dataset.samples().get(index).label();
    }

    @Override
    public String name(int index) {
        return dataset.samples().get(index).path().toString();
    }
}
