package org.nec4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nec4j.codec.CdfTables;
import org.nec4j.codec.RansDecoder;
import org.nec4j.codec.RansEncoder;
import org.nec4j.data.RandomMasking;
import org.nec4j.entropy.Bottleneck;
import org.nec4j.entropy.FactorizedDensity;
import org.nec4j.kernel.Copy;
import org.nec4j.kernel.Likelihood;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.Parameter;
import org.nec4j.nn.ParameterSetting;
import org.nec4j.vit.Encoder;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

/** Five training steps of the reference implementation of NEC, step by step and tensor by tensor. */
class ReferenceTrainingTest {
    private static final double TOLERANCE = 1e-3;
    private static final float TOLERANCE_OF_LATENTS = 1e-4f;

    private final ReferenceVectors vectors = ReferenceVectors.named("nec_factorized");
    private final JsonObject expected = vectors.expected;

    @Test
    void trainsAsTheReferenceDoes() {
        VitShape shape = shape();
        Set<String> trainable = new HashSet<>();
        expected.getAsJsonArray("trainable").forEach(name -> trainable.add(name.getAsString()));
        Objective objective = new Objective(
                expected.get("lambda_").getAsDouble(),
                expected.get("mask_ratio").getAsDouble(),
                false,
                true,
                false);
        Bottleneck bottleneck =
                new Bottleneck("bottleneck", shape.dim(), List.of(3, 3, 3, 3), 1e-9, Likelihood.DIFFERENCE, false);
        Network network = new Network(
                shape,
                objective,
                Optional.of(bottleneck),
                vectors.below("init/"),
                parameter -> trainable.contains(parameter.name()) ? Optional.of(setting(parameter)) : Optional.empty(),
                0);
        Optimizer optimizer =
                new Optimizer(network.graph(), network.plan().layers().values(), Optional.empty(), 1);

        int step = 0;
        for (JsonElement entry : expected.getAsJsonArray("log")) {
            JsonObject log = entry.getAsJsonObject();
            StepResult result = network.forwardBackward(inputs(step, shape));
            double norm = optimizer.gradientNorm();
            close("loss", step, result.loss(), log.get("loss").getAsDouble());
            close("recon", step, result.distortion(), log.get("recon").getAsDouble());
            close("bits", step, result.bits(), log.get("bits").getAsDouble());
            close("aux", step, result.auxiliary(), log.get("aux").getAsDouble());
            close("grad_norm", step, norm, log.get("grad_norm").getAsDouble());
            if (step == 0) {
                allClose(gradients(network), "grad0/");
                keyBiasesHaveNoGradient(gradients(network));
            }
            optimizer.step(step, 0, norm);
            step++;
        }
        assertThat(step).isEqualTo(5);
        allClose(network.tensors().all(), "final/");
    }

    @Test
    void embedsQuantisesAndCodesAsTheReferenceDoes() {
        VitShape shape = shape();
        Tensors trained = vectors.below("init/").with(vectors.below("final/").all());
        int batch = expected.get("batch").getAsInt();
        INDArray images = slice("images", 0, batch, 3, shape.imageSize(), shape.imageSize());
        float[] latent = Copy.of(new Encoder(shape, trained, LayerContext.create()).embed(images)); // [B, T, C]
        float[] wantedLatent = vectors.floats("eval/latent");
        float[] wanted = vectors.floats("eval/y_hat");
        float[] medians = FactorizedDensity.medians(vectors.floats("final/bottleneck.quantiles"));
        CdfTables tables = CdfTables.ofPadded(
                vectors.ints("tables/bottleneck._quantized_cdf"),
                vectors.ints("tables/bottleneck._cdf_length"),
                vectors.ints("tables/bottleneck._offset"));
        int dim = shape.dim();
        int tokens = 1 + shape.patches();
        for (int i = 0; i < wanted.length; i++) {
            assertThat(latent[i]).as("latent " + i).isCloseTo(wantedLatent[i], within(TOLERANCE_OF_LATENTS));
            float median = medians[i % dim];
            double fromTie = Math.abs(Math.abs(latent[i] - median - Math.rint(latent[i] - median)) - 0.5);
            if (fromTie > TOLERANCE_OF_LATENTS) {
                assertThat((float) Math.rint(latent[i] - median) + median)
                        .as("yHat " + i)
                        .isEqualTo(wanted[i]);
            }
        }
        int image = 0;
        for (JsonElement hex : expected.getAsJsonArray("strings").get(0).getAsJsonArray()) {
            byte[] stream = HexFormat.of().parseHex(hex.getAsString());
            int[] symbols = RansDecoder.decodeByRow(stream, tokens, tables); // [C][T]
            for (int c = 0; c < dim; c++) {
                for (int t = 0; t < tokens; t++) {
                    float value = wanted[(image * tokens + t) * dim + c];
                    assertThat(symbols[c * tokens + t]).isEqualTo((int) Math.rint(value - medians[c]));
                }
            }
            assertThat(RansEncoder.encodeByRow(symbols, tokens, tables)).isEqualTo(stream);
            image++;
        }
        assertThat(image).isEqualTo(batch);
    }

