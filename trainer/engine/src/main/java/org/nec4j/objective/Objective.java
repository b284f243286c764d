package org.nec4j.objective;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nec4j.entropy.EntropyModel;

/**
 * What a step minimizes, and everything that follows from it.
 *
 * <pre>
 *   images -&gt; encoder -&gt; embedding -&gt; entropy model, if any -&gt; tail -&gt; output
 *                                       \ terms             \ terms        -&gt;  L, a weighted sum of terms
 * </pre>
 */
public interface Objective {
    /** L for a batch of so many images: its terms, what each is multiplied by, and so what its gradient is multiplied by. */
    Loss loss(int images);

    /** What codes the embedding on its way to the tail; nothing where it goes there as it is. */
    Optional<EntropyModel> entropy();

    /** What hangs behind the embedding. */
    Tail tail();

    /** Share of the patches that the encoder does not see, 0 for none. */
    double maskRatio();

    /** What a step must bring besides images, masks and noise. */
    default Set<Need> needs() {
        return Set.of();
    }

    /** What is told of every step beside L, in the order of the columns. */
    List<Reported> reported();

    /** The numbers of {@link #reported}, by column, of a batch of so many images. */
    Map<String, Double> report(Measured measured, int images);

    /** What a codec says of the objective that it was trained for. */
    Map<String, ?> provenance();

    /** What a step can be asked to bring. */
    enum Need {
        /** {@link StepInputs#teacher}: what the encoder that the run began with makes of the same images, unmasked. */
        TEACHER,

        /** Visible patches in the order of the grid, not in a random one; with {@link #maskRatio} 0. */
        GRID
    }
}
