package org.nec4j.train;

import java.util.Map;
import java.util.Optional;
import org.nec4j.assembly.Blueprint;
import org.nec4j.export.Preprocessing;
import org.nec4j.vit.Tensors;

/**
 * What a training came to.
 *
 * @param blueprint shape and objective
 * @param tensors   all tensors of the model
 * @param updates   done, those of earlier parts of the training included
 * @param ending    how it ended
 * @param enough    why it was finished before its last step, where a listener said so
 */
public record Trained(Blueprint blueprint, Tensors tensors, long updates, Ending ending, Optional<String> enough) {
    /**
     * The codec of the model, encoder included: what {@code Producer.of} encodes with and {@code Codec.of} decodes with.
     *
     * @param preprocessing how images become the model's input
     * @param provenance    what its readers want to know of where it stems from, as JSON takes it
     * @return the content of a codec file
     * @throws org.nec4j.codec.error.UserException where the objective has no entropy model
     */
    public byte[] codec(Preprocessing preprocessing, Map<String, ?> provenance) {
        return blueprint.codec(tensors, preprocessing, provenance, true).toBytes();
    }
}
