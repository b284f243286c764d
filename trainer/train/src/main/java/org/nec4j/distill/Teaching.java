package org.nec4j.distill;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.nec4j.assembly.Blueprint;
import org.nec4j.assembly.ParameterPlan;
import org.nec4j.assembly.TrainingImages;
import org.nec4j.backend.Backend;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.DataSettings;
import org.nec4j.config.Experiment;
import org.nec4j.data.ImageSource;
import org.nec4j.data.SubsetImages;
import org.nec4j.kernel.CopyKernels;
import org.nec4j.objective.Distillation;
import org.nec4j.objective.Objective;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;
import org.nec4j.step.KnownImages;
import org.nec4j.step.NecGraph;
import org.nec4j.vit.Tensors;

/** The teacher of a run: what it makes of the run's images, cached where the run sees them as evaluation does. */
public final class Teaching {
    /** Images that the closed form is fitted to; its bases do not change with more. */
    private static final int FITTED = 2048;

    private final Teacher teacher;
    private final Supplier<ImageSource> images;
    private final Optional<TeacherCache> cache;
    private final Console console;

    private Teaching(Teacher teacher, Supplier<ImageSource> images, Optional<TeacherCache> cache, Console console) {
        this.teacher = teacher;
        this.images = images;
        this.cache = cache;
        this.console = console;
    }

    /**
     * The teacher of an experiment's run; nothing where it has none. Looks at all images where their cache is not there.
     *
     * @param start all tensors that the run begins with, but for those that follow from the teacher
     * @throws UserException where the cache is another model's or of other images, or where nothing can be cached
     */
    public static Optional<Teaching> of(
            Experiment experiment, Blueprint blueprint, TrainingImages training, Tensors start, Console console) {
        if (!(experiment.objective().kind() instanceof DistillDesign design)) {
            return Optional.empty();
        }
        Teacher teacher = teacher(experiment, blueprint, training, start);
        Supplier<ImageSource> images = training::asEvaluated;
        if (design.view() == DistillDesign.View.CROPS) {
            return Optional.of(new Teaching(teacher, images, Optional.empty(), console));
        }
        Kept kept = Kept.of(experiment, design, teacher, training);
        TeacherCache cache = TeacherCache.open(kept.path(), kept.key(), teacher, kept.images(), console);
        return Optional.of(new Teaching(teacher, images, Optional.of(cache), console));
    }

    /**
     * Refuses what {@link #of} would refuse, before images are looked at; makes no file.
     *
     * @param start tensors of the encoder at least
     * @throws UserException as {@link #of}
     */
    public static void require(Experiment experiment, Blueprint blueprint, TrainingImages training, Tensors start) {
        if (experiment.objective().kind() instanceof DistillDesign design
                && design.view() == DistillDesign.View.EVALUATION) {
            Teacher teacher = teacher(experiment, blueprint, training, start);
            Kept kept = Kept.of(experiment, design, teacher, training);
            if (Files.exists(kept.path())) {
                TeacherCache.open(kept.path(), kept.key(), teacher, kept.images(), Console.silent())
                        .close();
            }
        }
    }

    private static Teacher teacher(Experiment experiment, Blueprint blueprint, TrainingImages training, Tensors start) {
        return new Teacher(blueprint.shape(), start, trunkDepth(experiment), training.preprocessing());
    }

    /** Encoder blocks below the first that trains. */
    public static int trunkDepth(Experiment experiment) {
        return graph(experiment).trunkDepth();
    }

    /** Of a model of its own: planning says of every layer how it trains, and those of a run are told that once. */
    private static NecGraph graph(Experiment experiment) {
        Blueprint blueprint = Blueprint.of(experiment);
        ParameterPlan plan = new ParameterPlan(
                experiment.training(),
                blueprint.shape(),
                blueprint.tensorShapes().keySet(),
                1,
                1);
        return new NecGraph(blueprint.shape(), blueprint.objective(), plan::setting);
    }

    /** Where what a teacher makes of a run's images is kept, and of what it is a function. */
    private record Kept(Path path, TeacherCache.Key key, ImageSource images) {
        static Kept of(Experiment experiment, DistillDesign design, Teacher teacher, TrainingImages training) {
            if (graph(experiment).embedsPatches()) {
                throw new UserException(
                        "objective.distill.view is evaluation, whose images pass the frozen blocks once, but"
                                + " training.parameters trains the patch embedding below them; set objective.distill.view = crops");
            }
            ImageSource seen = training.asEvaluated();
            Map<String, float[]> encoder = new LinkedHashMap<>();
            teacher.shape()
                    .encoderTensors()
                    .keySet()
                    .forEach(name -> encoder.put(name, teacher.tensors().floats(name)));
            Map<String, String> facts = new LinkedHashMap<>(training.settings());
            facts.put("content", training.content());
            TeacherCache.Key key = new TeacherCache.Key(
                    Fingerprints.ofTensors(encoder),
                    Fingerprints.of(facts),
                    Fingerprints.of(teacher.described()),
                    seen.size(),
                    symmetries(
                            experiment.data().symmetries(),
                            teacher.shape().grid().isSquare()));
            Path path = design.cache()
                    .orElseGet(() ->
                            experiment.experiment().runs().resolve("teachers").resolve(key.name() + ".teacher"));
            return new Kept(path, key, seen);
        }
    }

    /** What is not square has no reflections that swap rows and columns. */
    private static int symmetries(DataSettings.Symmetries of, boolean isSquare) {
        return switch (of) {
            case NONE -> 1;
            case MIRROR -> 2;
            case ALL -> isSquare ? 8 : 4;
        };
    }

    /** Embeddings of at most so many training images, spread evenly, [1 + L, D] each. */
    public List<float[]> embeddings(int most) {
        SubsetImages chosen = SubsetImages.spread(images.get(), most);
        List<float[]> embeddings = new ArrayList<>(chosen.size());
        if (cache.isPresent()) {
            for (int image : chosen.chosen()) {
                embeddings.add(cache.get().read(image, 0).embedding());
            }
            return embeddings;
        }
        try (Progress progress = console.progress("embedding training images", chosen.size(), "images")) {
            teacher.look(chosen, 1, progress, (image, symmetry, tokens, embedding) -> embeddings.add(embedding));
        }
        return embeddings;
    }

    /** The tensors that begin as a transform codec in closed form, where the objective is a distillation. */
    public Map<String, float[]> start(Objective objective, long seed) {
        if (objective instanceof Distillation distillation) {
            return new ClosedForm(distillation.model(), Backend.kernels())
                    .start(embeddings(FITTED), distillation.filter(), seed);
        }
        return Map.of();
    }

    /** What steps see; nothing where every step looks at its images anew. */
    public Optional<KnownImages> steps(long seed, long perEpoch, CopyKernels copies) {
        return cache.map(cached -> new CachedSteps(cached, teacher.shape(), seed, perEpoch, copies));
    }
}
