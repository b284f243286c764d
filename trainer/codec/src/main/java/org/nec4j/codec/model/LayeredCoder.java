package org.nec4j.codec.model;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.nec4j.codec.entropy.RangeDecoder;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.tensor.SafeTensors;

/**
 * Transform coding in two layers: the mean of the patch tokens first, then how tokens differ from it, so that the beginning of a stream
 * decodes to the pooled vector. One codec has many operating points; a stream says its own.
 *
 * <pre>
 *   stream = rung, pooled layer's symbols, token layer's symbols (or none), in one run of a range coder
 *   tokens = mean + pooled layer + token layer [-> post-filter];   class token = a linear map of the pooled vector
 * </pre>
 */
public final class LayeredCoder implements LatentCoder {
    static final String MODEL = "layered";

    /** Payload is one stream of the range coder; its frame is the compact one. */
    static final int KIND = 3;

    /** Bytes of the compact frame around a payload. */
    public static final int FRAME_BYTES = 5;

    private final LayeredParts parts;
    private final ContextFeatures.Layout layout;
    private final LayeredChoice choice;
    private final Rungs.Point point;
    private final double[] means; // of parts.mean over the places, [dim]

    LayeredCoder(LayeredParts parts) {
        this(parts, new LayeredChoice(parts), parts.rungs().unaskedPoint());
        double pooled = parts.pooled().reach(parts.centres().reach());
        double x = parts.tokens()
                .map(layer -> layer.reach(parts.centres().reach()))
                .orElse(0.0);
        double most = Reach.held(pooled + x + 2 * Reach.of(parts.mean()), "the components of embeddings");
        parts.classToken().ifPresent(token -> token.reach(pooled));
        parts.filter().ifPresent(filter -> filter.reach(most));
    }

    private LayeredCoder(LayeredParts parts, LayeredChoice choice, Rungs.Point point) {
        this.parts = parts;
        this.choice = choice;
        this.point = point;
        this.means = PooledCoefficients.mean(parts.mean(), 0, parts.pooled().dim());
        this.layout = parts.layout();
    }

    /** That of a layered codec's file in memory. */
    public static LayeredCoder of(byte[] content) {
        try (SafeTensors file = SafeTensors.of(content, "the codec")) {
            return (LayeredCoder) new LayeredFormat().read(file);
        }
    }

    /** The same codec, whose streams hold the pooled layer alone; throws UserException where it has no such point. */
    public LayeredCoder pooledAlone() {
        return new LayeredCoder(parts, choice, parts.rungs().alone(point));
    }

    /** The same codec, encoding with the nearest of its steps; throws UserException for one beyond their range. */
    public LayeredCoder atStep(double step) {
        return new LayeredCoder(parts, choice, parts.rungs().atStep(step, point.alone()));
    }

    /** The same codec, encoding so that streams have so many bytes on average; throws UserException where no step does. */
    public LayeredCoder atBytes(double bytes) {
        return new LayeredCoder(parts, choice, parts.rungs().atBytes(bytes, point.alone()));
    }

    /**
     * As above, where these embeddings stand for those that will be encoded: it is their streams that have so many bytes on average, as
     * nearly as their number allows.
     */
    public LayeredCoder atBytes(double bytes, List<float[]> like) {
        SampledRates rates = new SampledRates(this, like);
        Rungs.Point near = parts.rungs().atBytes(bytes, point.alone(), rates::mean);
        return new LayeredCoder(parts, choice, near.share() == 0 ? near : rates.shared(near, bytes));
    }

    /** The same codec, encoding at an operating point that has this name; throws UserException where none has. */
    public LayeredCoder atQuality(String name) {
        return new LayeredCoder(parts, choice, parts.rungs().atQuality(name, point.alone()));
    }

    /** The same codec, encoding at one of its operating points, of which there are {@link #rungs()}, by number. */
    public LayeredCoder atRung(int rung) {
        return new LayeredCoder(parts, choice, new Rungs.Point(rung, 0, false));
    }

    /** How many operating points it has. */
    public int rungs() {
        return parts.rungs().count();
    }

    /** The point that it encodes at: the steps of its layers. */
    public String point() {
        return words().of(point.rung())
                + (point.share() == 0 ? "" : ", and the next finer one for " + 100 * point.share() / 65_536 + " %");
    }

    /** The step of that point: the token layer's or, where there is none, the pooled layer's. */
    public double step() {
        return parts.rungs().steps()[point.rung()];
    }

    /** What there is to choose from, in words by name. */
    public Map<String, Object> points() {
        return words().all();
    }

    /** The point that a payload was encoded at, as {@link #point()} tells it. */
    public String point(byte[] payload) {
        return words().of(rung(payload));
    }

    /** Whether a payload was encoded at the point that this one encodes at, or one of its two. */
    public boolean isAtPoint(byte[] payload) {
        int rung = rung(payload);
        return rung == point.rung() || point.share() > 0 && rung == point.rung() + 1;
    }

    private int rung(byte[] payload) {
        return new RangeDecoder(payload, parts.tables()).uniform(rungs());
    }

    private RungWords words() {
        return new RungWords(parts.rungs(), parts.pooled().steps());
    }

    @Override
    public String model() {
        return MODEL;
    }

    @Override
    public int dim() {
        return parts.pooled().dim();
    }

