package org.nec4j.study;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nec4j.assembly.StartingPoint;
import org.nec4j.codec.Codec;
import org.nec4j.codec.io.Sha256;
import org.nec4j.config.DatasetDescription;
import org.nec4j.config.Experiment;
import org.nec4j.data.Dataset;
import org.nec4j.data.ImageSource;
import org.nec4j.data.Sample;
import org.nec4j.export.Preprocessing;
import org.nec4j.kernel.Kernels;

/**
 * What a number depends on, as a digest: it is measured again when any of it changed.
 *
 * @param of  in words, for people who wonder
 * @param hex SHA-256
 */
record Fingerprint(String of, String hex) {
    static Fingerprint of(String... parts) {
        String joined = String.join("; ", parts);
        return new Fingerprint(joined, Sha256.of(joined.getBytes(StandardCharsets.UTF_8)));
    }

    /** Names, labels, splits and contents of all samples (length and time of change where no digest is stated). */
    static String ofData(DatasetDescription description, Dataset dataset) {
        MessageDigest digest = Sha256.begin();
        String drawing = description.kind() + " " + description.synthetic();
        digest.update(drawing.getBytes(StandardCharsets.UTF_8));
        for (Sample sample : dataset.samples()) {
            String content = sample.sha256().orElseGet(() -> sizeAndTime(sample.path()));
            String line = sample.key() + '\t' + sample.label() + '\t' + sample.split() + '\t' + content + '\n';
            digest.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return "data " + dataset.name() + ' ' + Sha256.hex(digest).substring(0, 16);
    }

    /** The samples of all images, for recognizing those that a lossless system gives back. */
    static String ofPixels(SplitImages images) {
        MessageDigest digest = Sha256.begin();
        for (ImageSource part : List.of(images.train(), images.val(), images.test())) {
            for (int i = 0; i < part.size(); i++) {
                digest.update(part.picture(i).samples());
            }
        }
        return Sha256.hex(digest);
    }

    /** The encoder that embeds: its weights, its shape, and how images reach it. */
    static String ofEncoder(Experiment base, StartingPoint start, Preprocessing preprocessing) {
        String drawn = start.checkpoint().isPresent()
                ? ""
                : " seed " + base.experiment().seed();
        return "encoder " + start.origin() + drawn + ' ' + start.shape() + ' '
                + base.model().channelAdaptation() + ' ' + preprocessing;
    }

    /** The classes that are running, of every module that a number depends on. */
    static String ofCode() {
        return Stream.of(
                        Fingerprint.class,
                        Experiment.class,
                        Preprocessing.class,
                        ImageSource.class,
                        Kernels.class,
                        Codec.class)
                .map(Fingerprint::ofCode)
                .collect(Collectors.joining(" ", "code ", ""));
    }

    private static String ofCode(Class<?> one) {
        try {
            Path source = Path.of(
                    one.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(source)) {
                return ofClasses(source).substring(0, 16);
            }
            try (FileSystem jar = FileSystems.newFileSystem(source)) {
                return ofClasses(jar.getPath("/")).substring(0, 16);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String ofClasses(Path root) throws IOException {
        MessageDigest digest = Sha256.begin();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".class")).sorted().toList()) {
                digest.update(Files.readAllBytes(file));
            }
        }
        return Sha256.hex(digest);
    }

    private static String sizeAndTime(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) + "@" + Files.getLastModifiedTime(file) : "drawn";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
