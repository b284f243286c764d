package org.nec4j.picture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nec4j.codec.error.UserException;
import org.nec4j.data.Dataset;
import org.nec4j.data.ImageFolder;
import org.nec4j.data.PngWriter;
import org.nec4j.data.Sample;
import org.nec4j.export.CodingPoint;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

/** The verb {@code show}: images, what codecs keep of them, and where the bits go, in one picture. */
public final class Show {
    private static final int MOST_ROWS = 32;

    private Show() {}

    /**
     * What was drawn.
     *
     * @param file the picture
     * @param rows its rows, from the top
     */
    public record Drawn(Path file, List<Shown> rows) {}

    /**
     * Draws a row for every image and codec; every image is coded to real bytes and decoded from them.
     *
     * @param sources image files, or folders of them
     * @param codecs  codec files that carry a decoder
     * @param point   at which layered codecs encode
     * @param scale   what the brightest colour stands for, in bits a patch; nothing takes the dearest patch of the picture
     * @param output  the picture; nothing names it {@code NAME-show.png} in the working folder, after the first image
     * @throws UserException that names the image or codec which is at fault
     */
    public static Drawn draw(
            List<Path> sources,
            List<Path> codecs,
            CodingPoint point,
            Optional<Double> scale,
            Optional<Path> output,
            Console console) {
        scale.filter(bits -> !(bits > 0) || Double.isInfinite(bits)).ifPresent(bits -> {
            throw new UserException("--scale takes bits above 0, not " + bits);
        });
        Dataset images = ImageFolder.unlabelled("the images to show", sources);
        images.tellLeftOut(console::say);
        long count = (long) images.size() * codecs.size();
        if (count > MOST_ROWS) {
            throw new UserException(images.size() + " images and " + codecs.size() + " codecs make " + count
                    + " rows; one picture has at most " + MOST_ROWS + ", so name fewer images");
        }
        List<String> names = images.samples().stream().map(Sample::key).toList();
        List<Shown> shown = new ArrayList<>();
        try (Progress progress = console.progress("coding", count, "images")) {
            for (Path codec : codecs) {
                CodecView view = CodecView.open(codec).at(point, images, console);
                shown.addAll(view.look(view.images(images), names, progress, shown.size()));
            }
        }
        List<Shown> rows = new ArrayList<>();
        for (int image = 0; image < images.size(); image++) {
            for (int codec = 0; codec < codecs.size(); codec++) {
                rows.add(shown.get(codec * images.size() + image));
            }
        }
        Path file = output.orElseGet(() -> Path.of(stem(images.samples().get(0).path()) + "-show.png"));
        PngWriter.write(file, Sheet.draw(rows, scale));
        return new Drawn(file, rows);
    }

    private static String stem(Path image) {
        String name = String.valueOf(image.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
