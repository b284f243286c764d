package org.nec4j.codec.model;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.nec4j.codec.entropy.CdfTables;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.tensor.SafeTensors;

/** The names inside a codec file, which is a safetensors file, and what is checked before any of it is believed. */
final class CodecFile {
    static final String FORMAT = "format";
    static final String FORMAT_NAME = "nec4j codec";
    static final String VERSION = "format_version";
    static final int CURRENT_VERSION = 1;
    static final String MODEL = "model";
    static final String MAX_TOKENS = "max_tokens";
    static final String SETTINGS = "settings";
    static final String DIGEST = "digest";
    static final String CONTENT_DIGEST = "content_digest";

    /** Where a factorised bottleneck's tensors stand: alone, and as the side information of a hyperprior. */
    static final String BOTTLENECK = "bottleneck.";

    static final String SIDE = "entropy_bottleneck.";
    static final String GAUSSIAN = "gaussian_conditional.";

    static final String MEDIANS = "medians";
    static final String CDF = "_quantized_cdf";
    static final String CDF_LENGTH = "_cdf_length";
    static final String OFFSET = "_offset";
    static final String SCALES = GAUSSIAN + "scale_table";
    static final String HEADS = HyperSynthesis.PREFIX + "heads";
    static final String EPSILON = HyperSynthesis.PREFIX + "layer_norm_eps";

    /** A transform codec's numbers, in the order in which the digest takes them; its tables follow. */
    static final String TRANSFORM = "transform.";

    static final String MEAN = TRANSFORM + "mean";
    static final String AXES = TRANSFORM + "axes";
    static final String PLANE = TRANSFORM + "plane";
    static final String STEP = TRANSFORM + "step";
    static final String ROUNDING = TRANSFORM + "rounding";
    static final String ROWS = TRANSFORM + "rows";
    static final String CENTRES = TRANSFORM + "centres";

    private static final Set<String> MODELS = Set.of(
            FactorisedCoder.MODEL, HyperpriorCoder.SCALE_MODEL, HyperpriorCoder.MEAN_SCALE_MODEL, TransformCoder.MODEL);

    private CodecFile() {}

    /** Refuses what is no codec, or one of a later version. */
    static void checkKind(SafeTensors file) {
        Map<String, String> metadata = file.metadata();
        if (!FORMAT_NAME.equals(metadata.get(FORMAT))) {
            throw new UserException(
                    file.source() + ": is a safetensors file but not a codec; make one with `nec4j export`");
        }
        String version = metadata.getOrDefault(VERSION, "none");
        if (!version.equals(Integer.toString(CURRENT_VERSION))) {
            throw new UserException(file.source() + ": is a codec of format version " + version
                    + ", this program reads version " + CURRENT_VERSION + "; use a newer one");
        }
    }

    static String required(SafeTensors file, String key) {
        String value = file.metadata().get(key);
        if (value == null) {
            throw new UserException(
                    file.source() + ": is a codec without \"" + key + "\" in its metadata; export it again");
        }
        return value;
    }

    /** Of a codec's tensors those that decoding depends on, in the order in which the digest takes them. */
    static List<String> decodingTensors(SafeTensors file) {
        String model = required(file, MODEL);
        if (!MODELS.contains(model)) {
            throw new UserException(
                    file.source() + ": has a model \"" + model + "\" that this program does not know; use a newer one");
        }
        List<String> names = decodingTensors(model, file.names());
        for (String name : names) {
            if (!file.contains(name)) {
                throw new UserException(
                        file.source() + ": is a codec without its tensor \"" + name + "\"; export it again");
            }
        }
        return names;
    }

    static List<String> decodingTensors(String model, Collection<String> names) {
        if (model.equals(FactorisedCoder.MODEL)) {
            return Stream.of(MEDIANS, CDF, CDF_LENGTH, OFFSET)
                    .map(BOTTLENECK::concat)
                    .toList();
        }
        if (model.equals(TransformCoder.MODEL)) {
            Stream<String> tables = Stream.of(CDF, CDF_LENGTH, OFFSET).map(TRANSFORM::concat);
            return Stream.concat(Stream.of(MEAN, AXES, PLANE, STEP, ROUNDING, ROWS, CENTRES), tables)
                    .toList();
        }
        Stream<String> side = Stream.of(MEDIANS, CDF, CDF_LENGTH, OFFSET).map(SIDE::concat);
        Stream<String> gaussian =
                Stream.of("scale_table", CDF, CDF_LENGTH, OFFSET).map(GAUSSIAN::concat);
        Stream<String> settings = Stream.of(HEADS, EPSILON);
        Stream<String> synthesis = names.stream()
                .filter(name -> name.startsWith(HyperSynthesis.PREFIX))
                .filter(name -> !name.equals(HEADS) && !name.equals(EPSILON))
                .sorted();
        return Stream.of(side, gaussian, settings, synthesis)
                .flatMap(part -> part)
                .toList();
    }

