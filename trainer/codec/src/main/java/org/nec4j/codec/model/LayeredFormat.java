package org.nec4j.codec.model;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.nec4j.codec.entropy.CdfTables;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.tensor.SafeTensors;

/** A layered codec in a codec file; docs/codec-format.md says what each tensor means. */
final class LayeredFormat implements LatentFormat {
    static final String PREFIX = "layered.";

    private static final String CONTEXT = PREFIX + "context.";
    private static final String FILTER = PREFIX + "filter.";
    private static final String POOLED = PREFIX + "pooled.";
    private static final String TOKENS = PREFIX + "tokens.";

    private static final List<String> CLASS = List.of("class.bias", "class.weight");
    private static final List<String> TOKEN_LAYER = List.of(
            "vertical",
            "horizontal",
            "tokens.order",
            "tokens.steps",
            "tokens.scales",
            "tokens.synthesis",
            "tokens.rows");
    private static final int MOST_CONTEXT = 1 << 24;
    private static final int MOST_SIDE = 1 << 10;

    @Override
    public String model() {
        return LayeredCoder.MODEL;
    }

    @Override
    public List<String> decodingTensors(Collection<String> names) {
        Stream<String> required = Stream.of(
                        Stream.of("grid", "mean"),
                        present(CLASS, names),
                        Stream.of("rungs", "pooled.steps", "pooled.scales", "pooled.synthesis", "pooled.rows"),
                        present(TOKEN_LAYER, names),
                        Stream.of("centres"))
                .flatMap(part -> part)
                .map(PREFIX::concat);
        Stream<String> networks = names.stream()
                .filter(name -> name.startsWith(CONTEXT) || name.startsWith(FILTER))
                .sorted();
        return Stream.of(required, StoredTables.names(PREFIX).stream(), networks)
                .flatMap(part -> part)
                .toList();
    }

    private static Stream<String> present(List<String> parts, Collection<String> names) {
        return parts.stream().filter(part -> names.contains(PREFIX + part));
    }

    @Override
    public LatentCoder read(SafeTensors tensors) {
        CheckedTensors file = new CheckedTensors(tensors);
        int[] grid = file.ints(PREFIX + "grid", 1, MOST_SIDE, 2);
        int patches = grid[0] * grid[1];
        if (patches >= LatentCoder.MAX_TOKENS) {
            throw new UserException("a grid of " + grid[0] + " x " + grid[1] + " tokens is too large");
        }
        int dim = file.size(PREFIX + "mean", 2, 1);
        float[] mean = file.floats(PREFIX + "mean", patches, dim);
        CdfTables tables = StoredTables.read(tensors, PREFIX);
        Centres centres = new Centres(
                file.floats(PREFIX + "centres", tables.rows(), file.size(PREFIX + "centres", 2, 1)), tables.rows());
        PooledCoefficients pooled = pooled(file, PooledCoefficients.mean(mean, 0, dim), dim, tables.rows());
        Optional<TokenLayer> tokens = file.contains(TOKENS + "steps")
                ? Optional.of(tokens(file, grid, dim, tables.rows()))
                : Optional.empty();
        int steps = tokens.map(layer -> layer.steps().length).orElse(0);
        return new LayeredCoder(new LayeredParts(
                grid[0],
                grid[1],
                mean,
                classToken(file, dim),
                pooled,
                tokens,
                tokens.filter(layer -> file.contains(CONTEXT + "expected"))
                        .map(layer -> context(file, layer, pooled, tables.rows())),
                tokens.filter(layer -> file.contains(FILTER + "heads"))
                        .map(layer -> new ScalarPostFilter(file, FILTER, patches, dim, steps)),
                centres,
                tables,
                rungs(file, pooled, tokens),
                file.contains(PREFIX + "lambda") ? file.floats(PREFIX + "lambda")[0] : 0,
                file.contains(PREFIX + "rounding") ? file.floats(PREFIX + "rounding")[0] : 0.5f));
    }

    private static Optional<ClassToken> classToken(CheckedTensors file, int dim) {
        if (!file.contains(PREFIX + "class.bias")) {
            return Optional.empty();
        }
        float[] weight =
                file.contains(PREFIX + "class.weight") ? file.floats(PREFIX + "class.weight", dim, dim) : new float[0];
        return Optional.of(new ClassToken(weight, file.floats(PREFIX + "class.bias", dim)));
    }

    private static PooledCoefficients pooled(CheckedTensors file, double[] mean, int dim, int tableRows) {
        int steps = file.size(POOLED + "steps", 1, 0);
        int components = file.size(POOLED + "scales", 1, 0);
        requireSome(steps, POOLED + "steps");
        checkComponents(components, dim);
        return new PooledCoefficients(
                mean,
                file.floats(POOLED + "steps", steps),
                file.floats(POOLED + "scales", components),
                file.floats(POOLED + "synthesis", components, dim),
                analysis(file, POOLED, components, dim),
                file.ints(POOLED + "rows", -1, tableRows - 1, steps, components));
    }

