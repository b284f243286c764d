package org.nec4j.factorize;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.nec4j.assembly.CheckpointRanks;
import org.nec4j.assembly.OpenedSet;
import org.nec4j.assembly.StartingPoint;
import org.nec4j.assembly.TrainingImages;
import org.nec4j.backend.Backend;
import org.nec4j.checkpoint.Checkpoint;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.codec.model.CodecWriter;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.codec.tensor.SafeTensorsWriter;
import org.nec4j.config.Configs;
import org.nec4j.config.DatasetDescription;
import org.nec4j.config.Experiment;
import org.nec4j.data.ImageSize;
import org.nec4j.data.ImageSource;
import org.nec4j.data.Split;
import org.nec4j.data.SubsetImages;
import org.nec4j.export.ImageEmbedder;
import org.nec4j.export.Preprocessing;
import org.nec4j.gridded.GridCodec;
import org.nec4j.kernel.Kernels;
import org.nec4j.nn.LayerContext;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;
import org.nec4j.vit.Encoder;

/** The verb {@code factorize}: an encoder with two thin matrices in place of every product, in a checkpoint or in a codec. */
public final class Factorizing {
    /** Images that the result is compared with the whole encoder on. */
    private static final int COMPARED = 64;

    private static final int BATCH = 16;
    private static final String PROVENANCE = "provenance";

    private final Reduction reduction;
    private final Console console;
    private final Kernels kernels = Backend.kernels();

    private Factorizing(Reduction reduction, Console console) {
        this.reduction = reduction;
        this.console = console;
    }

    /**
     * Images for an encoder.
     *
     * @param learning    to look at
     * @param heldOut     to compare on
     * @param preprocessing how they become its input
     */
    private record Images(ImageSource learning, ImageSource heldOut, Preprocessing preprocessing) {}

    /**
     * Makes the encoder of a file smaller, whether it is a codec or a checkpoint.
     *
     * @param file        a codec or a checkpoint
     * @param config      an experiment of a checkpoint's shape, on whose training images is looked; none for a codec
     * @param assignments settings on top of it
     * @param data        description of a data set on whose training images is looked for a codec; none for a checkpoint
     * @throws UserException where file, settings or images keep it from that; nothing is written then
     */
    public static Factorized factorize(
            Path file,
            Optional<Path> config,
            List<String> assignments,
            Optional<Path> data,
            Reduction reduction,
            Path output,
            Console console) {
        if (isSame(file, output)) {
            throw new UserException(output + ": is the file that is made smaller; name another one with -o");
        }
        if (isCodec(file)) {
            if (config.isPresent()) {
                throw new UserException(file + ": is a codec and says itself how its model looks at images; take "
                        + config.get() + " away and name images with --data");
            }
            return codec(file, data, reduction, output, console);
        }
        if (isGridCodec(file)) {
            throw new UserException(
                    file + ": is a codec of gridded fields, whose network is of convolutions alone; what"
                            + " is made smaller are the products of a vision transformer: name a codec of images or a checkpoint");
        }
        Checkpoint.read(file);
        if (config.isEmpty()) {
            throw new UserException(file
                    + ": is a checkpoint, which does not say how its model looks at images; name an experiment of its shape"
                    + " behind it, such as configs/rsscn7.conf");
        }
        if (data.isPresent()) {
            throw new UserException(
                    "--data is for codecs; a checkpoint is made smaller on the images of data.sets in " + config.get());
        }
        List<String> all = new ArrayList<>(assignments);
        all.add("model.checkpoint=" + file);
        return checkpoint(Configs.experiment(config.get(), all).settings(), reduction, output, console);
    }

    private static boolean isSame(Path one, Path other) {
        return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    }

    private static boolean isCodec(Path file) {
        if (!CheckpointRanks.isSafeTensors(file)) {
            return false;
        }
        try (SafeTensors tensors = SafeTensors.openAnyType(file)) {
            return CodecWriter.FORMAT.equals(tensors.metadata().get("format"));
        }
    }

    private static boolean isGridCodec(Path file) {
        return CheckpointRanks.isSafeTensors(file) && GridCodec.isOne(file);
    }

    /**
     * Writes a checkpoint like another, of the model that an experiment's settings describe, with the encoder made smaller.
     *
     * @param experiment whose {@code model.checkpoint} is made smaller, on its training images
     */
    public static Factorized checkpoint(Experiment experiment, Reduction reduction, Path output, Console console) {
        Path file = experiment
                .model()
                .checkpoint()
                .orElseThrow(() -> new UserException("model.checkpoint names no checkpoint to make smaller"));
        StartingPoint start =
                StartingPoint.of(experiment.model(), experiment.experiment().seed(), console);
        refuseFactorized(file, start.shape().ranks().isFactorized());
        Factorizing factorizing = new Factorizing(reduction, console);
        Optional<Images> images = Optional.empty();
        if (reduction.needsImages()) {
            TrainingImages training = new TrainingImages(experiment);
            images = Optional.of(new Images(training.asEvaluated(), training.heldOut(), training.preprocessing()));
        }
        EncoderModel whole = new EncoderModel(start.shape(), start.tensors());
        EncoderModel small = factorizing.reduced(whole, images);
        Map<String, Object> provenance = reduction.provenance(
                file.getFileName().toString(),
                start.checkpoint().map(StartingPoint.Origin::sha256).orElse(""));
        write(small, start.hasDecoder(), provenance, output);
        return factorizing.told(whole, small, images, output);
    }

