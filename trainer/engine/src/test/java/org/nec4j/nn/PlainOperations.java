package org.nec4j.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nec4j.kernel.GeluForm;

/** What tests of layers compare with: formulas of papers in ND4J's own operations, in double. */
final class PlainOperations {
    private PlainOperations() {}

    /** Normal numbers, the same for the same seed, as a device would get them: what float32 holds. */
    static INDArray normal(long seed, long... shape) {
        Random random = new Random(seed);
        INDArray array = Nd4j.create(DataType.FLOAT, shape, 'c');
        for (long i = 0; i < array.length(); i++) {
            array.putScalar(i, random.nextGaussian());
        }
        return array;
    }

    /** x wᵀ + b over the last dimension. */
    static INDArray linear(INDArray x, INDArray weight, INDArray bias) {
        INDArray rows = rows(x).mmul(exact(weight).transpose()).addRowVector(exact(bias));
        long[] shape = x.shape().clone();
        shape[shape.length - 1] = weight.size(0);
        return rows.reshape('c', shape);
    }

    /** [.., N] as a matrix in double. */
    static INDArray rows(INDArray x) {
        return exact(x).reshape('c', x.length() / x.size(-1), x.size(-1));
    }

    static INDArray exact(INDArray x) {
        return x.castTo(DataType.DOUBLE).dup('c');
    }

    /** Φ(x). */
    static INDArray normalDistribution(INDArray x) {
        INDArray scaled = exact(x).div(Math.sqrt(2));
        return Nd4j.getExecutioner()
                .exec(new Erf(scaled, scaled.ulike()))
                .addi(1)
                .muli(0.5);
    }

    static INDArray gelu(GeluForm form, INDArray values) {
        INDArray x = exact(values);
        return switch (form) {
            case ERF -> x.mul(normalDistribution(x));
            case TANH -> {
                INDArray inner = x.add(Transforms.pow(x, 3).mul(0.044715)).mul(Math.sqrt(2 / Math.PI));
                yield x.mul(0.5).mul(Transforms.tanh(inner).add(1));
            }
            case QUICK -> x.mul(Transforms.sigmoid(x.mul(1.702)));
        };
    }

    /** Φ(x) + x φ(x), the slope of the exact gelu. */
    static INDArray geluSlope(INDArray values) {
        INDArray x = exact(values);
        INDArray density = Transforms.exp(x.mul(x).mul(-0.5)).div(Math.sqrt(2 * Math.PI));
        return normalDistribution(x).add(x.mul(density));
    }

    /** (x - mean) / sqrt(variance + eps) * gain + bias over the last dimension. */
    static INDArray layerNorm(INDArray x, INDArray gain, INDArray bias, double eps) {
        INDArray rows = rows(x);
        INDArray centred = rows.subColumnVector(rows.mean(1));
        INDArray deviation = Transforms.sqrt(centred.mul(centred).mean(1).add(eps));
        return centred.diviColumnVector(deviation)
                .muliRowVector(exact(gain))
                .addiRowVector(exact(bias))
                .reshape('c', x.shape());
    }

    /** softmax(q kᵀ / sqrt(D / heads)) v, head by head; qkv [B, T, 3 * D]. */
    static INDArray attention(INDArray qkv, int heads) {
        long t = qkv.size(1);
        long d = qkv.size(2) / 3;
        long width = d / heads;
        INDArray out = Nd4j.create(DataType.DOUBLE, qkv.size(0), t, d);
        for (long image = 0; image < qkv.size(0); image++) {
            INDArray one = exact(qkv.slice(image)); // [T, 3 * D]
            for (int head = 0; head < heads; head++) {
                INDArray query = columns(one, head * width, width);
                INDArray key = columns(one, d + head * width, width);
                INDArray value = columns(one, 2 * d + head * width, width);
                INDArray scores = query.mmul(key.transpose()).div(Math.sqrt(width));
                columns(out.slice(image), head * width, width)
                        .assign(Transforms.softmax(scores).mmul(value));
            }
        }
        return out;
    }

    private static INDArray columns(INDArray matrix, long from, long count) {
        return matrix.get(NDArrayIndex.all(), NDArrayIndex.interval(from, from + count));
    }

    /** That float32 and double agree to its precision. */
    static void assertClose(String name, INDArray actual, INDArray expected) {
        assertThat(actual.shape()).as(name).isEqualTo(expected.shape());
        double difference = exact(actual).sub(exact(expected)).norm2Number().doubleValue();
        assertThat(difference)
                .as(name)
                .isLessThanOrEqualTo(2e-6 * (1 + exact(expected).norm2Number().doubleValue()));
    }
}
