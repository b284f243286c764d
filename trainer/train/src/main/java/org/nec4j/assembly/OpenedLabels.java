package org.nec4j.assembly;

import java.util.Arrays;
import java.util.List;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.DatasetDescription;
import org.nec4j.data.MaskCodes;
import org.nec4j.data.MaskFiles;
import org.nec4j.data.PixelLabels;
import org.nec4j.data.SegmentationFolder;
import org.nec4j.data.synthetic.LandCover;
import org.nec4j.data.synthetic.SceneLabels;
import org.nec4j.data.synthetic.SyntheticScenes;

/**
 * The classes of a data set's pixels, ready to be read.
 *
 * @param classes their names
 * @param labels  of all samples, in their order
 */
public record OpenedLabels(List<String> classes, PixelLabels labels) {
    /** Opens the masks of a data set; throws UserException where it has none. */
    public static OpenedLabels of(DatasetDescription description, OpenedSet set) {
        return switch (description.kind()) {
            case SYNTHETIC ->
                new OpenedLabels(
                        Arrays.stream(LandCover.values()).map(LandCover::word).toList(),
                        new SceneLabels((SyntheticScenes) set.images()));
            case FOLDER -> {
                DatasetDescription.Masks masks = description.masks();
                SegmentationFolder folder =
                        SegmentationFolder.read(description.folder().orElseThrow(), masks.rgb());
                if (description.classes().size() < 2) {
                    throw new UserException(
                            "segmentation needs two or more classes, but the data set's description names "
                                    + description.classes().size() + "; list them under classes");
                }
                MaskCodes codes = new MaskCodes(description.classes(), masks.firstClass(), masks.ignored());
                yield new OpenedLabels(description.classes(), new MaskFiles(set.dataset(), folder, codes));
            }
        };
    }

    /** What a user would want to know of the masks, a sentence each. */
    public List<String> warnings() {
        return labels instanceof MaskFiles files ? files.warning().stream().toList() : List.of();
    }

    /** The labels of some of the samples, as {@link OpenedSet#only} gives their images. */
    public PixelLabels only(int[] chosen) {
        return index -> labels.labels(chosen[index]);
    }
}
