package org.nec4j.convert;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nec4j.assembly.StartingPoint;
import org.nec4j.assembly.TrainingImages;
import org.nec4j.backend.Backend;
import org.nec4j.codec.Codec;
import org.nec4j.codec.Embedding;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.model.CodecWriter;
import org.nec4j.config.Experiment;
import org.nec4j.config.ImageSides;
import org.nec4j.config.TransformSettings;
import org.nec4j.data.ImageSource;
import org.nec4j.export.CodecBuilder;
import org.nec4j.export.ImageEmbedder;
import org.nec4j.export.Prediction;
import org.nec4j.export.Preprocessing;
import org.nec4j.nn.LayerContext;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;
import org.nec4j.transform.LayerBases;
import org.nec4j.transform.LayeredFit;
import org.nec4j.transform.LayeredSteps;
import org.nec4j.transform.TokenGrid;
import org.nec4j.transform.TransformFit;
import org.nec4j.vit.Encoder;
import org.nec4j.vit.VitShape;

/** The verb {@code fit}: a transform codec on a pretrained encoder as it is, from training images in closed form. */
public final class Fitting {
    private Fitting() {}

    /**
     * What was fitted.
     *
     * @param codec             its file
     * @param trainingImages    how many it was fitted to
     * @param heldOutImages     how many it was measured on
     * @param meanBytesPerImage of their {@code .nemb} files
     */
    public record Fitted(Path codec, int trainingImages, int heldOutImages, double meanBytesPerImage) {}

    /**
     * Embeds the training images, fits the codec and writes its file.
     *
     * @throws org.nec4j.codec.error.UserException for whatever in settings, weights or images keeps it from that
     */
    public static Fitted fit(Experiment experiment, Path output, Console console) {
        ImageSides sides = experiment.model().imageSize();
        if (experiment.transform().layers() == TransformSettings.Layers.NONE && !sides.isSquare()) {
            throw new UserException(
                    "transform.layers is none, a codec whose file has one cosine transform for rows and columns, and"
                            + " model.image-size = " + sides
                            + " is not square; set transform.layers = pooled-and-tokens");
        }
        TrainingImages images = new TrainingImages(experiment);
        StartingPoint start =
                StartingPoint.of(experiment.model(), experiment.experiment().seed(), console);
        images.guard(experiment.experiment().runs(), console);
        Preprocessing preprocessing = images.preprocessing();
        ImageEmbedder embedder = new ImageEmbedder(
                new Encoder(start.shape(), start.tensors(), LayerContext.of(Backend.kernels())), preprocessing);
        List<float[]> learning = embed(embedder, images.learning(), experiment, "embedding training images", console);
        List<float[]> heldOut = embed(embedder, images.heldOut(), experiment, "embedding held-out images", console);
        CodecWriter writer = CodecBuilder.describe(
                writer(experiment.transform(), start.shape(), learning, heldOut),
                start.shape(),
                start.tensors(),
                preprocessing,
                provenance(experiment, start, learning.size()),
                start.hasDecoder()
                        ? Optional.of(new Prediction(experiment.objective().normalizedPixels()))
                        : Optional.empty(),
                Map.of());
        writer.write(output);
        Codec codec = Codec.open(output);
        double bytes = heldOut.stream()
                .mapToInt(
                        values -> codec.encode(new Embedding(1 + start.shape().patches(), codec.dim(), values)).length)
                .average()
                .orElse(0);
        return new Fitted(output, learning.size(), heldOut.size(), bytes);
    }

    private static CodecWriter writer(
            TransformSettings settings, VitShape shape, List<float[]> learning, List<float[]> heldOut) {
        if (settings.layers() == TransformSettings.Layers.NONE) {
            return TransformFit.fit(learning, shape.dim(), settings.step());
        }
        TokenGrid grid = new TokenGrid(shape.grid().rows(), shape.grid().columns(), true);
        LayerBases bases = LayerBases.closedForm(learning, shape.dim(), grid);
        LayeredSteps steps = settings.layers() == TransformSettings.Layers.POOLED
                ? LayeredSteps.pooledAlone(settings.pooledStep())
                : LayeredSteps.both(settings.pooledStep(), settings.step());
        return new LayeredFit(bases, steps, learning, settings.context()).writer(heldOut);
    }

    private static List<float[]> embed(
            ImageEmbedder embedder, ImageSource images, Experiment experiment, String what, Console console) {
        try (Progress progress = console.progress(what, images.size(), "images")) {
            return embedder.values(images, experiment.evaluation().batchSize(), progress);
        }
    }

    private static Map<String, Object> provenance(Experiment experiment, StartingPoint start, int images) {
        Map<String, Object> provenance = new LinkedHashMap<>();
        provenance.put("experiment", experiment.experiment().name());
        provenance.put("seed", experiment.experiment().seed());
        provenance.put("transform_step", experiment.transform().step());
        if (experiment.transform().layers() != TransformSettings.Layers.NONE) {
            provenance.put("transform_pooled_step", experiment.transform().pooledStep());
            provenance.put("transform_context", experiment.transform().context());
        }
        provenance.put("fitted_to_images", images);
        start.checkpoint().ifPresent(origin -> {
            provenance.put("base_checkpoint", origin.file());
            provenance.put("base_checkpoint_sha256", origin.sha256());
        });
        return provenance;
    }
}
