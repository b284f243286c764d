package org.nec4j.data;

import java.nio.file.Path;
import org.nec4j.codec.error.UserException;

/**
 * The masks of a data set of folders {@code images} and {@code masks}, decoded each time they are asked for.
 *
 * @param dataset the samples; indices count them in their order
 * @param folder  their masks
 * @param codes   what the masks' values stand for
 */
public record MaskFiles(Dataset dataset, SegmentationFolder folder, MaskCodes codes) implements PixelLabels {
    @Override
    public ByteImage labels(int index) {
        Path image = dataset.samples().get(index).path();
        Path mask = folder.mask(image).orElseThrow(() -> new UserException(image + ": has no mask of the same name"));
        return codes.decode(folder.values(mask), mask.toString());
    }
}
