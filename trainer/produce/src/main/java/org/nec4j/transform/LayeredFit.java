package org.nec4j.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nec4j.codec.entropy.CdfTables;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.model.CodecWriter;
import org.nec4j.codec.model.ContextFeatures;
import org.nec4j.codec.model.LayeredCoder;

/**
 * A layered codec from training embeddings: for every step of its layers the symbols' frequencies and where they lie, for the class token
 * a linear map. The transforms are in closed form ({@link LayerBases#closedForm}) or learnt elsewhere.
 */
public final class LayeredFit {
    /** Price of a bit, in squared steps: what lowers the squared error of a closed-form transform at equal bits most. */
    public static final float LAMBDA = 0.10f;

    private static final String PREFIX = "layered.";

    private final LayerBases bases;
    private final LayeredSteps steps;
    private final float lambda;
    private final List<StepTables> pooled;
    private final List<StepTables> tokens;
    private final Optional<ContextFits> context;
    private final ClassTokenFit classToken;

    /** As below, with bits at the price that serves transforms in closed form. */
    public LayeredFit(LayerBases bases, LayeredSteps steps, List<float[]> embeddings, boolean context) {
        this(bases, steps, embeddings, context, LAMBDA);
    }

    /**
     * Learns.
     *
     * @param embeddings of the training images, each [tokens, dim]
     * @param context    whether the token layer's tables are chosen by what is decoded before each coefficient
     * @param lambda     price of a bit, in squared steps, to whoever encodes
     * @throws UserException where embeddings do not fit the bases, or a step leaves nothing to code
     */
    public LayeredFit(LayerBases bases, LayeredSteps steps, List<float[]> embeddings, boolean context, float lambda) {
        LayerBases.check(embeddings, bases.dim(), bases.grid());
        this.steps = steps;
        this.lambda = lambda;
        List<float[]> pooledOf =
                embeddings.parallelStream().map(bases::pooledCoefficients).toList();
        this.pooled = tables(pooledOf, steps.pooled());
        if (pooled.get(pooled.size() - 1).cdfs().length == 0) {
            throw new UserException("transform.pooled-step: steps down to " + steps.pooled()[steps.pooled().length - 1]
                    + " quantize every training embedding to the mean; choose a smaller one");
        }
        if (steps.tokens().length == 0 || bases.order().length == 0) {
            this.tokens = List.of();
            this.context = Optional.empty();
            this.bases = bases;
        } else {
            List<float[]> tokensOf =
                    embeddings.parallelStream().map(bases::tokenCoefficients).toList();
            List<StepTables> all = tables(tokensOf, steps.tokens());
            Optional<ContextFits> fits = context
                    ? Optional.of(ContextFits.of(
                            new ContextFits.Layer(pooledOf, steps.pooled(), pooled),
                            new ContextFits.Layer(tokensOf, steps.tokens(), all),
                            steps.pooledOfTokens(),
                            layout(bases),
                            lambda))
                    : Optional.empty();
            int axes = bases.tokens().components();
            List<StepTables> chosen = fits.map(ContextFits::tables).orElse(all);
            int components = componentsOf(chosen, axes);
            this.context = fits.map(fit -> fit.first(components, axes));
            this.bases = bases.withTokenAxes(components);
            this.tokens =
                    chosen.stream().map(table -> table.first(components, axes)).toList();
        }
        double finest = steps.pooled()[steps.pooled().length - 1];
        double noise = finest * finest / 12 / bases.grid().patches();
        this.classToken = bases.grid().classToken()
                ? ClassTokenFit.of(embeddings, bases.dim(), bases.grid(), noise)
                : new ClassTokenFit(new float[0], new float[0]);
    }

    private List<StepTables> tables(List<float[]> coefficients, double[] steps) {
        double[] squares = new double[coefficients.get(0).length];
        for (float[] image : coefficients) {
            for (int i = 0; i < squares.length; i++) {
                squares[i] += (double) image[i] * image[i] / coefficients.size();
            }
        }
        int[] groups = GroupedSymbols.ofEqualSpread(squares);
        return Arrays.stream(steps)
                .parallel()
                .mapToObj(step -> StepTables.of(coefficients, groups, step, lambda))
                .toList();
    }

    /** Axes up to the last that some step codes; at least one. */
    private static int componentsOf(List<StepTables> tables, int components) {
        return 1
                + tables.stream()
                        .flatMapToInt(table -> IntStream.range(0, table.rowOf().length)
                                .filter(i -> table.rowOf()[i] >= 0)
                                .map(i -> i % components))
                        .max()
                        .orElse(0);
    }

    private static ContextFeatures.Layout layout(LayerBases bases) {
        TokenGrid grid = bases.grid();
        return ContextFeatures.Layout.of(
                bases.order(), grid.height(), grid.width(), bases.tokens().components());
    }

    /**
     * The codec with its operating points, whose bytes are measured on embeddings that it was not fitted to; what an encoder of images needs
     * beside it is still to be added.
     *
     * @param heldOut embeddings [tokens, dim]; where there are none, the codec cannot be asked for a number of bytes
     */
    public CodecWriter writer(List<float[]> heldOut) {
        CodecWriter writer = CodecWriter.of("layered");
        general(writer);
        pooled(writer);
        if (!tokens.isEmpty()) {
            tokens(writer);
        }
        context.ifPresent(fits -> fits.write(writer, bases.order().length, pooledRows()));
        if (!heldOut.isEmpty()) {
            writer.floats(PREFIX + "rates", new long[] {steps.rungs().length}, rates(writer, heldOut));
        }
        return writer;
    }

