package org.nec4j.onboard;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.nec4j.codec.model.EightBits;
import org.nec4j.codec.model.SparseMatrix;
import org.nec4j.config.SensingExperiment;
import org.nec4j.config.SensingExperiment.Scheme;
import org.nec4j.data.CounterRandom;
import org.nec4j.kernel.Wavelet;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.Parameter;
import org.nec4j.sensing.SensingNetwork;
import org.nec4j.sensing.SensingNoise;
import org.nec4j.sensing.SensingShape;
import org.nec4j.sensing.SensingStart;
import org.nec4j.sensing.SensingSupport;
import org.nec4j.sensing.UnrolledSensing;
import org.nec4j.step.AdamW;
import org.nec4j.step.SensingStepper;
import org.nec4j.step.SensingStepper.Images;

/** What an experiment of compressed learning is made of: its network, its course of two stages, and what each pass sees. */
final class OnboardModel {
    private static final long ORDER = 1;
    private static final long TURNS = 2;
    private static final long CAMERA = 3;
    private static final long CHANNEL = 4;
    private static final long FLIPS = 6;
    /** Purposes of images that are judged begin here. */
    private static final long JUDGED = 10;

    /** Share of the measurements that matter: S of papers on sparse recovery. */
    private static final double SPARSITY = 0.3;
    /** Least w_j · phi_j: boxes leave Phi columns of zeros. */
    private static final double FLOOR = 0.02;

    private static final double WARM_UP = 0.05;

    private final SensingExperiment settings;
    private final Scenes scenes;
    private final Tiles tiles;
    private final int n;
    private final int m;
    private final Optional<LinearRecovery> linear;

    OnboardModel(SensingExperiment settings, Scenes scenes) {
        this.settings = settings;
        this.scenes = scenes;
        int side = settings.sensing().block().orElse(scenes.side());
        this.tiles = new Tiles(side, scenes.side() / side);
        this.n = side * side;
        this.m = settings.sensing().scheme() == Scheme.NONE
                ? n
                : (int) Math.round(settings.sensing().ratio() * n);
        this.linear = switch (settings.sensing().scheme()) {
            case DCT -> Optional.of(inBytes(LinearRecovery.ofLowestCosines(m, side, noise())));
            case RIDGE -> Optional.of(ridge());
            case UNROLLED, UNROLLED_BOX, NONE -> Optional.empty();
        };
    }

    private LinearRecovery ridge() {
        float[] matrix = start().of(new Parameter(UnrolledSensing.VALUES, "sensing.values", m, n));
        Optional<EightBits> bits =
                flips().isPresent() ? Optional.of(quantizer(SparseMatrix.of(matrix, matrix, m))) : Optional.empty();
        return LinearRecovery.ofRidge(matrix, m, learning(), new Channel(noise(), bits, flips().orElse(0.0)), seed());
    }

    private LinearRecovery inBytes(LinearRecovery recovery) {
        return flips().isPresent()
                ? recovery.inBytes(quantizer(SparseMatrix.of(recovery.matrix(), recovery.matrix(), m)))
                : recovery;
    }

    /** The blocks of the images that are learnt from, [R][n]. */
    private float[][] learning() {
        float[][] images = scenes.train().blocks();
        if (tiles.count() == 1) {
            return images;
        }
        float[][] blocks = new float[images.length * tiles.count()][];
        for (int i = 0; i < blocks.length; i++) {
            int at = i % tiles.count() * n;
            blocks[i] = Arrays.copyOfRange(tiles.blocks(images[i / tiles.count()]), at, at + n);
        }
        return blocks;
    }

    /** How measurements by a matrix become bytes: by the images that are learnt from. */
    EightBits quantizer(SparseMatrix matrix) {
        float[][] blocks = learning();
        float[] y = new float[blocks.length * m];
        for (int i = 0; i < blocks.length; i++) {
            matrix.addProduct(blocks[i], y, i * m);
        }
        return EightBits.of(y, m);
    }

    private Optional<Double> flips() {
        return settings.sensing().bitFlips();
    }

    /** Pixels along a block, and blocks along an image. */
    Tiles tiles() {
        return tiles;
    }

