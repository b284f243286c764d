package org.nec4j.sensing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nec4j.PeerVectors;
import org.nec4j.backend.Backend;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.kernel.Kernels;
import org.nec4j.kernel.Wavelet;
import org.nec4j.kernel.portable.PortableKernels;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.Parameter;
import org.nec4j.nn.ParameterSetting;
import org.nec4j.nn.TorchAdam;

/** NA-ALISTA against its authors' program: iterations, gradients, weights after its steps; every size from its expected.json. */
class NaAlistaVectorsTest {
    private static final double SHARE = 1e-4;
    private static final LayerWorkspaceMgr ANYWHERE = LayerWorkspaceMgr.noWorkspaces();

    private final PeerVectors vectors = PeerVectors.named("na-alista");
    private final JsonObject problem = vectors.expected().object("problem");
    private final int m = problem.integer("m");
    private final int n = problem.integer("n");
    private final int batch = problem.integer("batch");
    private final int[] selected =
            problem.numbers("p").stream().mapToInt(Double::intValue).toArray();
    private final Kernels kernels = Backend.kernels();

    @Test
    void theClosedFormIsTheirs() {
        INDArray phi = array("matrix/phi", m, n).castTo(DataType.DOUBLE);
        INDArray w = Nd4j.create(DataType.DOUBLE, m, n);
        PortableKernels.because("an oracle").sensing().analysis(phi, 0, 1e-9, w);
        vectors.assertClose("matrix/W_closed_form", w, SHARE);
        double squares = vectors.expected().object("matrix").number("frobenius_closed_form"); // |Wᵀ Phi|²
        assertThat(Math.pow(w.transpose().mmul(phi).norm2Number().doubleValue(), 2))
                .isCloseTo(squares, within(SHARE * squares));
    }

    @Test
    void iterationsGradientsAndStepsAreTheirs() {
        Running running = new Running(new SensingNoise(0, 1), "init/");
        List<JsonObject> steps = vectors.objects("steps");
        JsonObject adam = vectors.expected().object("optimizer");
        INDArray first = Nd4j.create(1, running.layer.numParams());
        INDArray second = Nd4j.create(1, running.layer.numParams());
        for (int step = 0; step < steps.size(); step++) {
            running.pass(array("batch/" + step + "/x", batch, n), noise(step));
            if (step == 0) {
                checkFirstStep(running);
            }
            assertThat(running.layer.measured())
                    .as("loss of step %d", step)
                    .isCloseTo(
                            steps.get(step).number("loss"),
                            within(SHARE * steps.get(step).number("loss")));
            double norm = Math.sqrt(kernels.updates().squares(running.gradients));
            double expected = steps.get(step).number("grad_norm_before_clip");
            assertThat(norm).as("gradient norm of step %d", step).isCloseTo(expected, within(SHARE * expected));
            double most = adam.number("clip_global_norm");
            if (norm > most) {
                kernels.elements().scale(most / norm, running.gradients);
            }
            update(running, adam, first, second, step + 1);
        }
        for (Parameter parameter : running.controller()) {
            String name = name(parameter);
            float[] wanted = vectors.floats("final/" + name);
            float[] found = kernels.copies().of(running.layer.getParam(parameter.key()));
            for (int i = 0; i < wanted.length; i++) {
                assertThat(found[i]).as("%s after all steps", name).isCloseTo(wanted[i], within(1e-4f));
            }
        }
    }

    private void update(Running running, JsonObject adam, INDArray first, INDArray second, int t) {
        double beta1 = adam.numbers("betas").get(0);
        double beta2 = adam.numbers("betas").get(1);
        double correction = Math.sqrt(1 - Math.pow(beta2, t));
        double rate = adam.number("lr") * correction / (1 - Math.pow(beta1, t));
        kernels.updates().adam(running.gradients, first, second, rate, beta1, beta2, adam.number("eps") * correction);
        kernels.elements().addScaled(-1, running.gradients, running.layer.params());
    }

    private void checkFirstStep(Running running) {
        JsonObject constants = vectors.expected().object("normaliser");
        PeerVectors.assertClose(
                "constants",
                kernels.copies().of(running.layer.getParam(UnrolledSensing.CONSTANTS)),
                new float[] {
                    (float) constants.number("b_mean"),
                    (float) constants.number("b_std"),
                    (float) constants.number("c_mean"),
                    (float) constants.number("c_std")
                },
                SHARE);
        running.assertControls("step0/");
        for (int k = 1; k <= selected.length; k++) {
            vectors.assertClose("step0/s_" + k, running.layer.coefficients(k), SHARE);
        }
        for (Parameter parameter : running.controller()) {
            vectors.assertClose("grad0/" + name(parameter), running.found.get(parameter.key()), SHARE);
        }
    }

