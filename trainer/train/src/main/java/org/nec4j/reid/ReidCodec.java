package org.nec4j.reid;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.model.CodecWriter;
import org.nec4j.config.ReidExperiment;
import org.nec4j.export.CodecBuilder;
import org.nec4j.metric.CodeNetwork;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

/** What a training of codes comes to as a codec file: the encoder with its last blocks as trained, the projection, bits and step. */
final class ReidCodec {
    private ReidCodec() {}

    /**
     * The codec.
     *
     * @param numbers of the last stage's tensors
     */
    static CodecWriter of(
            ReidExperiment settings, ReidGround ground, OptionalInt bits, Map<String, float[]> numbers, String run) {
        VitShape shape = ground.start().shape();
        String projection = CodeNetwork.PROJECTION;
        float[] bias = numbers.get(projection + ".bias");
        float step = bits.isPresent() ? (float) Math.exp(numbers.get(CodeNetwork.STEP + ".log_step")[0]) : 1;
        Map<String, float[]> encoder = new LinkedHashMap<>();
        shape.encoderTensors()
                .keySet()
                .forEach(name -> encoder.put(
                        name,
                        numbers.getOrDefault(name, ground.start().tensors().floats(name))));
        CodecWriter writer = CodecBuilder.describe(
                CodecWriter.packed(bias.length, bits.orElse(Float.SIZE), step),
                shape,
                new Tensors(encoder),
                ground.preprocessing(),
                provenance(settings, ground, run),
                Optional.empty(),
                Map.of());
        return writer.weight(
                        projection + ".weight",
                        new long[] {bias.length, shape.dim()},
                        numbers.get(projection + ".weight"))
                .weight(projection + ".bias", new long[] {bias.length}, bias);
    }

    private static Map<String, Object> provenance(ReidExperiment settings, ReidGround ground, String run) {
        Map<String, Object> provenance = new LinkedHashMap<>();
        provenance.put("experiment", settings.experiment().name());
        provenance.put("run", run);
        provenance.put("seed", settings.experiment().seed());
        provenance.put("objective", "reid");
        ground.start().checkpoint().ifPresent(origin -> {
            provenance.put("base_checkpoint", origin.file());
            provenance.put("base_checkpoint_sha256", origin.sha256());
        });
        return provenance;
    }

    /** The codec that a finished run left; throws UserException where it left none. */
    static Path finished(Path folder) {
        ReidRun.KIND.open(folder);
        Path codec = ReidRun.codec(folder);
        if (!Files.isRegularFile(codec)) {
            throw new UserException(
                    folder + ": is not finished, and a code is only what its last step makes of it; go on with"
                            + " nec4j train --resume " + folder);
        }
        return codec;
    }
}
