package org.nec4j.imitation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.assembly.EntropyDesign;
import org.nec4j.assembly.ObjectiveDesign;
import org.nec4j.config.Experiment;
import org.nec4j.entropy.EntropyModel;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.FusedLayerRuntime;
import org.nec4j.nn.FusedOutputRuntime;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.Measuring;
import org.nec4j.nn.Parameter;
import org.nec4j.objective.Loss;
import org.nec4j.objective.Measured;
import org.nec4j.objective.Objective;
import org.nec4j.objective.Reported;
import org.nec4j.objective.StepInputs;
import org.nec4j.objective.Tail;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

/**
 * An objective in one class, for docs/extending.md: the coded embedding shall be what the encoder that the run began with made of the
 * image. There is no decoder, and nothing is masked.
 *
 * <p>L = lambda * D + R, D the mean squared error to the teacher's embedding, R the bits an image.
 */
public record Imitation(double lambda, EntropyModel entropyModel, Comparison comparison) implements Objective, Tail {
    /** L = lambda * D + R. */
    @Override
    public Loss loss(int images) {
        Loss.Term distortion = Loss.Term.of("distortion", List.of(output()));
        Loss.Term bits = Loss.Term.of("bits", entropyModel.rated());
        return Loss.sum(distortion.times(lambda), bits.times(1.0 / images));
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.TEACHER);
    }

    @Override
    public double maskRatio() {
        return 0;
    }

    @Override
    public Optional<EntropyModel> entropy() {
        return Optional.of(entropyModel);
    }

    @Override
    public Tail tail() {
        return this;
    }

    @Override
    public List<Reported> reported() {
        return List.of(Reported.DISTORTION, Reported.BITS_PER_IMAGE);
    }

    @Override
    public Map<String, Double> report(Measured measured, int images) {
        return Map.of(
                Reported.DISTORTION.column(),
                measured.term("distortion"),
                Reported.BITS_PER_IMAGE.column(),
                measured.term("bits") / images);
    }

    @Override
    public Map<String, ?> provenance() {
        return Map.of("lambda", lambda);
    }

    @Override
    public Map<String, long[]> tensors() {
        return Map.of();
    }

    @Override
    public List<FusedLayer> layers() {
        return List.of(comparison);
    }

    @Override
    public List<String> inputs() {
        return List.of();
    }

    @Override
    public void addTo(GraphBuilder builder, String embedding, Tensors tensors, Function<FusedLayer, Layer> form) {
        builder.addLayer(output(), form.apply(comparison), embedding);
    }

    /** The teacher's tokens [B, 1 + L, D] in the order in which the encoder was given the patches. */
    @Override
    public Feed feed(StepInputs in, LayerContext context) {
        INDArray teacher = in.teacher().orElseThrow();
        int tokens = (int) teacher.size(1);
        int dim = (int) teacher.size(2);
        float[] from = context.kernels().copies().of(teacher);
        float[] to = from.clone();
        for (int b = 0; b < in.keep().length; b++) {
            for (int t = 1; t < tokens; t++) {
                int patch = 1 + in.keep()[b][t - 1];
                System.arraycopy(from, (b * tokens + patch) * dim, to, (b * tokens + t) * dim, dim);
            }
        }
        INDArray labels = context.scratch().get("imitation.labels", teacher.shape());
        context.kernels().copies().into(labels, to);
        return new Feed(List.of(), labels, Optional.empty());
    }

    /** The output layer: its input, compared with the labels. */
    public static final class Comparison extends FusedLayer {
        private static final long serialVersionUID = 1L;

        /** The only one there is, and for DL4J's JSON. */
        public Comparison() {
            super("comparison");
        }

        @Override
        public List<Parameter> parameters() {
            return List.of();
        }

        @Override
        public boolean measures() {
            return true;
        }

        @Override
        protected FusedLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
            return new Running(conf, dataType);
        }
    }

    private static final class Running extends FusedOutputRuntime<Comparison> implements Measuring {
        private static final long serialVersionUID = 1L;

        private double factor = 1;
        private double distortion = Double.NaN;

        Running(NeuralNetConfiguration conf, DataType dataType) {
            super(conf, dataType);
        }

        @Override
        public void begin(double weight) {
            factor = weight;
            distortion = Double.NaN;
        }

        @Override
        public double measured() {
            return distortion;
        }

        @Override
        public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
            INDArray y = activation(workspaces, input.shape());
            kernels().elements().copy(input, y);
            return y;
        }

        @Override
        public double computeScore(double ignored, boolean training, LayerWorkspaceMgr workspaces) {
            compare();
            return distortion;
        }

        @Override
        public Pair<Gradient, INDArray> backpropGradient(INDArray ignored, LayerWorkspaceMgr workspaces) {
            float[] difference = compare();
            for (int i = 0; i < difference.length; i++) {
                difference[i] *= (float) (2 * factor / difference.length);
            }
            INDArray dx = activationGradient(workspaces, input.shape());
            kernels().copies().into(dx, difference);
            return new Pair<>(trainedGradients(), dx);
        }

        private float[] compare() {
            float[] difference = kernels().copies().of(input);
            float[] wanted = kernels().copies().of(getLabels());
            double squares = 0;
            for (int i = 0; i < wanted.length; i++) {
                difference[i] -= wanted[i];
                squares += (double) difference[i] * difference[i];
            }
            distortion = squares / wanted.length;
            return difference;
        }
    }

    /** The choice {@code objective.kind = imitation}, which reads {@code objective.lambda} and has no settings of its own. */
    public record Settings() implements ObjectiveDesign {
        @Override
        public String word() {
            return "imitation";
        }

        @Override
        public boolean codes() {
            return true;
        }

        @Override
        public Map<String, String> ignores() {
            return Map.of(
                    "objective.mask-ratio", "; take it away",
                    "objective.normalized-pixels", "; take it away",
                    "objective.lambda-convention", "; take it away");
        }

        @Override
        public Objective objective(Experiment experiment, VitShape shape) {
            return new Imitation(experiment.objective().lambda(), EntropyDesign.chosen(experiment), new Comparison());
        }
    }
}
