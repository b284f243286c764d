package org.nec4j.kernel.portable;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nec4j.kernel.Enlarging;
import org.nec4j.kernel.LossKernels;

/** Losses of ND4J operations in float64, on the rows that count alone. */
final class PortableLosses implements LossKernels {
    private final PortableTokens tokens = new PortableTokens();

    @Override
    public double maskedMeanSquare(INDArray prediction, INDArray labels, INDArray mask, double weight) {
        int patches = (int) labels.size(1);
        long p = labels.size(2);
        double[] m = Nd.flat(mask).toDoubleVector(); // [B * L]
        int[] masked = IntStream.range(0, m.length).filter(i -> m[i] != 0).toArray();
        if (masked.length == 0) {
            prediction.assign(0);
            return Double.NaN;
        }
        int[] predicted = IntStream.of(masked).map(i -> i + i / patches + 1).toArray(); // behind the class tokens
        double[] weights = IntStream.of(masked).mapToDouble(i -> m[i]).toArray();
        double all = IntStream.of(masked).mapToDouble(i -> m[i]).sum();
        INDArray share =
                Nd4j.createFromArray(weights).reshape('c', masked.length, 1).divi(p * all);
        INDArray difference = pull(prediction, p, predicted).subi(pull(labels, p, masked)); // [M, P]
        double distortion =
                difference.mul(difference).muliColumnVector(share).sumNumber().doubleValue();
        difference.muliColumnVector(share).muli(2 * weight);
        tokens.scatterAdd(difference.castTo(prediction.dataType()), predicted, prediction);
        return distortion;
    }

    @Override
    public double crossEntropy(INDArray scores, int rows, INDArray labels, double smoothing, double weight) {
        long b = scores.size(0);
        long k = scores.size(2);
        Enlarging enlarging = Enlarging.of(scores.size(1), rows, labels.size(1));
        INDArray large = enlarge(scores.castTo(DataType.DOUBLE), enlarging); // [B * H * W, K]
        double[] label = Nd.flat(labels).toDoubleVector();
        int[] labelled = IntStream.range(0, label.length)
                .filter(i -> label[i] != IGNORED)
                .toArray();
        INDArray gradient = Nd4j.zeros(DataType.DOUBLE, large.shape());
        double loss = 0;
        if (labelled.length > 0) {
            double[][] wanted = new double[labelled.length][(int) k];
            for (int i = 0; i < labelled.length; i++) {
                Arrays.fill(wanted[i], smoothing / k);
                wanted[i][(int) label[labelled[i]]] += 1 - smoothing;
            }
            INDArray chosen = Nd4j.createFromArray(wanted); // [M, K]
            INDArray logits = pull(large, k, labelled);
            logits.subiColumnVector(logits.max(true, 1));
            INDArray e = Transforms.exp(logits, true);
            INDArray sum = e.sum(true, 1); // [M, 1]
            loss = (Transforms.log(sum, true).sumNumber().doubleValue()
                            - logits.muli(chosen).sumNumber().doubleValue())
                    / labelled.length;
            e.diviColumnVector(sum).subi(chosen).muli(weight / labelled.length);
            tokens.scatterAdd(e, labelled, gradient);
        }
        scores.assign(
                shrink(gradient, b, enlarging).reshape('c', scores.shape()).castTo(scores.dataType()));
        return loss;
    }

    private static INDArray pull(INDArray array, long columns, int[] rows) {
        return Nd4j.pullRows(Nd.rows(array, columns), 1, rows).castTo(DataType.DOUBLE);
    }

    /** Bilinear interpolation along one axis as a matrix [large, small]. */
    private static INDArray matrix(Enlarging.Axis axis) {
        double[][] matrix = new double[axis.large()][axis.small()];
        for (int i = 0; i < matrix.length; i++) {
            matrix[i][axis.first()[i]] += 1 - axis.share()[i];
            matrix[i][axis.second()[i]] += axis.share()[i];
        }
        return Nd4j.createFromArray(matrix);
    }

    /** [B, h * w, K] to [B * H * W, K]: lines first, then the pixels of a line. */
    private static INDArray enlarge(INDArray scores, Enlarging by) {
        long b = scores.size(0);
        long k = scores.size(2);
        INDArray lines = scores.reshape('c', b, by.down().small(), by.across().small(), k)
                .permute(1, 0, 2, 3);
        INDArray tall = along(matrix(by.down()), false, lines, by.down().large()); // [H, B, w, K]
        INDArray large = along(
                matrix(by.across()),
                false,
                tall.permute(2, 0, 1, 3),
                by.across().large()); // [W, H, B, K]
        return large.permute(2, 1, 0, 3)
                .dup('c')
                .reshape('c', b * by.down().large() * by.across().large(), k);
    }

    /** The transpose of {@link #enlarge}, to [B, h, w, K]. */
    private static INDArray shrink(INDArray gradient, long b, Enlarging by) {
        INDArray pixels = gradient.reshape(
                        'c', b, by.down().large(), by.across().large(), gradient.size(1))
                .permute(2, 1, 0, 3); // [W, H, B, K]
        INDArray narrow = along(matrix(by.across()), true, pixels, by.across().small()); // [w, H, B, K]
        INDArray small = along(
                matrix(by.down()), true, narrow.permute(1, 2, 0, 3), by.down().small()); // [h, B, w, K]
        return small.permute(1, 0, 2, 3).dup('c');
    }

    /** The matrix, or its transpose, times an array of four dimensions along the first. */
    private static INDArray along(INDArray matrix, boolean transposed, INDArray array, long to) {
        INDArray flat = array.dup('c').reshape('c', array.size(0), array.length() / array.size(0));
        INDArray product = Nd4j.matmul(matrix, flat, transposed, false, false).dup('c');
        return product.reshape('c', to, array.size(1), array.size(2), array.size(3));
    }
}
