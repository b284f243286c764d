package org.nec4j.data;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.nec4j.codec.error.UserException;

/**
 * The masks of a data set of folders {@code images} and {@code masks}, decoded each time they are asked for.
 *
 * @param dataset the samples; indices count them in their order
 * @param folder  their masks
 * @param codes   what the masks' values stand for
 */
public record MaskFiles(Dataset dataset, SegmentationFolder folder, MaskCodes codes) implements PixelLabels {
    /** What to tell of a first mask that calls a value no data which the description calls a class. */
    public Optional<String> warning() {
        if (dataset.size() == 0) {
            return Optional.empty();
        }
        Optional<Path> first = folder.mask(dataset.samples().get(0).path());
        OptionalInt nodata = first.map(MaskDecoder::nodata).orElse(OptionalInt.empty());
        return nodata.isEmpty()
                ? Optional.empty()
                : codes.className(nodata.getAsInt())
                        .map(name -> "Warning: " + first.get() + " calls " + nodata.getAsInt()
                                + " no data, and the data set's description calls it class " + name
                                + "; where such pixels are to count for nothing, name it under masks.ignored and let"
                                + " masks.first-class be that of the first class.");
    }

    @Override
    public ByteImage labels(int index) {
        Path image = dataset.samples().get(index).path();
        Path mask = folder.mask(image).orElseThrow(() -> new UserException(image + ": has no mask of the same name"));
        return codes.decode(folder.values(mask), mask.toString());
    }
}