    private VitShape shape() {
        JsonObject model = expected.getAsJsonObject("model");
        return new VitShape(
                model.get("image").getAsInt(),
                model.get("patch").getAsInt(),
                3,
                model.get("dim").getAsInt(),
                model.get("depth").getAsInt(),
                model.get("heads").getAsInt(),
                model.get("decoder_dim").getAsInt(),
                model.get("decoder_depth").getAsInt(),
                model.get("decoder_heads").getAsInt(),
                model.get("mlp_ratio").getAsInt(),
                model.get("layer_norm_eps").getAsDouble());
    }

    private ParameterSetting setting(Parameter parameter) {
        if (parameter.key().equals("quantiles")) {
            JsonObject aux = expected.getAsJsonObject("aux_optimizer");
            return new ParameterSetting(new Adam(aux.get("lr").getAsDouble(), beta(aux, 0), beta(aux, 1), 1e-8), 0);
        }
        return new ParameterSetting(
                new Adam(expected.get("lr").getAsDouble(), beta(expected, 0), beta(expected, 1), 1e-8),
                expected.get("adamw_weight_decay").getAsDouble());
    }

    private static double beta(JsonObject of, int index) {
        return of.getAsJsonArray("betas").get(index).getAsDouble();
    }

    private StepInputs inputs(int step, VitShape shape) {
        int batch = expected.get("batch").getAsInt();
        INDArray images = slice("images", step, batch, 3, shape.imageSize(), shape.imageSize());
        float[] maskNoise = slice("mask_noise", step, batch, shape.patches())
                .reshape(batch * shape.patches())
                .toFloatVector();
        RandomMasking masking = RandomMasking.of(
                maskNoise, shape.patches(), expected.get("mask_ratio").getAsDouble());
        int tokens = 1 + masking.keep()[0].length;
        // The reference draws its noise over [C, 1, B * T].
        INDArray noise = Nd4j.createFromArray(vectors.floats("quant_noise/" + step + "/y"))
                .reshape('c', shape.dim(), batch * tokens)
                .transpose()
                .dup('c')
                .reshape('c', batch, tokens, shape.dim());
        return new StepInputs(images, masking.keep(), masking.restore(), noise);
    }

    private INDArray slice(String name, int step, long... shape) {
        return Nd4j.createFromArray(vectors.floats(name))
                .reshape('c', vectors.shape(name))
                .slice(step)
                .dup('c')
                .reshape('c', shape);
    }

    private static Map<String, float[]> gradients(Network network) {
        Map<String, float[]> gradients = new LinkedHashMap<>();
        network.plan().gradients(network.graph()).forEach((name, view) -> gradients.put(name, Copy.of(view)));
        return gradients;
    }

    /** Every tensor of the reference is within the tolerance of its own norm. */
    private void allClose(Map<String, float[]> actual, String prefix) {
        Map<String, float[]> wanted = vectors.below(prefix).all();
        assertThat(wanted).isNotEmpty();
        wanted.forEach((name, values) -> {
            float[] ours = actual.get(name);
            assertThat(ours).as(prefix + name).hasSameSizeAs(values);
            double difference = 0;
            double norm = 0;
            for (int i = 0; i < values.length; i++) {
                if (!(prefix.equals("final/") && isKeyBias(name, i, values.length))) {
                    difference += Math.pow(ours[i] - values[i], 2);
                }
                norm += Math.pow(values[i], 2);
            }
            assertThat(Math.sqrt(difference)).as(prefix + name).isLessThanOrEqualTo(TOLERANCE * Math.sqrt(norm));
        });
    }

    /**
     * A bias of the keys adds the same number to all of a query's scores, which softmax does not see: its gradient is zero, and
     * what either implementation computes for it is rounding noise, which Adam scales up to a full step. Where such a bias ends
     * after five steps is therefore chance; {@link #keyBiasesHaveNoGradient} holds what is not.
     */
    private static boolean isKeyBias(String name, int index, int length) {
        return name.endsWith("attn.qkv.bias") && index >= length / 3 && index < 2 * length / 3;
    }

    private static void keyBiasesHaveNoGradient(Map<String, float[]> gradients) {
        gradients.forEach((name, values) -> {
            double keys = 0;
            double all = 0;
            for (int i = 0; i < values.length; i++) {
                double square = Math.pow(values[i], 2);
                all += square;
                keys += isKeyBias(name, i, values.length) ? square : 0;
            }
            assertThat(Math.sqrt(keys)).as(name).isLessThanOrEqualTo(1e-5 * Math.sqrt(all));
        });
    }

    private static void close(String what, int step, double actual, double wanted) {
        assertThat(actual).as(what + " at step " + step).isCloseTo(wanted, within(TOLERANCE * Math.abs(wanted)));
    }
}
