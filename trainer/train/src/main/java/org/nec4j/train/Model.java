package org.nec4j.train;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nec4j.assembly.Blueprint;
import org.nec4j.objective.Objective;
import org.nec4j.vit.RandomStart;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

/**
 * What is to be trained, and the numbers that it begins with.
 *
 * @param blueprint shape and objective
 * @param start     all tensors of the model, the entropy model's included
 */
public record Model(Blueprint blueprint, Tensors start) {
    /** Checks that every tensor is there and as long as it must be. */
    public Model {
        blueprint.tensorShapes().forEach((name, shape) -> {
            long length = 1;
            for (long size : shape) {
                length = Math.multiplyExact(length, size);
            }
            if (!start.contains(name) || start.floats(name).length != length) {
                throw new IllegalArgumentException("the model needs a tensor " + name + " of " + length + " numbers");
            }
        });
    }

    /**
     * Of a pretrained network; the entropy model begins as it is drawn from the seed.
     *
     * @param tensors encoder and, where the objective has one, decoder, by the names of facebookresearch/mae
     */
    public static Model of(VitShape shape, Objective objective, Tensors tensors, long seed) {
        Map<String, float[]> entropy = new LinkedHashMap<>(
                objective.entropy().map(model -> model.initial(seed)).orElse(Map.of()));
        return new Model(new Blueprint(shape, objective), tensors.with(entropy));
    }

    /** Of a network that nobody has trained. */
    public static Model random(VitShape shape, Objective objective, long seed) {
        return of(shape, objective, RandomStart.of(shape, seed), seed);
    }

    /** All numbers of the model; fixed positions are not counted, as in the paper's 10.4 %. */
    long numbers() {
        return blueprint.tensorShapes().keySet().stream()
                .filter(name -> !name.endsWith("pos_embed"))
                .mapToLong(name -> start.floats(name).length)
                .sum();
    }
}