    @Test
    void theTrainedNetworkRecoversAlike() {
        Running running = new Running(SensingNoise.NONE, "final/");
        JsonObject constants = vectors.expected().object("normaliser");
        kernels.copies().into(running.layer.getParam(UnrolledSensing.CONSTANTS), new float[] {
            (float) constants.number("b_mean"),
            (float) constants.number("b_std"),
            (float) constants.number("c_mean"),
            (float) constants.number("c_std")
        });
        INDArray y = running.pass(array("eval/x", batch, n), Nd4j.zeros(batch, m));
        vectors.assertClose("eval/x_hat", y, SHARE);
        running.assertControls("eval/");
    }

    /** ALISTA, its older relative, has steps and thresholds of its own instead of a controller. */
    @Test
    void shrinkageWithoutAControllerIsTheirs() {
        INDArray phi = array("matrix/phi", m, n);
        INDArray w = array("matrix/W_1000_steps", m, n);
        INDArray measured = array("eval/x", batch, n).mmul(phi.transpose()); // [R, m]
        INDArray control = Nd4j.valueArrayOf(new long[] {batch, 2}, 0.5f, DataType.FLOAT);
        INDArray s = Nd4j.zeros(DataType.FLOAT, batch, n);
        for (int p : selected) {
            INDArray c = s.mmul(phi.transpose()).sub(measured).mmul(w).dup('c');
            kernels.sensing().shrink(s, c, control, p, s);
        }
        vectors.assertClose("eval/alista_gamma_theta_0.5", s, SHARE);
    }

    private INDArray array(String name, long... shape) {
        return kernels.copies().array(vectors.floats(name), shape);
    }

    /** The layer scales noise by each row's deviation, which theirs is not. */
    private INDArray noise(int step) {
        INDArray clean = array("batch/" + step + "/x", batch, n)
                .mmul(array("matrix/phi", m, n).transpose());
        INDArray noise = array("batch/" + step + "/noise", batch, m);
        return noise.divColumnVector(clean.std(false, 1).reshape(batch, 1)).dup('c');
    }

    private static String name(Parameter parameter) {
        return parameter.name().substring("sensing.".length());
    }

    /** The layer outside any graph. */
    private final class Running {
        private final UnrolledSensing fused;
        private final UnrolledSensingRuntime layer;
        private final INDArray gradients;
        private final Map<String, INDArray> found = new LinkedHashMap<>();

        Running(SensingNoise noise, String weights) {
            SensingShape shape = new SensingShape(m, n, selected.length, problem.integer("lstm"), Wavelet.HAAR, 0);
            fused = new UnrolledSensing("sensing", shape, selected, noise, 0);
            fused.train(parameter -> parameter.name().contains(".regressor.")
                    ? Optional.of(new ParameterSetting(new TorchAdam(1e-3, 0.9, 0.999, 1e-8), 0))
                    : Optional.empty());
            fused.share(LayerContext.of(kernels));
            NeuralNetConfiguration conf = new NeuralNetConfiguration();
            conf.setLayer(fused);
            long numbers =
                    fused.parameters().stream().mapToLong(Parameter::length).sum();
            gradients = Nd4j.create(DataType.FLOAT, 1, numbers);
            layer = (UnrolledSensingRuntime) fused.instantiate(
                    conf, List.of(), 0, Nd4j.create(DataType.FLOAT, 1, numbers), true, DataType.FLOAT);
            layer.setBackpropGradientsViewArray(gradients);
            put("values", "matrix/phi");
            put("analysis", "matrix/W_1000_steps");
            kernels.elements().fill(1, layer.getParam(UnrolledSensing.SUPPORT));
            controller().forEach(parameter -> put(parameter.key(), weights + name(parameter)));
        }

        private void put(String key, String name) {
            kernels.copies().into(layer.getParam(key), vectors.floats(name));
        }

        List<Parameter> controller() {
            List<Parameter> all = new ArrayList<>(fused.parameters());
            all.removeIf(parameter -> !fused.trains(parameter.key()));
            return all;
        }

        INDArray pass(INDArray x, INDArray noise) {
            layer.begin(1);
            layer.noise(noise, noise);
            layer.setInput(x.reshape(batch, 1, n), ANYWHERE);
            INDArray y = layer.activate(true, ANYWHERE);
            found.putAll(layer.backpropGradient(Nd4j.zeros(DataType.FLOAT, batch, 1, n), ANYWHERE)
                    .getFirst()
                    .gradientForVariable());
            return y;
        }

        /** Steps and thresholds of all iterations, [R, K]. */
        void assertControls(String prefix) {
            INDArray gammas = Nd4j.create(DataType.FLOAT, batch, selected.length);
            INDArray thetas = Nd4j.create(DataType.FLOAT, batch, selected.length);
            for (int k = 0; k < selected.length; k++) {
                INDArray control = layer.control(k);
                gammas.putColumn(k, control.get(NDArrayIndex.all(), NDArrayIndex.point(0)));
                thetas.putColumn(k, control.get(NDArrayIndex.all(), NDArrayIndex.point(1)));
            }
            vectors.assertClose(prefix + "gamma", gammas, SHARE);
            vectors.assertClose(prefix + "theta", thetas, SHARE);
        }
    }
}