    @Override
    public int kind() {
        return KIND;
    }

    @Override
    public int fixedTokens() {
        return tokens();
    }

    private int tokens() {
        return parts.all();
    }

    /** As {@link LayeredChoice#draw} says. */
    int draw(float[] y, int rung) {
        return choice.draw(y, rung);
    }

    @Override
    public byte[] encode(float[] y, int tokens) {
        LayeredChoice.Chosen chosen = choice.at(point, y, tokens);
        return chosen.symbols().payload(chosen.rung());
    }

    @Override
    public byte[] payload(List<byte[]> streams) {
        return LatentCoder.single(streams);
    }

    @Override
    public CodedSymbols costs(float[] y, int tokens) {
        int[] symbols = new int[dim() * tokens];
        double[] bits = new double[symbols.length];
        choice.at(point, y, tokens).symbols().write(symbols, bits);
        double[] side = new double[tokens];
        side[0] = Math.log(rungs()) / Math.log(2);
        return new CodedSymbols(symbols, bits, side, overTokens(bits, side));
    }

    /** Bits [dim, tokens] and side bits shared out among the tokens; the pooled layer's lie at all patches alike. */
    private double[] overTokens(double[] bits, double[] side) {
        double[] frequencies = new double[parts.patches()];
        for (int i = 0; i < bits.length; i++) {
            if (bits[i] != 0) {
                frequencies[i % tokens() - parts.first()] += bits[i];
            }
        }
        double[] even = new double[frequencies.length];
        Arrays.fill(even, frequencies[0] / even.length);
        double[] patches =
                parts.tokens().map(layer -> layer.overTokens(frequencies)).orElse(even);
        double[] over = side.clone();
        for (int t = 0; t < patches.length; t++) {
            over[parts.first() + t] += patches[t];
        }
        return over;
    }

    /** What a stream's pooled layer says, and how many of its bytes say it. */
    private record Pooled(int rung, int step, int[] symbols, double[] vector) {}

    private Pooled takePooled(RangeDecoder in, LayeredSymbols sequence) {
        int rung = in.uniform(rungs());
        int step = parts.rungs().pooled()[rung];
        int[] symbols = sequence.pooled(step, (row, place, k) -> in.take(row));
        double[] values = new double[symbols.length];
        for (int k = 0; k < values.length; k++) {
            values[k] = symbols[k] == 0
                    ? 0
                    : parts.centres().value(symbols[k], parts.pooled().row(step, k));
        }
        return new Pooled(rung, step, symbols, parts.pooled().synthesize(values, step));
    }

    /**
     * The pooled vector [dim] of a payload, or of as much of its beginning as {@link #pooledBytes} says.
     *
     * @throws FormatException where it stands for none
     */
    public float[] pooled(byte[] payload) {
        double[] vector = takePooled(new RangeDecoder(payload, parts.tables()), LayeredSymbols.ofPooled(parts, layout))
                .vector();
        float[] pooled = new float[vector.length];
        for (int d = 0; d < pooled.length; d++) {
            pooled[d] = (float) vector[d];
        }
        return pooled;
    }

    /** How many bytes at the beginning of a payload its pooled vector depends on. */
    public int pooledBytes(byte[] payload) {
        RangeDecoder in = new RangeDecoder(payload, parts.tables());
        takePooled(in, LayeredSymbols.ofPooled(parts, layout));
        return Math.min(in.position(), payload.length);
    }

    @Override
    public float[] decode(byte[] payload, int kind, int tokens) {
        if (kind != KIND) {
            throw new FormatException("a stream of kind " + kind + " does not belong to a layered codec", 0);
        }
        RangeDecoder in = new RangeDecoder(payload, parts.tables());
        LayeredSymbols sequence = LayeredSymbols.of(parts, layout);
        Pooled pooled = takePooled(in, sequence);
        int tokenStep = parts.rungs().tokens()[pooled.rung()];
        double[] x = broadcast(pooled.vector());
        if (tokenStep >= 0) {
            TokenLayer layer = parts.tokens().orElseThrow();
            double[] values =
                    sequence.tokens(layer, tokenStep, pooled.step(), pooled.symbols(), (row, place, k) -> in.take(row));
            layer.synthesize(values, tokenStep, x);
        }
        if (!Arrays.equals(payload, sequence.payload(pooled.rung()))) {
            throw new FormatException("an entropy-coded stream does not end where its symbols do", payload.length);
        }
        return finish(x, pooled.vector(), tokenStep);
    }

    /** The pooled vector at every place, plus by how much the means differ there: [T, dim]. */
    private double[] broadcast(double[] pooled) {
        int dim = dim();
        double[] x = new double[parts.mean().length];
        for (int i = 0; i < x.length; i++) {
            x[i] = parts.mean()[i] + (pooled[i % dim] - means[i % dim]);
        }
        return x;
    }

    private float[] finish(double[] x, double[] pooled, int tokenStep) {
        float[] patches = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            patches[i] = (float) x[i];
        }
        if (tokenStep >= 0 && parts.filter().isPresent()) {
            patches = parts.filter().get().apply(patches, tokenStep);
        }
        float[] y = new float[tokens() * dim()];
        System.arraycopy(patches, 0, y, parts.first() * dim(), patches.length);
        parts.classToken().ifPresent(token -> token.write(pooled, y));
        return y;
    }
}
