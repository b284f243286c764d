package org.nec4j.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.entropy.FactorizedDensity;
import org.nec4j.entropy.FactorizedModel;
import org.nec4j.nn.Parameter;
import org.nec4j.objective.StepInputs;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

/**
 * The training objective once more, in double and written down operation by operation from the papers, one image after the other:
 * SameDiff differentiates it.
 */
final class SameDiffOracle {
    private final SameDiff sd = SameDiff.create();
    private final Map<String, SDVariable> tensors = new LinkedHashMap<>();
    private final VitShape shape;
    private final FactorizedDensity density;

    SameDiffOracle(VitShape shape, FactorizedDensity density, Tensors start) {
        this.shape = shape;
        this.density = density;
        Map<String, long[]> shapes = new LinkedHashMap<>(shape.tensors());
        for (Parameter parameter : density.parameters("bottleneck")) {
            shapes.put(parameter.name(), parameter.shape());
        }
        shapes.forEach((name, sizes) -> tensors.put(
                name,
                sd.var(
                        "t/" + name,
                        Nd4j.createFromArray(start.floats(name))
                                .castTo(DataType.DOUBLE)
                                .reshape('c', sizes))));
    }

    /** Loss and gradients of lambda * D + bits / B. */
    record Outcome(double loss, Map<String, INDArray> gradients) {}

    Outcome differentiate(StepInputs in, double lambda) {
        int b = in.keep().length;
        SDVariable loss = null;
        for (int image = 0; image < b; image++) {
            SDVariable yTilde = encode(in, image)
                    .add(constant(in.noise().get(FactorizedModel.BOTTLENECK).slice(image))); // [1 + V, D]
            SDVariable one = distortion(in, image, decode(yTilde, in.restore()[image]))
                    .mul(lambda)
                    .add(bits(yTilde))
                    .div(b);
            loss = loss == null ? one : loss.add(one);
        }
        loss.markAsLoss();
        double value = loss.eval().getDouble(0);
        Map<String, INDArray> gradients = sd.calculateGradients(
                Map.of(), tensors.values().stream().map(SDVariable::name).toList());
        Map<String, INDArray> named = new LinkedHashMap<>();
        gradients.forEach((name, gradient) -> named.put(name.substring(2), gradient));
        return new Outcome(value, named);
    }

    private SDVariable encode(StepInputs in, int image) {
        INDArray visible = rows(patches(in.images().slice(image), false), in.keep()[image]); // [V, C * P * P]
        SDVariable projection = tensor("patch_embed.proj.weight").reshape(shape.dim(), shape.patchNumbers());
        SDVariable embedded = linear(constant(visible), projection, tensor("patch_embed.proj.bias")); // [V, D]
        SDVariable x = sd.concat(0, tensor("cls_token").reshape(1, shape.dim()), embedded); // [1 + V, D]
        int[] places = new int[1 + in.keep()[image].length];
        for (int i = 1; i < places.length; i++) {
            places[i] = 1 + in.keep()[image][i - 1];
        }
        x = x.add(gather(tensor("pos_embed").reshape(1 + shape.patches(), shape.dim()), places));
        for (int i = 0; i < shape.depth(); i++) {
            x = block(x, "blocks." + i, shape.heads(), shape.dim());
        }
        return norm(x, "norm");
    }

    private SDVariable decode(SDVariable latent, int[] restore) {
        SDVariable tokens = linear(latent, tensor("decoder_embed.weight"), tensor("decoder_embed.bias"));
        SDVariable all = sd.concat(0, tokens, tensor("mask_token").reshape(1, shape.decoderDim())); // [1 + V + 1, E]
        int visible = (int) latent.eval().size(0) - 1;
        int[] sources = new int[1 + restore.length];
        for (int patch = 0; patch < restore.length; patch++) {
            sources[1 + patch] = restore[patch] < visible ? 1 + restore[patch] : 1 + visible;
        }
        SDVariable x = gather(all, sources)
                .add(tensor("decoder_pos_embed").reshape(1 + shape.patches(), shape.decoderDim())); // [1 + L, E]
        for (int i = 0; i < shape.decoderDepth(); i++) {
            x = block(x, "decoder_blocks." + i, shape.decoderHeads(), shape.decoderDim());
        }
        return linear(norm(x, "decoder_norm"), tensor("decoder_pred.weight"), tensor("decoder_pred.bias"));
    }

    private SDVariable distortion(StepInputs in, int image, SDVariable prediction) {
        int[] restore = in.restore()[image];
        int visible = in.keep()[image].length;
        SDVariable difference = prediction
                .get(SDIndex.interval(1, 1 + shape.patches()), SDIndex.all())
                .sub(constant(patches(in.images().slice(image), true))); // [L, P * P * C]
        INDArray mask = Nd4j.zeros(DataType.DOUBLE, restore.length, 1);
        for (int patch = 0; patch < restore.length; patch++) {
            mask.putScalar(patch, 0, restore[patch] >= visible ? 1 : 0);
        }
        double masked = mask.sumNumber().doubleValue();
        return sd.math.square(difference).mul(constant(mask)).sum().div(masked * shape.patchNumbers());
    }

    private SDVariable bits(SDVariable y) {
        SDVariable upper = sd.nn.sigmoid(logit(y.add(0.5)));
        SDVariable lower = sd.nn.sigmoid(logit(y.sub(0.5)));
        return sd.math.log(upper.sub(lower)).sum().div(-Math.log(2));
    }