    /**
     * Writes a codec like another with the encoder made smaller; each reads what the other writes.
     *
     * @param data description of a data set whose training images are looked at
     */
    public static Factorized codec(Path file, Optional<Path> data, Reduction reduction, Path output, Console console) {
        CodecParts codec = CodecParts.read(file);
        refuseFactorized(file, codec.model().shape().ranks().isFactorized());
        if (reduction.needsImages() && data.isEmpty()) {
            throw new UserException(file
                    + ": is made smaller from what its layers give on images, and there are none; name a data set with"
                    + " --data, or take --method svd without --distill, which looks at weights alone");
        }
        Factorizing factorizing = new Factorizing(reduction, console);
        Optional<Images> images = data.filter(set -> reduction.needsImages())
                .map(set -> factorizing.images(Configs.dataset(set).settings(), codec.preprocessing()));
        EncoderModel small = factorizing.reduced(codec.model(), images);
        codec.write(small, reduction.provenance(file.getFileName().toString(), codec.contentDigest()), output);
        return factorizing.told(codec.model(), small, images, output);
    }

    /** Of a data set the images that are for training, and others. */
    private Images images(DatasetDescription description, Preprocessing preprocessing) {
        OpenedSet set = OpenedSet.open(description);
        ImageSize size = preprocessing.size();
        Split other = set.has(Split.VAL) ? Split.VAL : set.has(Split.TEST) ? Split.TEST : Split.TRAIN;
        return new Images(
                set.asEvaluated(description, SubsetImages.spread(set.only(Split.TRAIN), reduction.images()), size),
                set.asEvaluated(description, SubsetImages.spread(set.only(other), COMPARED), size),
                preprocessing);
    }

    private EncoderModel reduced(EncoderModel whole, Optional<Images> images) {
        Map<String, Moments> moments = images.filter(of -> reduction.method() == Method.AWARE)
                .map(of ->
                        LayerMoments.of(whole, of.preprocessing(), of.learning(), reduction.images(), kernels, console))
                .orElse(Map.of());
        EncoderModel small = new Factorization(whole, moments).keeping(reduction.share(), reduction.ranks());
        return images.map(of -> Distilling.distilled(
                        whole,
                        small,
                        reduction.distill(),
                        SubsetImages.spread(of.learning(), reduction.images()),
                        of.preprocessing(),
                        kernels,
                        console))
                .orElse(small);
    }

    private Factorized told(EncoderModel whole, EncoderModel small, Optional<Images> images, Path output) {
        return new Factorized(
                output,
                whole.numbers(),
                small.numbers(),
                small.shape().ranks().numbers(),
                images.map(of -> Math.min(of.learning().size(), reduction.images()))
                        .orElse(0),
                images.map(of -> OptionalDouble.of(error(whole, small, of))).orElse(OptionalDouble.empty()));
    }

    /** Mean square of what the small encoder's tokens are off by, over the variance of the whole one's. */
    private double error(EncoderModel whole, EncoderModel small, Images images) {
        ImageSource seen = SubsetImages.spread(images.heldOut(), COMPARED);
        List<float[]> wanted = embed(whole, images.preprocessing(), seen);
        List<float[]> given = embed(small, images.preprocessing(), seen);
        Moments spread = new Moments(whole.shape().dim());
        double off = 0;
        for (int i = 0; i < wanted.size(); i++) {
            spread.add(wanted.get(i));
            for (int j = 0; j < wanted.get(i).length; j++) {
                double difference = wanted.get(i)[j] - given.get(i)[j];
                off += difference * difference;
            }
        }
        double[][] covariance = spread.covariance();
        double variance = 0;
        for (int d = 0; d < covariance.length; d++) {
            variance += covariance[d][d];
        }
        return off / spread.count() / variance;
    }

    private List<float[]> embed(EncoderModel model, Preprocessing preprocessing, ImageSource images) {
        ImageEmbedder embedder =
                new ImageEmbedder(new Encoder(model.shape(), model.tensors(), LayerContext.of(kernels)), preprocessing);
        try (Progress progress = console.progress("comparing", images.size(), "images")) {
            return embedder.values(images, BATCH, progress);
        }
    }

    private static void refuseFactorized(Path file, boolean isFactorized) {
        if (isFactorized) {
            throw new UserException(
                    file + ": is factorized already; make the smaller one of the whole encoder that it came from");
        }
    }

    private static void write(EncoderModel small, boolean decoder, Map<String, ?> provenance, Path output) {
        SafeTensorsWriter writer = new SafeTensorsWriter()
                .metadata("format", "pt")
                .metadata(PROVENANCE, JsonObject.of(provenance).toString());
        Map<String, long[]> shapes =
                decoder ? small.shape().tensors() : small.shape().encoderTensors();
        shapes.forEach(
                (name, shape) -> writer.floats(name, shape, small.tensors().floats(name)));
        writer.write(output);
    }
}
