package org.nec4j.stats;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.nec4j.assembly.DataGuard;
import org.nec4j.assembly.OpenedSet;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Configs;
import org.nec4j.config.DataSettings;
import org.nec4j.config.DatasetDescription;
import org.nec4j.config.DatasetDescription.Samples;
import org.nec4j.data.BandChoice;
import org.nec4j.data.BandFiles;
import org.nec4j.data.BandStatistics;
import org.nec4j.data.Dataset;
import org.nec4j.data.ImageFolder;
import org.nec4j.data.ImageSource;
import org.nec4j.data.Split;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

/**
 * The verb {@code stats}.
 *
 * @param source  what was measured, in words
 * @param images  number of images
 * @param samples what their samples were taken for; {@code rgb} is measured on the scale 0 to 1
 * @param bands   one for each band
 */
public record MeasuredBands(String source, int images, Samples samples, List<BandStatistics> bands) {
    public MeasuredBands {
        bands = List.copyOf(bands);
    }

    /**
     * Measures a data set description's images, or image files and folders, whose bands are taken as they are stored.
     *
     * @param sources one description, or any number of images and folders
     * @param split   of the description's images; empty takes all
     * @param copies  whether a description's images may be copies of others in other splits
     * @throws UserException where a description's images would spoil a training, an image cannot be read, holds an infinite value, or has other bands than the rest
     */
    public static MeasuredBands of(
            List<Path> sources, Optional<Split> split, DataSettings.Copies copies, Console console) {
        if (sources.stream().noneMatch(MeasuredBands::isDescription)) {
            Dataset files = ImageFolder.unlabelled("the images", sources);
            files.tellLeftOut(console::say);
            ImageSource images = BandFiles.of(files, BandChoice.all());
            return measured(images.size() + " images", images, Samples.BANDS, console);
        }
        if (sources.size() > 1) {
            throw new UserException("give one data set description, or images and folders, not both");
        }
        DatasetDescription description = Configs.dataset(sources.get(0)).settings();
        OpenedSet set = OpenedSet.open(description);
        DataGuard.quick(description, set, copies).require(console);
        ImageSource images = split.map(set::only).orElse(set.images());
        return measured(
                split.map(s -> "split " + s.word() + " of ").orElse("all images of ") + description.name(),
                images,
                description.samples(),
                console);
    }

    private static MeasuredBands measured(String source, ImageSource images, Samples samples, Console console) {
        try (Progress progress = console.progress("measuring", images.size(), "images")) {
            return new MeasuredBands(source, images.size(), samples, BandStatistics.of(images, progress));
        }
    }

    private static boolean isDescription(Path source) {
        return Files.isRegularFile(source) && source.toString().endsWith(".conf");
    }
}
