package org.nec4j.onboard;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.nec4j.backend.Backend;
import org.nec4j.codec.Embedding;
import org.nec4j.codec.Sensor;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.kernel.Wavelet;
import org.nec4j.nn.LayerContext;
import org.nec4j.sensing.SensingNetwork;
import org.nec4j.sensing.SensingNoise;
import org.nec4j.sensing.SensingShape;
import org.nec4j.sensing.UnrolledSensing;
import org.nec4j.step.SensingClassifier;
import org.nec4j.step.SensingRecovery;

/**
 * What the receiver of a sensing codec makes of measurements: the image that they were taken of, as far as its recovery finds it, and the class that its classifier
 * gives that. Not the same bits on every machine, as the measurements are. Not safe for use by two threads.
 */
public final class OnboardDecoder {
    private static final String HIDDEN = "classifier.convolutions.0.conv.bias";
    private static final String OUTPUT = SensingNetwork.OUTPUT + ".bias";

    private final Path file;
    private final Sensor sensor;
    private final UnaryOperator<float[]> recovery;
    private final SensingClassifier classifier;
    private final int classes;
    private final float mean;
    private final float scale;

    private OnboardDecoder(Path file, Sensor sensor, SafeTensors tensors) {
        this.file = file;
        this.sensor = sensor;
        float[] standard = tensors.floats("measurements.standard");
        this.mean = standard[0];
        this.scale = standard[1];
        int blocks = tensors.ints("measurements.blocks")[0] * tensors.ints("measurements.blocks")[1];
        int m = sensor.codec().dim();
        int n = sensor.height() * sensor.width() / blocks;
        Tiles tiles = new Tiles((int) Math.round(Math.sqrt(n)), (int) Math.round(Math.sqrt(blocks)));
        this.recovery = tensors.contains(OnboardCodec.RECOVERY)
                ? linear(tensors.floats(OnboardCodec.RECOVERY), m, n, tiles)
                : unrolled(tensors, sensor.codec().settings().object(OnboardCodec.SENSING), m, n, tiles);
        this.classes = tensors.floats(OUTPUT).length;
        this.classifier = new SensingClassifier(
                new SensingNetwork(Optional.empty(), sensor.height(), tensors.floats(HIDDEN).length, classes, 0),
                parameter -> tensors.floats(parameter.name()),
                LayerContext.of(Backend.kernels()));
    }

    /** Opens a codec; throws UserException where it does not sense. */
    public static OnboardDecoder open(Path codec) {
        Sensor sensor = Sensor.open(codec);
        try (SafeTensors tensors = SafeTensors.open(codec)) {
            return new OnboardDecoder(codec, sensor, tensors);
        }
    }

    /** The sender's side of the codec. */
    public Sensor sensor() {
        return sensor;
    }

    /** The image of measurements: grey from 0 to 1 and beyond, [height, width]. */
    public Embedding image(Embedding measured) {
        float[] image = recovery.apply(measured.values());
        for (int i = 0; i < image.length; i++) {
            image[i] = image[i] / scale + mean;
        }
        return new Embedding(sensor.height(), sensor.width(), image);
    }

    /** What an image is taken for, as {@link #image} gives it. */
    public int classOf(Embedding image) {
        return classifier.classOf(standardized(image.values()));
    }

    /** Mean square of what a recovered image is off by, 1 being the variance of images that were learnt from. */
    public double squares(Embedding image, float[] grey) {
        double sum = 0;
        for (int i = 0; i < grey.length; i++) {
            double difference = (image.values()[i] - grey[i]) * (double) scale;
            sum += difference * difference;
        }
        return sum / grey.length;
    }

    private float[] standardized(float[] grey) {
        float[] standardized = new float[grey.length];
        for (int i = 0; i < grey.length; i++) {
            standardized[i] = (grey[i] - mean) * scale;
        }
        return standardized;
    }

    /**
     * Throws UserException where the classifier tells other classes apart than a data set's; of a codec that does not name them their number is all that is known.
     *
     * @param source the data set, for the message
     */
    public void requireClasses(List<String> names, Path source) {
        JsonObject settings = sensor.codec().settings();
        boolean isNamed = settings.contains(OnboardCodec.CLASSES);
        List<String> known = isNamed ? settings.texts(OnboardCodec.CLASSES) : List.of();
        if (isNamed ? !known.equals(names) : classes != names.size()) {
            throw new UserException(
                    source + ": has the classes " + String.join(", ", names) + ", and the classifier of "
                            + file + " tells apart " + (isNamed ? String.join(", ", known) : classes + " others")
                            + "; name the data set that it was trained on");
        }
    }

    private static UnaryOperator<float[]> linear(float[] r, int m, int n, Tiles tiles) {
        return y -> {
            float[] blocks = new float[tiles.count() * n];
            for (int i = 0; i < blocks.length; i++) {
                double sum = 0;
                for (int k = 0; k < m; k++) {
                    sum += (double) r[i % n * m + k] * y[i / n * m + k];
                }
                blocks[i] = (float) sum;
            }
            return tiles.images(blocks);
        };
    }

    private static UnaryOperator<float[]> unrolled(SafeTensors file, JsonObject settings, int m, int n, Tiles tiles) {
        SensingShape shape = new SensingShape(
                m,
                n,
                settings.integer("iterations"),
                settings.integer("controller"),
                Wavelet.valueOf(settings.text("wavelet")),
                settings.integer("levels"));
        float[] values = new float[m * n];
        float[] support = new float[m * n];
        int[] starts = file.ints("measurements.matrix.starts");
        int[] rows = file.ints("measurements.matrix.rows");
        float[] numbers = file.floats("measurements.matrix.values");
        for (int j = 0; j < n; j++) {
            for (int at = starts[j]; at < starts[j + 1]; at++) {
                values[rows[at] * n + j] = numbers[at];
                support[rows[at] * n + j] = 1;
            }
        }
        SensingRecovery recovery = new SensingRecovery(
                OnboardModel.sensing(shape, tiles, SensingNoise.NONE, false),
                n * tiles.count(),
                parameter -> switch (parameter.key()) {
                    case UnrolledSensing.VALUES -> values;
                    case UnrolledSensing.SUPPORT -> support;
                    default -> file.floats(parameter.name());
                },
                LayerContext.of(Backend.kernels()));
        return y -> recovery.image(y, tiles.count());
    }
}
