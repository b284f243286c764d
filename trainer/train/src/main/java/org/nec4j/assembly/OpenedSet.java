package org.nec4j.assembly;

import java.util.Arrays;
import java.util.Optional;
import org.nec4j.config.DatasetDescription;
import org.nec4j.config.NoDataValue;
import org.nec4j.data.AxisOrder;
import org.nec4j.data.BandChoice;
import org.nec4j.data.BandFiles;
import org.nec4j.data.Dataset;
import org.nec4j.data.FileImages;
import org.nec4j.data.ImageFolder;
import org.nec4j.data.ImageSize;
import org.nec4j.data.ImageSource;
import org.nec4j.data.Sample;
import org.nec4j.data.Split;
import org.nec4j.data.SplitRule;
import org.nec4j.data.SubsetImages;
import org.nec4j.data.TiledImages;
import org.nec4j.data.Tiling;
import org.nec4j.data.synthetic.SyntheticScenes;

/**
 * A data set that is ready to be read.
 *
 * @param dataset samples, classes and splits
 * @param images  the pixels of all samples, in their order
 */
public record OpenedSet(Dataset dataset, ImageSource images) {
    /** Opens what is described; throws UserException where its images are missing or contradict the description. */
    public static OpenedSet open(DatasetDescription description) {
        DatasetDescription.SplitFractions fractions = description.split();
        SplitRule rule = new SplitRule(fractions.train(), fractions.val(), fractions.test(), fractions.seed());
        return switch (description.kind()) {
            case SYNTHETIC -> {
                DatasetDescription.SyntheticScenes settings = description.synthetic();
                SyntheticScenes scenes = new SyntheticScenes(settings.images(), settings.side(), settings.seed());
                yield new OpenedSet(scenes.dataset(description.name(), rule), scenes);
            }
            case FOLDER -> {
                Dataset files = ImageFolder.read(
                        description.name(), description.folder().orElseThrow(), description.classes(), rule);
                yield new OpenedSet(
                        files,
                        bands(description)
                                .<ImageSource>map(choice -> BandFiles.of(files, choice))
                                .orElseGet(() -> new FileImages(files)));
            }
        };
    }

    /** Which bands the described files give; nothing where they are read as 8-bit pictures. */
    public static Optional<BandChoice> bands(DatasetDescription description) {
        return description.samples() == DatasetDescription.Samples.BANDS
                ? Optional.of(new BandChoice(
                        description.bands(),
                        description.nodata().map(NoDataValue::value),
                        description.order().map(order -> AxisOrder.valueOf(order.name()))))
                : Optional.empty();
    }

    /** The images of these splits; throws UserException if there are none. */
    public ImageSource only(Split... splits) {
        return new SubsetImages(images, dataset.indices(splits));
    }

    /** Some of the set's images as evaluation sees them: those of a set with masks in tiles of a model's size. */
    public ImageSource asEvaluated(DatasetDescription description, ImageSource some, ImageSize size) {
        boolean hasClassesOfPixels = !description.classes().isEmpty()
                && dataset.samples().stream().allMatch(sample -> sample.label() == Sample.UNLABELLED);
        return hasClassesOfPixels ? TiledImages.of(some, new Tiling(size, size)) : some;
    }

    /** Whether the set has an image in the split. */
    public boolean has(Split split) {
        return dataset.samples().stream().anyMatch(sample -> sample.split() == split);
    }

    /** The labels of the split's images, in the order of {@link #only}. */
    public int[] labels(Split split) {
        return Arrays.stream(dataset.indices(split))
                .map(i -> dataset.samples().get(i).label())
                .toArray();
    }
}