    /** The matrix that measures, of these tensors where it was learnt; nothing where nothing is sensed. */
    Optional<SparseMatrix> matrix(Map<String, float[]> tensors) {
        if (linear.isPresent()) {
            return linear.map(of -> SparseMatrix.of(of.matrix(), of.matrix(), m));
        }
        return isUnrolled()
                ? Optional.of(SparseMatrix.of(
                        tensors.get(SensingNetwork.SENSING + "." + UnrolledSensing.VALUES),
                        tensors.get(SensingNetwork.SENSING + "." + UnrolledSensing.SUPPORT),
                        m))
                : Optional.empty();
    }

    /** The recovery that is a matrix, [n * m]. */
    Optional<float[]> recovery() {
        return linear.map(LinearRecovery::recovery);
    }

    private long seed() {
        return settings.experiment().seed();
    }

    private SensingNoise noise() {
        return SensingNoise.ofDecibels(
                settings.sensing().cameraSnr().orElse(Double.POSITIVE_INFINITY),
                settings.sensing().channelSnr().orElse(Double.POSITIVE_INFINITY));
    }

    SensingShape shape() {
        return new SensingShape(
                m,
                n,
                settings.sensing().iterations(),
                settings.sensing().controller(),
                Wavelet.valueOf(settings.sensing().wavelet().name()),
                settings.sensing().levels());
    }

    private SensingStart start() {
        boolean isBox = settings.sensing().scheme() == Scheme.UNROLLED_BOX;
        return new SensingStart(
                shape(),
                isBox ? SensingSupport.BOX : SensingSupport.RANDOM,
                isBox ? 1 : Math.min(m, settings.sensing().nonZeros()),
                seed());
    }

    long steps() {
        return settings.training().cleanSteps() + settings.training().steps();
    }

    /** Whether a step shows the classifier images as they are. */
    boolean isClean(long step) {
        return step < settings.training().cleanSteps();
    }

    /** Whether a step is the first of all together behind some of the classifier alone. */
    boolean joins(long step) {
        return step == settings.training().cleanSteps() && step > 0;
    }

    /** Whether recovery is a matrix, outside the network. */
    boolean isLinear() {
        return linear.isPresent();
    }

    /** The step within its stage; each has a course of the learning rate of its own. */
    long stageStep(long step) {
        return isClean(step) ? step : step - settings.training().cleanSteps();
    }

    AdamW updates(long step) {
        SensingExperiment.Training training = settings.training();
        long length = isClean(step) ? training.cleanSteps() : training.steps();
        return new AdamW(
                training.learningRate(), Math.round(WARM_UP * length), length, training.weightDecay(), name -> true);
    }

    /** The network of a step's stage, with numbers as they are drawn. */
    SensingStepper stepper(long step, LayerContext context) {
        Optional<UnrolledSensing> sensing = isClean(step) || !isUnrolled() ? Optional.empty() : Optional.of(sensing());
        return new SensingStepper(
                new SensingNetwork(
                        sensing,
                        scenes.side(),
                        settings.training().width(),
                        scenes.classes(),
                        settings.training().labelSmoothing()),
                parameter ->
                        isOfClassifier(parameter) ? SensingNetwork.start(parameter, seed()) : start().of(parameter),
                updates(step),
                settings.training().clipNorm(),
                context);
    }

    private boolean isUnrolled() {
        return settings.sensing().scheme() == Scheme.UNROLLED
                || settings.sensing().scheme() == Scheme.UNROLLED_BOX;
    }

    private static boolean isOfClassifier(Parameter parameter) {
        return parameter.name().startsWith("classifier.");
    }

    private UnrolledSensing sensing() {
        return sensing(shape(), tiles, noise(), flips().isPresent());
    }

    /** The layer that senses and recovers. */
    static UnrolledSensing sensing(SensingShape shape, Tiles tiles, SensingNoise noise, boolean bytes) {
        UnrolledSensing layer = new UnrolledSensing(
                        SensingNetwork.SENSING, shape, shape.selected(SPARSITY * shape.measurements()), noise, FLOOR)
                .tiling(tiles.along());
        return bytes ? layer.inBytes() : layer;
    }

    /** The network of all together, its classifier's numbers as given. */
    SensingStepper joined(Map<String, float[]> classifier, LayerContext context) {
        SensingStepper fresh = stepper(settings.training().cleanSteps(), context);
        Map<String, float[]> all = fresh.graph().tensors();
        all.putAll(classifier);
        fresh.graph().restore(all, "the classifier");
        return fresh;
    }