    private SDVariable logit(SDVariable x) {
        List<SDVariable> hidden = List.of(x); // r_i times [T, C]
        int layers = density.layers();
        for (int i = 0; i < layers; i++) {
            int width = i == layers - 1 ? 1 : density.filters().get(i);
            List<SDVariable> next = new ArrayList<>();
            for (int j = 0; j < width; j++) {
                SDVariable u = column("biases." + i, j, 0);
                for (int k = 0; k < hidden.size(); k++) {
                    u = hidden.get(k)
                            .mul(sd.nn.softplus(column("matrices." + i, j, k)))
                            .add(u);
                }
                next.add(i == layers - 1 ? u : u.add(sd.math.tanh(u).mul(sd.math.tanh(column("factors." + i, j, 0)))));
            }
            hidden = next;
        }
        return hidden.get(0);
    }

    /** Element [., j, k] of every channel, [1, C]. */
    private SDVariable column(String key, int j, int k) {
        return tensor("bottleneck." + key)
                .get(SDIndex.all(), SDIndex.interval(j, j + 1), SDIndex.interval(k, k + 1))
                .reshape(1, density.channels());
    }

    private SDVariable block(SDVariable x, String name, int heads, int width) {
        SDVariable qkv = linear(
                norm(x, name + ".norm1"),
                tensor(name + ".attn.qkv.weight"),
                tensor(name + ".attn.qkv.bias")); // [T, 3 D]
        int d = width / heads;
        SDVariable[] mixed = new SDVariable[heads];
        for (int h = 0; h < heads; h++) {
            SDVariable q = columns(qkv, h * d, d);
            SDVariable k = columns(qkv, width + h * d, d);
            SDVariable v = columns(qkv, 2 * width + h * d, d);
            SDVariable scores = sd.mmul(q, sd.transpose(k)).div(Math.sqrt(d)); // [T, T]
            mixed[h] = sd.mmul(sd.nn.softmax(scores, 1), v); // [T, d]
        }
        SDVariable h = linear(sd.concat(1, mixed), tensor(name + ".attn.proj.weight"), tensor(name + ".attn.proj.bias"))
                .add(x);
        SDVariable pre =
                linear(norm(h, name + ".norm2"), tensor(name + ".mlp.fc1.weight"), tensor(name + ".mlp.fc1.bias"));
        SDVariable gelu = pre.mul(sd.math.erf(pre.div(Math.sqrt(2))).add(1)).div(2);
        return linear(gelu, tensor(name + ".mlp.fc2.weight"), tensor(name + ".mlp.fc2.bias"))
                .add(h);
    }

    private SDVariable norm(SDVariable x, String name) {
        SDVariable centred = x.sub(x.mean(true, 1));
        SDVariable variance = sd.math.square(centred).mean(true, 1);
        return centred.div(sd.math.sqrt(variance.add(shape.layerNormEps())))
                .mul(row(name + ".weight"))
                .add(row(name + ".bias"));
    }

    private SDVariable linear(SDVariable x, SDVariable weight, SDVariable bias) {
        return sd.mmul(x, sd.transpose(weight)).add(bias.reshape(1, bias.getShape()[0]));
    }

    private SDVariable row(String name) {
        SDVariable vector = tensor(name);
        return vector.reshape(1, vector.getShape()[0]);
    }

    private static SDVariable columns(SDVariable x, int first, int count) {
        return x.get(SDIndex.all(), SDIndex.interval(first, first + count));
    }

    /** A product with a matrix of zeros and ones: SameDiff's own gradient of gather is a loop. */
    private SDVariable gather(SDVariable rows, int[] sources) {
        INDArray choice =
                Nd4j.zeros(DataType.DOUBLE, sources.length, rows.eval().size(0));
        for (int i = 0; i < sources.length; i++) {
            choice.putScalar(i, sources[i], 1);
        }
        return sd.mmul(constant(choice), rows);
    }

    private SDVariable tensor(String name) {
        return tensors.get(name);
    }

    private SDVariable constant(INDArray values) {
        return sd.constant(values.castTo(DataType.DOUBLE));
    }

    private static INDArray rows(INDArray matrix, int[] which) {
        INDArray out = Nd4j.create(DataType.DOUBLE, which.length, matrix.size(1));
        for (int i = 0; i < which.length; i++) {
            out.putRow(i, matrix.getRow(which[i]));
        }
        return out;
    }

    /** The image's patches, [C, S, S] to [L, numbers]. */
    private INDArray patches(INDArray image, boolean channelsLast) {
        int p = shape.patchSize();
        int c = shape.channels();
        INDArray out = Nd4j.create(DataType.DOUBLE, shape.patches(), shape.patchNumbers());
        for (int l = 0; l < shape.patches(); l++) {
            for (int n = 0; n < shape.patchNumbers(); n++) {
                int channel = channelsLast ? n % c : n / (p * p);
                int pixel = channelsLast ? n / c : n % (p * p);
                int y = l / shape.grid().columns() * p + pixel / p;
                int x = l % shape.grid().columns() * p + pixel % p;
                out.putScalar(l, n, image.getDouble(channel, y, x));
            }
        }
        return out;
    }
}
