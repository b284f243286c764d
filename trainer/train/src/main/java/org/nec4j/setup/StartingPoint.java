package org.nec4j.setup;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.nec4j.checkpoint.Checkpoint;
import org.nec4j.config.ModelSettings;
import org.nec4j.progress.Console;
import org.nec4j.vit.PositionEmbeddings;
import org.nec4j.vit.RandomStart;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

/**
 * A masked autoencoder before a run.
 *
 * @param shape      its shape
 * @param tensors    its numbers
 * @param checkpoint file name and SHA-256 of the checkpoint they stem from; nothing for a random start
 */
public record StartingPoint(VitShape shape, Tensors tensors, Optional<Origin> checkpoint) {
    /**
     * Where weights stem from.
     *
     * @param file   the checkpoint's file name
     * @param sha256 its digest, hexadecimal
     */
    public record Origin(String file, String sha256) {}

    /**
     * Loads what the settings name, or draws a random start. Position embeddings made for another image size are interpolated,
     * layers made for another number of bands adapted by the rule that the settings name;
     * every tensor that is missing, surplus or of another shape is told in one UserException. The console is told how the
     * checkpoint's names are read.
     */
    public static StartingPoint of(ModelSettings settings, long seed, Console console) {
        VitShape shape = shape(settings);
        if (settings.checkpoint().isEmpty()) {
            return new StartingPoint(shape, RandomStart.of(shape, seed), Optional.empty());
        }
        Path file = settings.checkpoint().get();
        Checkpoint checkpoint = Checkpoint.read(file);
        tell(checkpoint, console);
        Map<String, long[]> expected = shape.tensors();
        ChannelAdaptation channels = ChannelAdaptation.of(checkpoint, shape, settings.channelAdaptation());
        channels.expect(expected);
        keepOtherGrids(checkpoint, expected, "pos_embed");
        keepOtherGrids(checkpoint, expected, "decoder_pos_embed");
        checkpoint.require(expected);
        Map<String, float[]> values = new LinkedHashMap<>();
        shape.tensors()
                .forEach((name, sizes) ->
                        values.put(name, channels.adapted(name, positionsFitted(checkpoint, name, sizes, shape))));
        return new StartingPoint(
                shape,
                new Tensors(values),
                Optional.of(new Origin(file.getFileName().toString(), checkpoint.sha256())));
    }

    /** Tells what of a checkpoint is not read as it stands in the file; what was passed over is a detail. */
    public static void tell(Checkpoint checkpoint, Console console) {
        checkpoint.note().ifPresent(console::say);
        if (!checkpoint.passedOver().isEmpty()) {
            console.detail(checkpoint.path().getFileName() + " also names " + String.join(", ", checkpoint.passedOver())
                    + ", which are passed over; nothing of them is run.");
        }
    }

    /** Where the weights stem from, for people: file name and digest. */
    public String origin() {
        return checkpoint.map(from -> from.file() + ' ' + from.sha256()).orElse("random start");
    }

    /** The shape that the settings give. */
    public static VitShape shape(ModelSettings s) {
        return new VitShape(
                s.imageSize(),
                s.patchSize(),
                s.channels(),
                s.dim(),
                s.depth(),
                s.heads(),
                s.decoderDim(),
                s.decoderDepth(),
                s.decoderHeads(),
                (int) s.mlpRatio(),
                s.layerNormEpsilon());
    }

    private static void keepOtherGrids(Checkpoint checkpoint, Map<String, long[]> expected, String name) {
        if (!checkpoint.contains(name)) {
            return;
        }
        long[] actual = checkpoint.shape(name);
        long[] wanted = expected.get(name);
        long grid = actual.length == 3 ? Math.round(Math.sqrt(actual[1] - 1.0)) : 0;
        if (grid > 0 && actual[2] == wanted[2] && grid * grid + 1 == actual[1]) {
            expected.put(name, actual);
        }
    }

    private static float[] positionsFitted(Checkpoint checkpoint, String name, long[] sizes, VitShape shape) {
        float[] values = checkpoint.finite(name, "row");
        boolean positions = name.endsWith("pos_embed");
        return positions && checkpoint.shape(name)[1] != sizes[1]
                ? PositionEmbeddings.interpolate(values, Math.toIntExact(sizes[2]), shape.grid())
                : values;
    }
}