    private static TokenLayer tokens(CheckedTensors file, int[] grid, int dim, int tableRows) {
        int frequencies = file.size(TOKENS + "order", 1, 0);
        int steps = file.size(TOKENS + "steps", 1, 0);
        int components = file.size(TOKENS + "synthesis", 2, 0);
        requireSome(steps, TOKENS + "steps");
        checkComponents(components, dim);
        return new TokenLayer(
                new Grid(
                        file.floats(PREFIX + "vertical", grid[0], grid[0]),
                        file.floats(PREFIX + "horizontal", grid[1], grid[1])),
                dim,
                file.ints(TOKENS + "order", 1, grid[0] * grid[1] - 1, frequencies),
                file.floats(TOKENS + "steps", steps),
                file.floats(TOKENS + "scales", frequencies, components),
                file.floats(TOKENS + "synthesis", components, dim),
                analysis(file, TOKENS, components, dim),
                file.ints(TOKENS + "rows", -1, tableRows - 1, steps, frequencies, components));
    }

    private static void requireSome(int steps, String name) {
        if (steps == 0) {
            throw new UserException("\"" + name + "\" is empty");
        }
    }

    private static void checkComponents(int components, int dim) {
        if (components < 1 || components > dim) {
            throw new UserException(components + " axes are none of a space of " + dim + " dimensions");
        }
    }

    private static float[] analysis(CheckedTensors file, String prefix, int components, int dim) {
        String name = prefix + "analysis";
        return file.contains(name) ? file.floats(name, components, dim) : new float[0];
    }

    private static ContextModel context(
            CheckedTensors file, TokenLayer layer, PooledCoefficients pooled, int tableRows) {
        int steps = layer.steps().length;
        int inputs = file.size(CONTEXT + "pooled", 2, 1);
        if (inputs > pooled.components() || tableRows < ContextModel.ROWS) {
            throw new UserException("a context of " + inputs + " pooled coefficients and " + tableRows
                    + " tables does not fit a layer of " + pooled.components());
        }
        int hidden = file.size(CONTEXT + "output.weight", 2, 1);
        int all = ContextModel.FEATURES + inputs;
        return new ContextModel(
                file.ints(CONTEXT + "expected", 0, MOST_CONTEXT, steps, layer.frequencies(), layer.components()),
                file.ints(CONTEXT + "base", 0, tableRows - ContextModel.ROWS, steps),
                file.ints(CONTEXT + "pooled", 0, MOST_CONTEXT, pooled.steps().length, inputs),
                file.ints(CONTEXT + "hidden.weight", -MOST_CONTEXT, MOST_CONTEXT, steps, hidden, all),
                file.ints(CONTEXT + "hidden.bias", -MOST_CONTEXT, MOST_CONTEXT, steps, hidden),
                file.ints(CONTEXT + "output.weight", -MOST_CONTEXT, MOST_CONTEXT, steps, hidden),
                file.ints(CONTEXT + "output.bias", -MOST_CONTEXT, MOST_CONTEXT, steps),
                inputs);
    }

    private static Rungs rungs(CheckedTensors file, PooledCoefficients pooled, Optional<TokenLayer> tokens) {
        int count = file.size(PREFIX + "rungs", 2, 0);
        if (count < 1 || count > Rungs.MOST) {
            throw new UserException("a codec of " + count + " operating points is none; 1 to " + Rungs.MOST + " are");
        }
        int[] pairs = file.ints(PREFIX + "rungs", -1, Integer.MAX_VALUE, count, 2);
        int[] pooledSteps = new int[count];
        int[] tokenSteps = new int[count];
        float[] steps = new float[count];
        for (int i = 0; i < count; i++) {
            pooledSteps[i] = pairs[2 * i];
            tokenSteps[i] = pairs[2 * i + 1];
            int most = tokens.map(layer -> layer.steps().length).orElse(0);
            if (pooledSteps[i] < 0 || pooledSteps[i] >= pooled.steps().length || tokenSteps[i] >= most) {
                throw new UserException("operating point " + i + " names steps that the codec does not hold");
            }
            steps[i] = tokenSteps[i] < 0
                    ? pooled.steps()[pooledSteps[i]]
                    : tokens.orElseThrow().steps()[tokenSteps[i]];
        }
        return new Rungs(
                pooledSteps,
                tokenSteps,
                steps,
                file.contains(PREFIX + "rates") ? file.floats(PREFIX + "rates", count) : new float[0],
                file.contains(PREFIX + "quality") ? file.ints(PREFIX + "quality", 0, count - 1, 3) : new int[0],
                file.contains(PREFIX + "default") ? file.ints(PREFIX + "default", 0, count - 1)[0] : 0);
    }
}
