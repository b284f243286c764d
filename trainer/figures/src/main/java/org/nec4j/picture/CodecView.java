package org.nec4j.picture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.nec4j.codec.Codec;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.data.Dataset;
import org.nec4j.data.ImageSource;
import org.nec4j.export.CodingPoint;
import org.nec4j.export.ImageEncoder;
import org.nec4j.export.InputPicture;
import org.nec4j.export.Reconstructor;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

/** Looks at images through one codec: every one is coded to real bytes, decoded from them and reconstructed. */
public final class CodecView {
    private static final int BATCH = 8;

    private final ImageEncoder encoder;
    private final Reconstructor reconstructor;
    private final String title;

    private CodecView(ImageEncoder encoder, Reconstructor reconstructor, String title) {
        this.encoder = encoder;
        this.reconstructor = reconstructor;
        this.title = title;
    }

    private static CodecView named(ImageEncoder encoder, Reconstructor reconstructor, String name) {
        return new CodecView(encoder, reconstructor, title(name, encoder.codec()));
    }

    /** Opens a codec file; throws UserException where it carries no decoder. */
    public static CodecView open(Path file) {
        return named(ImageEncoder.open(file), Reconstructor.open(file), String.valueOf(file.getFileName()));
    }

    /** As {@link #open}, for a codec file's content in memory. */
    public static CodecView of(byte[] content, String name) {
        return named(ImageEncoder.of(content, name), Reconstructor.of(content, name), name);
    }

    /** The same view, of the codec at another operating point; throws UserException where it has none such. */
    CodecView at(CodingPoint point, Dataset files, Console console) {
        if (!point.isAsked()) {
            return this;
        }
        ImageEncoder at = encoder.at(point, images(files), console);
        return new CodecView(
                at,
                reconstructor,
                title + at.codec().point().map(words -> ", " + words).orElse(""));
    }

    /** The files' images, read as the codec's model needs them. */
    ImageSource images(Dataset files) {
        return encoder.preprocessing().images(files);
    }

    /** Every image on its way, in order; {@code before} images of the progress's were done before. */
    public List<Shown> look(ImageSource images, List<String> names, Progress progress, int before) {
        List<Shown> shown = new ArrayList<>();
        Progress untold = Console.silent().progress("coding", images.size(), "images");
        encoder.embed(images, BATCH, untold, (embedding, index) -> {
            Codec codec = encoder.codec();
            byte[] stream = codec.encode(embedding);
            float[] original = encoder.preprocessing().input(images, index);
            shown.add(new Shown(
                    names.get(index),
                    title,
                    InputPicture.of(encoder.preprocessing(), original),
                    reconstructor.image(codec.decode(stream), original),
                    codec.costs(embedding),
                    stream.length,
                    reconstructor.borrowsFromTheOriginal()));
            progress.at((long) before + shown.size());
        });
        return shown;
    }

    /** The file, the entropy model and, where the codec tells it, the run and its lambda. */
    private static String title(String name, Codec codec) {
        String title = name + ", " + codec.model();
        JsonObject settings = codec.settings();
        if (settings.contains("provenance")) {
            JsonObject provenance = settings.object("provenance");
            if (provenance.contains("experiment") && provenance.contains("lambda")) {
                String lambda = String.format(Locale.ROOT, "%.3g", provenance.number("lambda"));
                return title + ", " + provenance.text("experiment") + " at lambda " + lambda;
            }
        }
        return title;
    }
}
