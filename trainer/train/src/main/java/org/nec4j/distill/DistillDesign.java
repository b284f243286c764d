package org.nec4j.distill;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nec4j.assembly.ObjectiveDesign;
import org.nec4j.assembly.TrainedRun;
import org.nec4j.assembly.TransformDesign;
import org.nec4j.codec.model.CodecWriter;
import org.nec4j.config.Experiment;
import org.nec4j.config.Interval;
import org.nec4j.config.Span;
import org.nec4j.entropy.StepRange;
import org.nec4j.entropy.TransformModel;
import org.nec4j.objective.Distillation;
import org.nec4j.objective.Objective;
import org.nec4j.objective.PostFilter;
import org.nec4j.vit.VitShape;

/**
 * {@code objective.kind = distill}: the decoder shall give back the embedding of the encoder that the run began with, at any rate.
 *
 * @param weight         of the squared error, summed over an image's patch tokens, in squared steps
 * @param steps          least and greatest step, in units of the embedding; one is drawn for every image, evenly in octaves; where there are
 *     none, {@link FoundSteps} finds them
 * @param pull           an image counts (step / 2) to this power, so that coarse steps pull as much as fine ones
 * @param pooledRatio    the pooled layer's step in steps of the token layer
 * @param filterWidth    width of the block behind the transform; the encoder's where there is none
 * @param filterMlpRatio hidden width of its perceptron over its width
 * @param view           how training sees images
 * @param cache          a file for what the frozen encoder makes of the images
 */
public record DistillDesign(
        @Interval("(0, inf)") double weight,
        Optional<Span> steps,
        @Interval("[0, 4]") double pull,
        @Interval("(0, 16]") double pooledRatio,
        @Interval("[4, 4096]") Optional<Integer> filterWidth,
        @Interval("(0, 16]") double filterMlpRatio,
        View view,
        Optional<Path> cache)
        implements ObjectiveDesign {
    /** How training sees images. */
    public enum View {
        /** As evaluation does, whole or in tiles, under the symmetries of data.symmetries: the frozen encoder looks at each once. */
        EVALUATION,
        /** In random crops: the frozen encoder looks at every step's anew. */
        CROPS
    }

    /** The steps where nobody has stated or found others. */
    static final Span USUAL = new Span(0.7071, 4.5948);

    /** The defaults. */
    public DistillDesign() {
        this(7, Optional.empty(), 1.2, 0.5, Optional.empty(), 4, View.EVALUATION, Optional.empty());
    }

    @Override
    public String word() {
        return TransformDesign.OBJECTIVE;
    }

    @Override
    public boolean codes() {
        return true;
    }

    @Override
    public Optional<String> codesWith() {
        return Optional.of(TransformDesign.WORD);
    }

    @Override
    public Map<String, String> ignores() {
        Map<String, String> ignored = new LinkedHashMap<>();
        List.of("lambda", "lambda-convention", "mask-ratio", "normalized-pixels", "likelihood")
                .forEach(key -> ignored.put("objective." + key, "; take it away"));
        ignored.put("training.auxiliary", "; take it away");
        return ignored;
    }

    @Override
    public boolean seesImagesAsEvaluationDoes() {
        return view == View.EVALUATION;
    }

    @Override
    public boolean countsTablesOnImages() {
        return true;
    }

    @Override
    public String otherShare() {
        return "change objective.distill.filter-width, training.parameters or the band";
    }

    @Override
    public CodecWriter codec(TrainedRun run) {
        return DistilledExport.codec(
                run, distillation(run.experiment(), run.blueprint().shape()));
    }

    /** The steps that a model serves. */
    StepRange range() {
        Span range = steps.orElse(USUAL);
        return new StepRange(octave(range.low()), octave(range.high()), pull);
    }

    private static double octave(double step) {
        return StrictMath.log(step) / StrictMath.log(2);
    }

    @Override
    public Objective objective(Experiment experiment, VitShape shape) {
        return distillation(experiment, shape);
    }

    private Distillation distillation(Experiment experiment, VitShape shape) {
        TransformModel model = TransformDesign.chosen(experiment, shape, range());
        return new Distillation(model, filter(model, shape), weight);
    }

    /** The post-filter behind a model. */
    public PostFilter filter(TransformModel model, VitShape shape) {
        int width = filterWidth.orElse(shape.dim());
        int heads = width % shape.heads() == 0 ? shape.heads() : 1;
        return new PostFilter(
                model,
                new PostFilter.Shape(width, (int) Math.round(width * filterMlpRatio), heads, shape.layerNormEps()),
                weight,
                pooledRatio);
    }
}
