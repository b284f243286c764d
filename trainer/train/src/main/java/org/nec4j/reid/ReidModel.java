package org.nec4j.reid;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.ReidExperiment;
import org.nec4j.config.ReidExperiment.Reduction;
import org.nec4j.data.CounterRandom;
import org.nec4j.metric.CodeNetwork;
import org.nec4j.metric.CodeShape;
import org.nec4j.nn.InitialWeights;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.Parameter;
import org.nec4j.step.CodeStepper;

/** What an experiment of codes is made of: its stages, its networks, what each step sees, and what happens between stages. */
final class ReidModel {
    private static final long ORDER = 1;
    private static final long VIEWS = 2;

    private static final String WEIGHT = ".weight";
    private static final String BIAS = ".bias";

    private final ReidExperiment settings;
    private final ReidGround ground;
    private final List<Stage> stages;
    private final List<List<Integer>> places;

    ReidModel(ReidExperiment settings, ReidGround ground) {
        this.settings = settings;
        this.ground = ground;
        this.places = ground.data().train().places();
        require(settings, ground.dim(), ground.data());
        this.stages = Stage.of(settings, ground.dim());
    }

    /**
     * Refuses what cannot be learnt from embeddings of so many numbers.
     *
     * @throws UserException that says which setting to change
     */
    static void require(ReidExperiment settings, int dim, ReidData data) {
        if (settings.code().width() > dim) {
            throw new UserException("code.width is " + settings.code().width() + ", and an embedding has " + dim
                    + " numbers; take no more than that");
        }
        if (data.train().places().size() < 2) {
            throw new UserException("data.train has one identity alone; a code learns to tell two apart at least");
        }
        boolean learns = settings.training().steps() + settings.training().quantizedSteps() > 0;
        if (learns
                && settings.code().reduction() != Reduction.LOW_RANK
                && settings.encoder().blocks() == 0) {
            throw new UserException(
                    "code.reduction = " + settings.code().reduction().name().toLowerCase(Locale.ROOT)
                            + " takes numbers of the embedding as they are, and encoder.blocks = 0 lets nothing of them learn; train one"
                            + " block at least, or take low-rank");
        }
    }

    /** The stages in their order, the last of which is what a run comes to. */
    List<Stage> stages() {
        return stages;
    }

    long steps() {
        return stages.get(stages.size() - 1).end();
    }

    /** The stage of a state with so many steps behind it: that of the last of them. */
    int stageOf(long step) {
        return IntStream.range(0, stages.size())
                .filter(i -> step <= stages.get(i).end() && (stages.get(i).steps() > 0 || step == 0))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no stage has a step " + step));
    }

    CodeUpdates updates(int stage) {
        return CodeUpdates.of(settings, stages.get(stage));
    }

    private CodeNetwork network(int stage) {
        Stage now = stages.get(stage);
        return new CodeNetwork(
                ground.start().shape(),
                ground.below(),
                new CodeShape(
                        now.width(),
                        now.bits(),
                        settings.data().views(),
                        settings.objective().margin().orElse(Double.POSITIVE_INFINITY),
                        places.size(),
                        settings.objective().smoothing()));
    }

    /** A network of a stage with these numbers. */
    CodeStepper stepper(int stage, Map<String, float[]> numbers) {
        return new CodeStepper(
                network(stage),
                parameter -> numbers.get(parameter.name()),
                updates(stage),
                settings.training().clipNorm(),
                LayerContext.of(ground.context().kernels()));
    }

    /** The numbers that a training begins with. */
    Map<String, float[]> start() {
        List<float[]> embeddings = ground.pooled(Map.of(), ground.train());
        int width = stages.get(0).width();
        CodeStart code = settings.code().reduction() == Reduction.LOW_RANK
                ? CodeStart.ofPrincipalAxes(embeddings, width)
                : CodeStart.ofSlice(embeddings, width);
        Map<String, float[]> numbers = new LinkedHashMap<>();
        network(0).layers().stream()
                .flatMap(layer -> layer.parameters().stream())
                .forEach(parameter -> numbers.put(parameter.name(), started(parameter)));
        numbers.put(CodeNetwork.PROJECTION + WEIGHT, code.projection());
        numbers.put(CodeNetwork.PROJECTION + BIAS, code.projectionBias());
        numbers.put(CodeNetwork.EXPANSION + WEIGHT, code.expansion());
        numbers.put(CodeNetwork.EXPANSION + BIAS, code.expansionBias());
        return numbers;
    }