    /**
     * What a pass sees.
     *
     * @param squares mean squared error of what was recovered outside the network
     */
    record Pass(Images images, double squares) {}

    /** The images of a training step: a permutation an epoch, each turned and mirrored at random. */
    Pass training(long step) {
        Scenes.Part part = scenes.train();
        int batch = Math.min(settings.training().batchSize(), part.size());
        int perEpoch = part.size() / batch;
        long epoch = step / perEpoch;
        int[] order = CounterRandom.of(seed(), ORDER, epoch).permutation(part.size());
        int[] chosen = new int[batch];
        int[] symmetries = new int[batch];
        for (int i = 0; i < batch; i++) {
            chosen[i] = order[(int) (step % perEpoch) * batch + i];
            symmetries[i] = CounterRandom.of(seed(), TURNS, epoch, chosen[i]).below(0, 8);
        }
        return pass(part, chosen, symmetries, isClean(step), 0, step);
    }

    /** Images with what is drawn for them; noise of an image depends on seed, purpose, pass and the image alone. */
    private Pass pass(Scenes.Part part, int[] chosen, int[] symmetries, boolean clean, long purpose, long number) {
        int count = chosen.length;
        int image = n * tiles.count();
        int numbers = m * tiles.count();
        float[] images = new float[count * image];
        float[] camera = new float[clean || noise().camera() == 0 ? 0 : count * image];
        float[] channel = new float[clean || noise().channel() == 0 && flips().isEmpty() ? 0 : count * numbers];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            Draws.turned(part.blocks()[chosen[i]], scenes.side(), symmetries[i], images, i * image);
            labels[i] = part.labels()[chosen[i]];
            if (camera.length > 0) {
                Draws.normal(CounterRandom.of(seed(), purpose + CAMERA, number, chosen[i]), camera, i * image, image);
            }
            if (channel.length > 0 && flips().isPresent()) {
                CounterRandom random = CounterRandom.of(seed(), purpose + FLIPS, number, chosen[i]);
                Draws.flips(random, flips().get(), channel, i * numbers, numbers);
            } else if (channel.length > 0) {
                Draws.normal(
                        CounterRandom.of(seed(), purpose + CHANNEL, number, chosen[i]), channel, i * numbers, numbers);
            }
        }
        double squares = 0;
        int rows = count * tiles.count();
        if (!clean && linear.isPresent()) {
            float[] blocks = tiles.blocks(images);
            squares = linear.get().recover(rows, blocks, camera, channel) / blocks.length;
            images = tiles.images(blocks);
        }
        return new Pass(
                new Images(count, images, orNothing(camera, rows), orNothing(channel, rows), rows, labels), squares);
    }

    /** Where no level of noise is set nobody looks at what stands here. */
    private static float[] orNothing(float[] drawn, int rows) {
        return drawn.length == 0 ? new float[rows] : drawn;
    }

    /** Judges val and test, in noise that is the same for every system of equal seed. */
    Judgement judge(SensingStepper stepper) {
        Scenes.Part part = scenes.judged();
        if (isUnrolled() && flips().isPresent()) {
            stepper.quantizer(quantizer(matrix(stepper.graph().tensors()).orElseThrow()));
        }
        int[] classes = new int[part.size()];
        boolean[] right = new boolean[part.size()];
        double squares = 0;
        int batch = settings.training().batchSize();
        for (int from = 0; from < part.size(); from += batch) {
            int[] chosen = new int[Math.min(batch, part.size() - from)];
            for (int i = 0; i < chosen.length; i++) {
                chosen[i] = from + i;
            }
            Pass pass = pass(part, chosen, new int[chosen.length], false, JUDGED, 0);
            SensingStepper.Judged judged = stepper.judge(pass.images());
            squares += (isLinear() ? pass.squares() : judged.squares()) * chosen.length / part.size();
            for (int i = 0; i < chosen.length; i++) {
                classes[from + i] = judged.classes()[i];
                right[from + i] = classes[from + i] == part.labels()[from + i];
            }
        }
        return new Judgement(classes, right, squares, m * tiles.count());
    }
}