    /** Where the first of some tensors begins in the file. */
    static long firstOffset(SafeTensors file, Collection<String> names) {
        return names.stream().mapToLong(file::offset).min().orElse(0);
    }

    static int maxTokens(SafeTensors file) {
        String text = required(file, MAX_TOKENS);
        if (text.matches("[0-9]{1,6}") && Integer.parseInt(text) <= LatentCoder.MAX_TOKENS) {
            return Integer.parseInt(text);
        }
        throw new UserException(file.source() + ": \"max_tokens\" is " + text + " where a number up to "
                + LatentCoder.MAX_TOKENS + " is needed");
    }

    /** Reads what decoding needs, and a hyperprior's analysis where it is there; errors name the file. */
    static LatentCoder coder(SafeTensors file) {
        try {
            String model = required(file, MODEL);
            return switch (model) {
                case FactorisedCoder.MODEL -> factorised(file, BOTTLENECK);
                case TransformCoder.MODEL -> transform(file);
                default -> hyperprior(file, model.equals(HyperpriorCoder.MEAN_SCALE_MODEL));
            };
        } catch (FormatException e) {
            throw e;
        } catch (UserException e) {
            throw e.getMessage().startsWith(file.source())
                    ? e
                    : new UserException(file.source() + ": " + e.getMessage(), e);
        }
    }

    private static FactorisedCoder factorised(SafeTensors file, String prefix) {
        return new FactorisedCoder(file.floats(prefix + MEDIANS), tables(file, prefix));
    }

    private static TransformCoder transform(SafeTensors file) {
        TokenTransform transform = new TokenTransform(file.floats(MEAN), file.floats(AXES), file.floats(PLANE));
        return new TransformCoder(
                transform,
                single(file, STEP),
                single(file, ROUNDING),
                file.ints(ROWS),
                file.floats(CENTRES),
                tables(file, TRANSFORM));
    }

    private static float single(SafeTensors file, String name) {
        float[] numbers = file.floats(name);
        if (numbers.length != 1) {
            throw new UserException("\"" + name + "\" must be one number, not " + numbers.length);
        }
        return numbers[0];
    }

    private static HyperpriorCoder hyperprior(SafeTensors file, boolean means) {
        FactorisedCoder side = factorised(file, SIDE);
        int[] heads = file.ints(HEADS);
        float[] epsilon = file.floats(EPSILON);
        int width = side.dim();
        if (heads.length != 1 || heads[0] < 1 || width % heads[0] != 0 || epsilon.length != 1 || !(epsilon[0] > 0)) {
            throw new UserException("\"" + HEADS + "\" must be one number that divides " + width + ", \"" + EPSILON
                    + "\" one positive number");
        }
        HyperWeights weights = new HyperWeights(file);
        HyperSynthesis synthesis = new HyperSynthesis(weights, width, heads[0], epsilon[0]);
        int dim = means ? synthesis.outputs() / 2 : synthesis.outputs();
        Optional<HyperAnalysis> analysis = weights.contains(HyperAnalysis.FIRST_WEIGHT)
                ? Optional.of(new HyperAnalysis(weights, !means, dim, width, heads[0], epsilon[0]))
                : Optional.empty();
        ScaleTable scales = new ScaleTable(file.floats(SCALES));
        return new HyperpriorCoder(means, side, synthesis, analysis, scales, tables(file, GAUSSIAN));
    }

    /** Tables as they stand under {@code prefix}. */
    static CdfTables tables(SafeTensors file, String prefix) {
        return CdfTables.ofPadded(file.ints(prefix + CDF), file.ints(prefix + CDF_LENGTH), file.ints(prefix + OFFSET));
    }
}
