package org.nec4j.codec.model;

import java.util.List;
import java.util.Optional;
import org.nec4j.codec.entropy.CdfTables;
import org.nec4j.codec.entropy.RansDecoder;
import org.nec4j.codec.entropy.RansEncoder;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.ByteReader;
import org.nec4j.codec.io.Bytes;

/**
 * Coding under a scale hyperprior (Ballé et al., arXiv 1802.01436; on tokens as in arXiv 2403.17886): side information z, coded
 * under a factorized bottleneck, tells the standard deviation of every component of y, and in the mean-scale variant (Minnen et
 * al., arXiv 1809.02736) its mean too.
 *
 * <pre>
 *   |y| (y, with means) -> h_a -> z -> round -> zHat -> h_s -> scales (, means) -> tables of y
 * </pre>
 *
 * Both ends compute h_s in the same fixed order of operations, so their tables agree to the bit.
 */
final class HyperpriorCoder implements LatentCoder {
    static final String SCALE_MODEL = "hyperprior";
    static final String MEAN_SCALE_MODEL = "mean-scale hyperprior";

    /** Payload is the length of y's stream as a variable-length integer, y's stream, and z's. */
    static final int KIND = 1;

    private final int dim;
    private final boolean means;
    private final FactorizedCoder side;
    private final HyperSynthesis synthesis;
    private final Optional<HyperAnalysis> analysis;
    private final ScaleTable scales;
    private final CdfTables tables;

    HyperpriorCoder(
            boolean means,
            FactorizedCoder side,
            HyperSynthesis synthesis,
            Optional<HyperAnalysis> analysis,
            ScaleTable scales,
            CdfTables tables) {
        if (scales.size() != tables.rows()) {
            throw new UserException(scales.size() + " scales need as many probability tables, not " + tables.rows());
        }
        if (means && synthesis.outputs() % 2 != 0) {
            throw new UserException(
                    "h_s gives " + synthesis.outputs() + " numbers a token, which are not as many means as scales");
        }
        synthesis.reach(Reach.SYMBOL + Reach.of(side.medians()));
        analysis.ifPresent(networks -> networks.reach(Reach.SYMBOL));
        this.dim = means ? synthesis.outputs() / 2 : synthesis.outputs();
        this.means = means;
        this.side = side;
        this.synthesis = synthesis;
        this.analysis = analysis;
        this.scales = scales;
        this.tables = tables;
    }

    @Override
    public String model() {
        return means ? MEAN_SCALE_MODEL : SCALE_MODEL;
    }

    @Override
    public int dim() {
        return dim;
    }

    @Override
    public int kind() {
        return KIND;
    }

    @Override
    public byte[] encode(float[] y, int tokens) {
        Symbols symbols = symbols(y, tokens);
        byte[] yStream = RansEncoder.encode(symbols.y(), symbols.rows(), tables);
        return payload(List.of(yStream, side.encodeSymbols(symbols.z(), tokens)));
    }

    @Override
    public byte[] payload(List<byte[]> streams) {
        if (streams.size() != 2) {
            throw new UserException(
                    "an embedding of a codec with a hyperprior is two streams, of y and of z, not " + streams.size());
        }
        byte[] yStream = streams.get(0);
        return new Bytes()
                .putVarint(yStream.length)
                .put(yStream)
                .put(streams.get(1))
                .toArray();
    }

    @Override
    public CodedSymbols costs(float[] y, int tokens) {
        Symbols symbols = symbols(y, tokens);
        double[] bits = new double[symbols.y().length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = tables.bits(symbols.rows()[i], symbols.y()[i]);
        }
        double[] zBits = side.costs(symbols.z(), tokens).bits(); // [width, tokens]
        double[] sideBits = new double[tokens];
        for (int i = 0; i < zBits.length; i++) {
            sideBits[i % tokens] += zBits[i];
        }
        return new CodedSymbols(symbols.y(), bits, sideBits);
    }

    /** What is coded of one embedding: z [width, tokens], y [dim, tokens] and the table of each symbol of y. */
    private record Symbols(int[] z, int[] y, int[] rows) {}

    private Symbols symbols(float[] y, int tokens) {
        HyperAnalysis toSide = analysis.orElseThrow(() -> new UserException(
                "this codec decodes only: it was exported without its hyperprior's analysis weights (h_a)"));
        Quantizer.checkRange(y, dim);
        int[] zSymbols = side.symbols(toSide.apply(y, tokens), tokens);
        float[] parameters = synthesis.apply(side.values(zSymbols, tokens), tokens);
        int[] ySymbols = new int[tokens * dim];
        for (int t = 0; t < tokens; t++) {
            for (int c = 0; c < dim; c++) {
                ySymbols[c * tokens + t] = Quantizer.symbol(y[t * dim + c], mean(parameters, t, c), t, c);
            }
        }
        return new Symbols(zSymbols, ySymbols, rows(parameters, tokens));
    }

    @Override
    public float[] decode(byte[] payload, int kind, int tokens) {
        if (kind != KIND) {
            throw new FormatException("a stream of kind " + kind + " does not belong to a codec with a hyperprior", 0);
        }
        ByteReader in = new ByteReader(payload);
        int yLength = (int) in.takeVarint(payload.length, "length of the first stream");
        int yStart = in.position();
        byte[] yStream = in.take(yLength);
        int zStart = in.position();
        byte[] zStream = in.take(in.remaining());
        int[] zSymbols = at(zStart, () -> side.decodeSymbols(zStream, FactorizedCoder.KIND_COMPATIBLE, tokens));
        float[] parameters = synthesis.apply(side.values(zSymbols, tokens), tokens);
        int[] symbols = at(yStart, () -> RansDecoder.decode(yStream, rows(parameters, tokens), tables));
        float[] y = new float[tokens * dim];
        for (int t = 0; t < tokens; t++) {
            for (int c = 0; c < dim; c++) {
                y[t * dim + c] = symbols[c * tokens + t] + mean(parameters, t, c);
            }
        }
        return y;
    }

    /** The table of each symbol, [dim, tokens] in the order of coding; a scale is the ReLU of its parameter. */
    int[] rows(float[] parameters, int tokens) {
        int[] rows = new int[tokens * dim];
        int width = means ? 2 * dim : dim;
        for (int t = 0; t < tokens; t++) {
            for (int c = 0; c < dim; c++) {
                rows[c * tokens + t] = scales.index(parameters[t * width + c]);
            }
        }
        return rows;
    }

    private float mean(float[] parameters, int token, int channel) {
        return means ? parameters[token * 2 * dim + dim + channel] : 0;
    }

    private interface Reading {
        int[] symbols();
    }

    private static int[] at(int start, Reading reading) {
        try {
            return reading.symbols();
        } catch (FormatException e) {
            throw e.after(start);
        }
    }
}
