package org.nec4j.distill;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nec4j.assembly.Blueprint;
import org.nec4j.assembly.TrainedRun;
import org.nec4j.assembly.TrainingImages;
import org.nec4j.backend.Backend;
import org.nec4j.codec.model.CodecWriter;
import org.nec4j.config.Experiment;
import org.nec4j.data.ImageSource;
import org.nec4j.data.SubsetImages;
import org.nec4j.export.CodecBuilder;
import org.nec4j.export.ImageEmbedder;
import org.nec4j.export.Preprocessing;
import org.nec4j.nn.LayerContext;
import org.nec4j.objective.Distillation;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;
import org.nec4j.vit.Encoder;
import org.nec4j.vit.Tensors;

/** The codec of a distilled run. Its tables are counted on training images, the run's own or those of another data set. */
final class DistilledExport {
    /** Training images that tables are counted on. */
    private static final int COUNTED = 1024;

    /** Held-out images that bytes are measured on. */
    private static final int MEASURED = 256;

    private DistilledExport() {}

    static CodecWriter codec(TrainedRun run, Distillation distillation) {
        Experiment experiment = run.experiment();
        Blueprint blueprint = run.blueprint();
        Tensors trained = run.trained();
        TrainingImages images = run.images().get();
        Preprocessing preprocessing = run.preprocessing();
        int depth = Teaching.trunkDepth(experiment);
        Tensors encoder = DistilledCodec.encoder(blueprint.shape(), run.start().get(), trained, depth);
        ImageEmbedder embedder = new ImageEmbedder(
                new Encoder(blueprint.shape(), encoder, LayerContext.of(Backend.kernels())), preprocessing);
        int batch = experiment.evaluation().batchSize();
        CodecWriter writer = CodecBuilder.describe(
                new DistilledCodec(distillation, trained)
                        .writer(
                                embed(embedder, images.asEvaluated(), COUNTED, batch, run.console()),
                                embed(embedder, images.heldOut(), MEASURED, batch, run.console())),
                blueprint.shape(),
                trained,
                preprocessing,
                run.provenance(),
                Optional.empty(),
                Map.of());
        DistilledCodec.secondEnd(blueprint.shape(), depth)
                .forEach((name, shape) -> writer.weight(name, shape, encoder.floats(name)));
        return writer;
    }

    private static List<float[]> embed(ImageEmbedder embedder, ImageSource all, int most, int batch, Console console) {
        ImageSource images = SubsetImages.spread(all, most);
        try (Progress progress = console.progress("embedding images that tables rest on", images.size(), "images")) {
            return embedder.values(images, batch, progress);
        }
    }
}
