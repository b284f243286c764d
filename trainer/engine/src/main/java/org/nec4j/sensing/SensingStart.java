package org.nec4j.sensing;

import java.util.SplittableRandom;
import org.nec4j.nn.InitialWeights;
import org.nec4j.nn.Parameter;

/**
 * What sensing begins with: a sparse matrix whose support stays, and a controller whose first steps are as long as the share of numbers that are measured
 * and whose thresholds are small. Longer ones diverge, as WᵀPhi has a norm of about n / m on dense signals.
 */
public final class SensingStart {
    /** What the controller's last weights are multiplied by, so that its biases decide at first. */
    private static final double LAST = 0.3;
    /** The bias of thresholds, softplus(-4) = .018. */
    private static final double THRESHOLD = -4;

    private final SensingShape shape;
    private final SensingSupport support;
    private final int nonZeros;
    private final long seed;

    /**
     * A start by its shape.
     *
     * @param nonZeros of a column; 1 for boxes
     * @param seed     of everything that is drawn
     * @throws IllegalArgumentException where columns are shorter, or no such boxes tile a block
     */
    public SensingStart(SensingShape shape, SensingSupport support, int nonZeros, long seed) {
        this.shape = shape;
        this.support = support;
        this.nonZeros = nonZeros;
        this.seed = seed;
        int most = support == SensingSupport.BOX ? 1 : shape.measurements();
        if (nonZeros < 1 || nonZeros > most) {
            throw new IllegalArgumentException(
                    "a column has 1 to " + most + " numbers that differ from 0, not " + nonZeros);
        }
        if (support == SensingSupport.BOX) {
            if (side(shape.numbers()) % side(shape.measurements()) != 0) {
                throw new IllegalArgumentException(
                        shape.measurements() + " boxes do not tile a block of " + shape.numbers() + " numbers");
            }
        }
    }

    private static int side(int numbers) {
        int side = (int) Math.round(Math.sqrt(numbers));
        if (side * side != numbers) {
            throw new IllegalArgumentException(
                    "boxes tile square blocks in square numbers, and " + numbers + " is no square");
        }
        return side;
    }

    /**
     * The numbers of a tensor of the layer.
     *
     * @throws IllegalArgumentException for an analysis matrix, which somebody else must have computed
     */
    public float[] of(Parameter parameter) {
        return switch (parameter.key()) {
            case UnrolledSensing.SUPPORT -> support();
            case UnrolledSensing.VALUES -> values();
            case UnrolledSensing.CONSTANTS -> new float[4];
            case UnrolledSensing.ANALYSIS ->
                throw new IllegalArgumentException("an analysis matrix is given, nobody draws it");
            case "linear.bias" -> new float[] {(float) inverseSoftplus(), (float) THRESHOLD};
            case "linear.weight" -> drawn(parameter, LAST / Math.sqrt(shape.width()));
            case "hidden", "cellstate" -> normal(parameter);
            default -> drawn(parameter, 1 / Math.sqrt(shape.width()));
        };
    }

    /** Numbers by seed and name; seeds that follow one another are mixed first, or the second's numbers are the first's but for one. */
    private SplittableRandom random(String name) {
        return InitialWeights.random(name, new SplittableRandom(seed).split().nextLong());
    }

    /** The number whose softplus is m / n. */
    private double inverseSoftplus() {
        return Math.log(Math.expm1((double) shape.measurements() / shape.numbers()));
    }

    private float[] support() {
        float[] ones = new float[shape.measurements() * shape.numbers()];
        SplittableRandom random = random(UnrolledSensing.SUPPORT);
        for (int column = 0; column < shape.numbers(); column++) {
            if (support == SensingSupport.BOX) {
                ones[box(column) * shape.numbers() + column] = 1;
                continue;
            }
            for (int left = nonZeros; left > 0; ) {
                int at = random.nextInt(shape.measurements()) * shape.numbers() + column;
                left -= ones[at] == 0 ? 1 : 0;
                ones[at] = 1;
            }
        }
        return ones;
    }

    private int box(int pixel) {
        int side = side(shape.numbers());
        int across = side(shape.measurements());
        int length = side / across;
        return pixel / side / length * across + pixel % side / length;
    }

    /** Columns of length 1 with random signs, or rows of length 1 for boxes. */
    private float[] values() {
        float[] values = support();
        SplittableRandom random = random(UnrolledSensing.VALUES);
        double size = support == SensingSupport.BOX
                ? Math.sqrt((double) shape.measurements() / shape.numbers())
                : 1 / Math.sqrt(nonZeros);
        for (int i = 0; i < values.length; i++) {
            boolean minus = values[i] > 0 && support == SensingSupport.RANDOM && random.nextBoolean();
            values[i] *= (float) (minus ? -size : size);
        }
        return values;
    }

    private float[] drawn(Parameter parameter, double bound) {
        SplittableRandom random = random(parameter.name());
        float[] values = new float[Math.toIntExact(parameter.length())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-bound, bound);
        }
        return values;
    }

    private float[] normal(Parameter parameter) {
        SplittableRandom random = random(parameter.name());
        float[] values = new float[Math.toIntExact(parameter.length())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
