package org.nec4j.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nec4j.backend.Backend;
import org.nec4j.data.RandomMasking;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.InitialWeights;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.ParameterSetting;
import org.nec4j.objective.Loss;
import org.nec4j.objective.Measured;
import org.nec4j.objective.Objective;
import org.nec4j.objective.Reported;
import org.nec4j.objective.StepInputs;
import org.nec4j.vit.Encoder;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

/** What every objective must do in a small model of which all tensors train; an objective's test inherits it and brings the objective. */
abstract class ObjectiveBattery {
    static final VitShape SHAPE = new VitShape(16, 4, 3, 12, 2, 3, 8, 2, 2, 4, 1e-6);
    private static final int BATCH = 3;

    /** How much of L a finite difference moves it by: float32 leaves three digits of that, and curvature little more. */
    private static final double MOVE = 1e-4;

    private final Random random = new Random(5);
    private final Objective objective = objective(SHAPE);
    private final Tensors start = start();
    private final StepInputs inputs = inputs();
    private final Network network = new Network(
            SHAPE,
            objective,
            start,
            parameter -> Optional.of(new ParameterSetting(new Sgd(1), 0)),
            0,
            LayerContext.of(Backend.kernels()));

    /** The objective, for a model of this shape. */
    abstract Objective objective(VitShape shape);

    @Test
    void itsTermsTimesTheirFactorsSumToTheLoss() {
        Measured measured = network.forwardBackward(inputs);
        Loss loss = objective.loss(BATCH);
        assertThat(loss.terms()).extracting(Loss.Term::name).doesNotHaveDuplicates();
        assertThat(measured.terms().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        loss.terms().stream().map(Loss.Term::name).toList());
        double sum = loss.terms().stream()
                .mapToDouble(term -> term.factor() * measured.term(term.name()))
                .sum();
        assertThat(measured.loss()).isFinite().isCloseTo(sum, within(1e-9 * Math.abs(sum)));
        assertThat(network.graph().score()).isEqualTo(measured.loss());
    }

    @Test
    void evaluationGivesTheLossOfAStepAndRunsNoBackwardPass() {
        Measured step = network.forwardBackward(inputs);
        INDArray gradients = network.graph().getGradientsViewArray();
        gradients.assign(7);
        float[] parameters = Backend.kernels().copies().of(network.graph().params());

        Measured alone = network.evaluate(inputs);
        assertThat(alone.loss()).isEqualTo(step.loss());
        assertThat(alone.terms()).isEqualTo(step.terms());
        assertThat(gradients.minNumber().floatValue()).isEqualTo(7);
        assertThat(gradients.maxNumber().floatValue()).isEqualTo(7);
        assertThat(Backend.kernels().copies().of(network.graph().params())).isEqualTo(parameters);
    }

    /** Tensor by tensor, along its own gradient, by central differences of the loss that a forward pass alone gives. */
    @Test
    void itsGradientIsThatOfTheLoss() {
        double loss = network.forwardBackward(inputs).loss();
        Map<String, INDArray> views = network.plan().views(network.graph());
        Map<String, float[]> gradients = new LinkedHashMap<>();
        network.plan()
                .gradients(network.graph())
                .forEach((name, view) ->
                        gradients.put(name, Backend.kernels().copies().of(view)));
        assertThat(gradients.keySet()).isEqualTo(views.keySet());
        double longest = gradients.entrySet().stream()
                .filter(entry -> !isAuxiliary(entry.getKey()))
                .mapToDouble(entry -> norm(entry.getValue()))
                .max()
                .orElseThrow();
        gradients.forEach((name, gradient) -> {
            double norm = norm(gradient);
            if (isAuxiliary(name) || norm < 1e-4 * longest) {
                return;
            }
            double length = MOVE * loss / norm;
            double difference =
                    (moved(views.get(name), gradient, length / norm) - moved(views.get(name), gradient, -length / norm))
                            / (2 * length);
            assertThat(difference / norm).as(name).isCloseTo(1, within(0.02));
        });
    }

    @Test
    void itsLossDoesNotDependOnWhatPlacesQuantiles() {
        double loss = network.evaluate(inputs).loss();
        network.plan().views(network.graph()).forEach((name, view) -> {
            if (isAuxiliary(name)) {
                view.addi(0.25);
            }
        });
        assertThat(network.evaluate(inputs).loss()).isEqualTo(loss);
    }

