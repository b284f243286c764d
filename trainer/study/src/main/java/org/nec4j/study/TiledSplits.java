package org.nec4j.study;

import java.util.ArrayList;
import java.util.List;
import org.nec4j.assembly.OpenedLabels;
import org.nec4j.assembly.OpenedSet;
import org.nec4j.config.DatasetDescription;
import org.nec4j.config.SegmentationSettings;
import org.nec4j.data.CachedImages;
import org.nec4j.data.Dataset;
import org.nec4j.data.ImageSize;
import org.nec4j.data.ImageSource;
import org.nec4j.data.Split;
import org.nec4j.data.SubsetImages;
import org.nec4j.data.Tiling;
import org.nec4j.segment.SegmentationTask;
import org.nec4j.segment.SegmentationTask.Labelled;

/**
 * A data set with masks, cut into tiles. Heads learn from train and val together and are scored on test; none chooses settings.
 *
 * @param task     tiles and masks
 * @param pictures the whole images; val is empty
 * @param warnings what a user would want to know of both, a sentence each
 */
record TiledSplits(SegmentationTask task, SplitImages pictures, List<String> warnings) {
    private static final long CACHE = 1L << 30;

    /** Opens the masks and cuts everything into tiles of a size; throws UserException where something does not fit. */
    static TiledSplits of(
            DatasetDescription description, OpenedSet set, ImageSize size, SegmentationSettings settings) {
        OpenedLabels labels = OpenedLabels.of(description, set);
        Dataset dataset = set.dataset();
        ImageSource images = new CachedImages(set.images(), CACHE);
        int[] train = set.has(Split.VAL) ? dataset.indices(Split.TRAIN, Split.VAL) : dataset.indices(Split.TRAIN);
        int[] test = dataset.indices(Split.TEST);
        SplitImages pictures = new SplitImages(
                new SubsetImages(images, train), new SubsetImages(images, new int[0]), new SubsetImages(images, test));
        ImageSize stride =
                new ImageSize(Math.max(1, (int) Math.round(settings.stride() * size.rows())), Math.max(1, (int)
                        Math.round(settings.stride() * size.columns())));
        Tiling tiling = new Tiling(size, stride);
        SegmentationTask task = SegmentationTask.of(
                labels.classes(),
                new Labelled(pictures.train(), labels.only(train)),
                new Labelled(pictures.test(), labels.only(test)),
                tiling);
        List<String> warnings = new ArrayList<>(labels.warnings());
        warnings.addAll(task.warnings());
        return new TiledSplits(task, pictures, warnings);
    }

    /** The same tiles of these whole images. */
    SplitImages tiles(SplitImages whole) {
        return new SplitImages(
                task.train().on(whole.train()), whole.val(), task.test().on(whole.test()));
    }
}