    private void general(CodecWriter writer) {
        List<StepTables> all = all();
        TokenGrid grid = bases.grid();
        int dim = bases.dim();
        float[][] centres =
                all.stream().flatMap(table -> Stream.of(table.centres())).toArray(float[][]::new);
        writer.tables(
                PREFIX,
                CdfTables.of(
                        all.stream().flatMap(table -> Stream.of(table.cdfs())).toArray(int[][]::new),
                        all.stream()
                                .flatMapToInt(table -> IntStream.of(table.lowest()))
                                .toArray()));
        writer.floats(
                PREFIX + "centres", new long[] {centres.length, SymbolStatistics.MAGNITUDES}, StepTables.flat(centres));
        writer.ints(PREFIX + "grid", new long[] {2}, new int[] {grid.height(), grid.width()});
        writer.floats(
                PREFIX + "mean", new long[] {grid.patches(), dim}, bases.mean().clone());
        if (grid.classToken()) {
            writer.floats(PREFIX + "class.bias", new long[] {dim}, classToken.bias());
            writer.floats(PREFIX + "class.weight", new long[] {dim, dim}, classToken.weight());
        }
        int[] rungs = Stream.of(steps.rungs()).flatMapToInt(IntStream::of).toArray();
        writer.ints(PREFIX + "rungs", new long[] {steps.rungs().length, 2}, rungs);
        writer.ints(PREFIX + "default", new long[0], new int[] {steps.middle()});
        writer.ints(PREFIX + "quality", new long[] {3}, new int[] {steps.low(), steps.middle(), steps.full()});
        writer.floats(PREFIX + "lambda", new long[0], new float[] {lambda});
        writer.floats(PREFIX + "rounding", new long[0], new float[] {StepTables.ROUNDING});
        writer.maxTokens(grid.tokens());
    }

    private List<StepTables> all() {
        List<StepTables> all = new ArrayList<>(pooled);
        all.addAll(tokens);
        return all;
    }

    private void pooled(CodecWriter writer) {
        LayerBases.Basis basis = bases.pooled();
        int components = basis.components();
        basis(writer, PREFIX + "pooled.", basis, new long[] {components}, steps.pooled());
        writer.ints(PREFIX + "pooled.rows", new long[] {steps.pooled().length, components}, rows(pooled, 0));
    }

    private void tokens(CodecWriter writer) {
        TokenGrid grid = bases.grid();
        int frequencies = bases.order().length;
        int components = bases.tokens().components();
        basis(writer, PREFIX + "tokens.", bases.tokens(), new long[] {frequencies, components}, steps.tokens());
        writer.ints(
                PREFIX + "tokens.order", new long[] {frequencies}, bases.order().clone());
        writer.ints(
                PREFIX + "tokens.rows",
                new long[] {steps.tokens().length, frequencies, components},
                rows(tokens, pooledRows()));
        writer.floats(
                PREFIX + "vertical", new long[] {grid.height(), grid.height()}, floats(Cosines.rows(grid.height())));
        writer.floats(
                PREFIX + "horizontal", new long[] {grid.width(), grid.width()}, floats(Cosines.rows(grid.width())));
    }

    /** Rows of the pooled layer, which are the first. */
    private int pooledRows() {
        return pooled.stream().mapToInt(table -> table.cdfs().length).sum();
    }

    private void basis(CodecWriter writer, String prefix, LayerBases.Basis basis, long[] scaled, double[] of) {
        long[] shape = {basis.components(), bases.dim()};
        float[] widths = new float[of.length];
        IntStream.range(0, of.length).forEach(i -> widths[i] = (float) of[i]);
        writer.floats(prefix + "steps", new long[] {of.length}, widths);
        writer.floats(prefix + "scales", scaled, basis.scales().clone());
        writer.floats(prefix + "synthesis", shape, flat(basis.synthesis()));
        writer.floats(prefix + "analysis", shape, flat(basis.analysis()));
    }

    /** Rows of the tables of all steps in one pool, of which the first {@code first} are others'. */
    private static int[] rows(List<StepTables> tables, int first) {
        int[][] rows = new int[tables.size()][];
        int next = first;
        for (int step = 0; step < rows.length; step++) {
            int from = next;
            rows[step] = IntStream.of(tables.get(step).rowOf())
                    .map(row -> row < 0 ? -1 : from + row)
                    .toArray();
            next += tables.get(step).cdfs().length;
        }
        return Stream.of(rows).flatMapToInt(IntStream::of).toArray();
    }

    /** Mean bytes of a whole stream at each operating point. */
    private static float[] rates(CodecWriter writer, List<float[]> heldOut) {
        LayeredCoder coder = LayeredCoder.of(writer.toBytes());
        float[] rates = new float[coder.rungs()];
        for (int rung = 0; rung < rates.length; rung++) {
            LayeredCoder at = coder.atRung(rung);
            double sum = heldOut.parallelStream()
                    .mapToInt(y -> at.encode(y, at.fixedTokens()).length)
                    .sum();
            rates[rung] = (float) (LayeredCoder.FRAME_BYTES + sum / heldOut.size());
        }
        return rates;
    }

    private static float[] flat(float[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = rows[i / rows[0].length][i % rows[0].length];
        }
        return flat;
    }

    private static float[] floats(double[][] rows) {
        float[] floats = new float[rows.length * rows.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) rows[i / rows.length][i % rows.length];
        }
        return floats;
    }
}