    @Test
    void aSmallStepAgainstTheGradientLowersTheLoss() {
        Optimizer optimizer = new Optimizer(
                network.graph(), network.plan().layers().values(), Optional.empty(), 1, Backend.kernels());
        double before = network.forwardBackward(inputs).loss();
        double norm = optimizer.gradientNorm();
        network.plan().gradients(network.graph()).forEach((name, gradient) -> {
            if (!isAuxiliary(name)) {
                network.plan().views(network.graph()).get(name).subi(gradient.mul(0.01 * before / (norm * norm)));
            }
        });
        assertThat(network.evaluate(inputs).loss()).isLessThan(before);
    }

    @Test
    void reportsANumberForEveryColumn() {
        Measured measured = network.forwardBackward(inputs);
        Map<String, Double> report = objective.report(measured, BATCH);
        assertThat(report.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        objective.reported().stream().map(Reported::column).toList());
        assertThat(report.values()).allMatch(Double::isFinite);
        Losses losses = Losses.of(objective, measured, BATCH);
        assertThat(new com.google.gson.Gson().fromJson(new com.google.gson.Gson().toJson(losses), Losses.class))
                .isEqualTo(losses);
    }

    /** The frozen encoder runs below the graph then, in kernels that keep nothing. */
    @Test
    void givesTheSameLossWhereNothingTrains() {
        double loss = network.evaluate(inputs).loss();
        Network frozen = new Network(
                SHAPE, objective(SHAPE), start, parameter -> Optional.empty(), 0, LayerContext.of(Backend.kernels()));
        assertThat(frozen.evaluate(inputs).loss()).isCloseTo(loss, within(1e-5 * Math.abs(loss)));
        assertThat(frozen.plan().layers().values()).noneMatch(FusedLayer::trainsAny);
    }

    private double moved(INDArray view, float[] gradient, double step) {
        float[] before = Backend.kernels().copies().of(view);
        float[] there = before.clone();
        for (int i = 0; i < there.length; i++) {
            there[i] += (float) (step * gradient[i]);
        }
        Backend.kernels().copies().into(view, there);
        double loss = network.evaluate(inputs).loss();
        Backend.kernels().copies().into(view, before);
        return loss;
    }

    private boolean isAuxiliary(String name) {
        return network.plan().layers().values().stream()
                .flatMap(layer -> layer.parameters().stream())
                .anyMatch(parameter -> parameter.auxiliary() && parameter.name().equals(name));
    }

    private static double norm(float[] values) {
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares);
    }

    private StepInputs inputs() {
        RandomMasking masking =
                RandomMasking.of(normal(BATCH * SHAPE.patches(), 1), SHAPE.patches(), objective.maskRatio());
        int tokens = 1 + masking.keep()[0].length;
        INDArray images = Nd4j.createFromArray(normal(BATCH * 3 * 16 * 16, 1)).reshape('c', BATCH, 3, 16, 16);
        Map<String, INDArray> noise = new LinkedHashMap<>();
        objective.entropy().ifPresent(model -> model.noises().forEach((layer, channels) -> {
            float[] uniform = new float[BATCH * tokens * channels];
            for (int i = 0; i < uniform.length; i++) {
                uniform[i] = random.nextFloat() - 0.5f;
            }
            noise.put(layer, Nd4j.createFromArray(uniform).reshape('c', BATCH, tokens, channels));
        }));
        Optional<INDArray> teacher = objective.needs().contains(Objective.Need.TEACHER)
                ? Optional.of(new Encoder(SHAPE, start, LayerContext.of(Backend.kernels())).embed(images))
                : Optional.empty();
        return new StepInputs(images, masking.keep(), masking.restore(), noise, teacher);
    }

    private Tensors start() {
        Map<String, float[]> tensors = new LinkedHashMap<>();
        Map<String, long[]> shapes = new LinkedHashMap<>(SHAPE.encoderTensors());
        shapes.putAll(objective.tail().tensors());
        shapes.forEach((name, sizes) -> {
            float[] values = InitialWeights.draw(name, sizes, 1);
            float[] spread = normal(values.length, 0.1);
            for (int i = 0; i < values.length; i++) {
                values[i] += spread[i];
            }
            tensors.put(name, values);
        });
        objective.entropy().ifPresent(model -> tensors.putAll(model.initial(3)));
        adjust(tensors);
        return new Tensors(tensors);
    }

    /** Moves the start away from where a gradient is none of the loss on purpose, such as below CompressAI's bounds. */
    void adjust(Map<String, float[]> tensors) {}

    private float[] normal(int length, double deviation) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return values;
    }
}
