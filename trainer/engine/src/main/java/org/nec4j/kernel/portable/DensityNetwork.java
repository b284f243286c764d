package org.nec4j.kernel.portable;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nec4j.kernel.DensityParameters;

/** The small monotone networks of all channels side by side, in float64: every unit is an array [R, C]. */
final class DensityNetwork {
    private final List<Layer> layers = new ArrayList<>();

    DensityNetwork(DensityParameters parameters) {
        int last = parameters.matrices().size() - 1;
        for (int i = 0; i <= last; i++) {
            layers.add(new Layer(
                    parameters.matrices().get(i).castTo(DataType.DOUBLE),
                    parameters.biases().get(i).castTo(DataType.DOUBLE),
                    i < last ? parameters.factors().get(i).castTo(DataType.DOUBLE) : null));
        }
    }

    /** Logits of x [R, C], with what their gradient needs. */
    Pass forward(INDArray x) {
        Pass pass = new Pass();
        INDArray[] values = {x};
        for (Layer layer : layers) {
            values = layer.forward(values, pass);
        }
        pass.logits = values[0];
        return pass;
    }

    /** Writes the gradients collected so far, with respect to the parameters as they are given. */
    void gradients(DensityParameters into) {
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            assign(into.matrices().get(i), layer.dmatrix.mul(Transforms.sigmoid(layer.rawMatrix, true)));
            assign(into.biases().get(i), layer.dbias);
            if (i < layers.size() - 1) {
                assign(
                        into.factors().get(i),
                        layer.dfactor.mul(layer.factor.mul(layer.factor).rsub(1)));
            }
        }
    }

    private static void assign(INDArray array, INDArray values) {
        array.assign(values.castTo(array.dataType()));
    }

    /** One way through the network. */
    final class Pass {
        private final List<INDArray[]> inputs = new ArrayList<>();
        private final List<INDArray[]> tanhs = new ArrayList<>();
        private INDArray logits;

        private Pass() {}

        INDArray logits() {
            return logits;
        }

        /** d/dx of Σ dlogits * logits; adds the parameters' share to what the network collects. */
        INDArray backward(INDArray dlogits) {
            INDArray[] d = {dlogits};
            for (int i = layers.size() - 1; i >= 0; i--) {
                d = layers.get(i).backward(d, inputs.get(i), tanhs.get(i));
            }
            return d[0];
        }
    }

    /** u = softplus(H) l + b, then u + tanh(a) tanh(u) but for the last layer, which has no a. */
    private static final class Layer {
        private final INDArray rawMatrix; // [C, out, in]
        private final INDArray matrix; // [C, out, in]
        private final INDArray bias; // [C, out, 1]
        private final INDArray factor; // [C, out, 1]
        private final INDArray dmatrix;
        private final INDArray dbias;
        private final INDArray dfactor;
        private final boolean last;

        Layer(INDArray rawMatrix, INDArray bias, INDArray rawFactor) {
            last = rawFactor == null;
            this.rawMatrix = rawMatrix;
            this.bias = bias;
            INDArray tail = Transforms.log(
                    Transforms.exp(Transforms.abs(rawMatrix, true).negi(), false)
                            .addi(1),
                    false);
            matrix = rawMatrix.add(Transforms.abs(rawMatrix, true)).muli(0.5).addi(tail);
            factor = last ? bias.like() : Transforms.tanh(rawFactor, true);
            dmatrix = matrix.like();
            dbias = bias.like();
            dfactor = bias.like();
        }

        INDArray[] forward(INDArray[] in, Pass pass) {
            int out = (int) matrix.size(1);
            INDArray[] values = new INDArray[out];
            INDArray[] tanhs = new INDArray[out];
            for (int j = 0; j < out; j++) {
                INDArray u = in[0].mulRowVector(of(matrix, j, 0)).addiRowVector(of(bias, j, 0)); // [R, C]
                for (int k = 1; k < in.length; k++) {
                    u.addi(in[k].mulRowVector(of(matrix, j, k)));
                }
                tanhs[j] = last ? u : Transforms.tanh(u, true);
                values[j] = last ? u : u.addi(tanhs[j].mulRowVector(of(factor, j, 0)));
            }
            pass.inputs.add(in);
            pass.tanhs.add(tanhs);
            return values;
        }

        INDArray[] backward(INDArray[] dout, INDArray[] in, INDArray[] tanhs) {
            INDArray[] din = new INDArray[in.length];
            for (int j = 0; j < dout.length; j++) {
                INDArray du = dout[j];
                if (!last) {
                    INDArray t = tanhs[j];
                    of(dfactor, j, 0).addi(du.mul(t).sum(0));
                    INDArray slope =
                            t.mul(t).rsubi(1).muliRowVector(of(factor, j, 0)).addi(1);
                    du = du.mul(slope);
                }
                of(dbias, j, 0).addi(du.sum(0));
                for (int k = 0; k < in.length; k++) {
                    of(dmatrix, j, k).addi(du.mul(in[k]).sum(0));
                    INDArray part = du.mulRowVector(of(matrix, j, k));
                    din[k] = j == 0 ? part : din[k].addi(part);
                }
            }
            return din;
        }

        /** A view [C] of the numbers between two units. */
        private static INDArray of(INDArray tensor, int j, int k) {
            return tensor.get(NDArrayIndex.all(), NDArrayIndex.point(j), NDArrayIndex.point(k));
        }
    }
}