    private float[] started(Parameter parameter) {
        if (ground.start().tensors().contains(parameter.name())) {
            return ground.start().tensors().floats(parameter.name());
        }
        long mixed = new SplittableRandom(settings.experiment().seed()).split().nextLong();
        return InitialWeights.draw(parameter.name(), parameter.shape(), mixed);
    }

    /**
     * What a stage begins with.
     *
     * @param numbers of its tensors
     * @param kept    the numbers of the code before that are left, all of them where none was taken away
     * @param norms   Frobenius norm of every number of the code before over the training images; none where none was taken away
     */
    @SuppressWarnings("ArrayRecordComponent") // read at once
    record Next(Map<String, float[]> numbers, int[] kept, double[] norms) {}

    /** From the end of a stage to the beginning of the next: numbers of the code are taken away, or its step is found. */
    Next next(int stage, Map<String, float[]> numbers) {
        Stage now = stages.get(stage);
        Stage then = stages.get(stage + 1);
        List<float[]> codes = ground.codes(numbers, ground.train());
        Map<String, float[]> all = new LinkedHashMap<>(numbers);
        int[] kept = IntStream.range(0, now.width()).toArray();
        double[] norms = {};
        if (then.width() < now.width()) {
            norms = norms(codes, now.width());
            kept = largest(norms, then.width());
            all.put(
                    CodeNetwork.PROJECTION + WEIGHT,
                    rows(all.get(CodeNetwork.PROJECTION + WEIGHT), kept, ground.dim()));
            all.put(CodeNetwork.PROJECTION + BIAS, rows(all.get(CodeNetwork.PROJECTION + BIAS), kept, 1));
            all.put(
                    CodeNetwork.EXPANSION + WEIGHT,
                    columns(all.get(CodeNetwork.EXPANSION + WEIGHT), kept, now.width()));
        }
        then.bits()
                .ifPresent(bits -> all.put(
                        CodeNetwork.STEP + ".log_step", new float[] {(float) Math.log(CodeStart.step(codes, bits))}));
        return new Next(all, kept, norms);
    }

    private static double[] norms(List<float[]> codes, int width) {
        double[] norms = new double[width];
        for (float[] code : codes) {
            for (int r = 0; r < width; r++) {
                norms[r] += (double) code[r] * code[r];
            }
        }
        return Arrays.stream(norms).map(Math::sqrt).toArray();
    }

    /** Places of the largest numbers, in their order. */
    private static int[] largest(double[] numbers, int count) {
        return IntStream.range(0, numbers.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -numbers[i]))
                .limit(count)
                .mapToInt(i -> i)
                .sorted()
                .toArray();
    }

    private static float[] rows(float[] matrix, int[] kept, int width) {
        float[] rows = new float[kept.length * width];
        for (int i = 0; i < kept.length; i++) {
            System.arraycopy(matrix, kept[i] * width, rows, i * width, width);
        }
        return rows;
    }

    private static float[] columns(float[] matrix, int[] kept, int width) {
        float[] columns = new float[matrix.length / width * kept.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = matrix[i / kept.length * width + kept[i % kept.length]];
        }
        return columns;
    }

    /** One step of a stage. */
    CodeStepper.Outcome step(int stage, long step, CodeStepper stepper) {
        int count = Math.min(settings.training().identities(), places.size());
        long perEpoch = places.size() / count;
        long epoch = step / perEpoch;
        int from = (int) (step % perEpoch) * count;
        int[] order =
                CounterRandom.of(settings.experiment().seed(), ORDER, epoch).permutation(places.size());
        int views = settings.data().views();
        float[][] tokens = new float[count * views][];
        int[] identities = new int[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            identities[i] = order[from + i / views];
            tokens[i] = ground.train()[place(identities[i], i % views, epoch)];
        }
        return stepper.step(
                step - stages.get(stage).first(),
                tokens,
                ground.dim(),
                identities,
                settings.objective().triplet());
    }

    /** One of an identity's images: all of them in turn, in an order that every epoch draws anew. */
    private int place(int identity, int view, long epoch) {
        List<Integer> own = places.get(identity);
        int[] order = CounterRandom.of(settings.experiment().seed(), VIEWS, epoch, identity)
                .permutation(own.size());
        return own.get(order[view % own.size()]);
    }

    ReidGround ground() {
        return ground;
    }
}
