package org.nec4j.assembly;

import java.util.Map;
import java.util.function.Supplier;
import org.nec4j.config.Experiment;
import org.nec4j.export.Preprocessing;
import org.nec4j.progress.Console;
import org.nec4j.vit.Tensors;

/**
 * What a codec is made of.
 *
 * @param experiment    the run's settings
 * @param blueprint     what they describe
 * @param start         all tensors that the run began with
 * @param trained       all tensors as they were trained
 * @param preprocessing how images become the model's input
 * @param images        that tables may be counted on; most codecs need none to be there
 * @param provenance    where the codec stems from
 * @param withDecoder   whether the objective's decoder of pixels goes with it, which nothing but looking at images needs
 * @param console       told of what takes long
 */
public record TrainedRun(
        Experiment experiment,
        Blueprint blueprint,
        Supplier<Tensors> start,
        Tensors trained,
        Preprocessing preprocessing,
        Supplier<TrainingImages> images,
        Map<String, ?> provenance,
        boolean withDecoder,
        Console console) {}
