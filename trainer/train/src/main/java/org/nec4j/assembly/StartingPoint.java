package org.nec4j.assembly;

import java.nio.file.Path;
import java.util.Optional;
import org.nec4j.checkpoint.Checkpoint;
import org.nec4j.codec.io.Printable;
import org.nec4j.config.EncoderSettings;
import org.nec4j.config.ModelSettings;
import org.nec4j.kernel.GeluForm;
import org.nec4j.nn.LayerContext;
import org.nec4j.progress.Console;
import org.nec4j.vit.DecoderLayer;
import org.nec4j.vit.PatchGrid;
import org.nec4j.vit.RandomStart;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitForm;
import org.nec4j.vit.VitShape;

/**
 * A masked autoencoder, or an encoder alone, before a run.
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
     * layers made for another number of bands adapted by the rule that the settings name, and other vision transformers brought to the
     * blocks of a masked autoencoder; a checkpoint without a decoder gives none. Every tensor that is missing, surplus or of another
     * shape is told in one UserException. The console is told how the checkpoint's names are read.
     */
    public static StartingPoint of(ModelSettings settings, long seed, Console console) {
        VitShape shape = shape(settings);
        if (settings.checkpoint().isEmpty()) {
            return new StartingPoint(shape, RandomStart.of(shape, seed), Optional.empty());
        }
        Path file = settings.checkpoint().get();
        Checkpoint checkpoint = Checkpoint.read(file);
        tell(checkpoint, console);
        Checkpoint plain = checkpoint.asPlainVit();
        Tensors tensors = new CheckpointTensors(plain, shape, settings).read(console);
        return new StartingPoint(
                shape, tensors, Optional.of(new Origin(file.getFileName().toString(), checkpoint.sha256())));
    }

    /** Whether there is a decoder beside the encoder. */
    public boolean hasDecoder() {
        return tensors.contains("decoder_pred.weight");
    }

    /** The decoder's first layer, for heads that stand behind it; nothing where there is no decoder. */
    public Optional<DecoderLayer> decoderLayer(LayerContext context) {
        return hasDecoder() ? Optional.of(new DecoderLayer(shape, tensors, context)) : Optional.empty();
    }

    /** Tells what of a checkpoint is not read as it stands in the file, and where no digest says that it is whole; what was passed over is a detail. */
    public static void tell(Checkpoint checkpoint, Console console) {
        checkpoint.note().ifPresent(console::say);
        Path name = checkpoint.path().getFileName();
        if (checkpoint.vouching().isEmpty()) {
            console.say(name + ": no digest says that it is whole, and one changed bit would not show; its SHA-256 is "
                    + checkpoint.sha256() + ", which a file " + name + ".sha256 beside it has compared.");
        }
        if (!checkpoint.passedOver().isEmpty()) {
            console.detail(checkpoint.path().getFileName() + " also names " + String.join(", ", checkpoint.passedOver())
                    + ", which are passed over; nothing of them is run.");
        }
        if (!checkpoint.unread().isEmpty()) {
            console.detail(checkpoint.path().getFileName()
                    + " holds tensors in forms that are not read, which are passed over: "
                    + Printable.of(String.join(", ", checkpoint.unread())) + ".");
        }
    }

    /** Where the weights stem from, for people: file name and digest. */
    public String origin() {
        return checkpoint.map(from -> from.file() + ' ' + from.sha256()).orElse("random start");
    }

    /** The shape that the settings give, and the ranks of a factorized checkpoint. */
    public static VitShape shape(ModelSettings s) {
        return new VitShape(
                PatchGrid.of(s.imageSize().rows(), s.imageSize().columns(), s.patchSize()),
                s.patchSize(),
                s.channels(),
                s.dim(),
                s.depth(),
                s.heads(),
                s.decoderDim(),
                s.decoderDepth(),
                s.decoderHeads(),
                (int) s.mlpRatio(),
                s.layerNormEpsilon(),
                form(s.encoder()),
                CheckpointRanks.of(s));
    }

    private static VitForm form(EncoderSettings encoder) {
        GeluForm gelu =
                switch (encoder.activation()) {
                    case GELU -> GeluForm.ERF;
                    case GELU_TANH -> GeluForm.TANH;
                    case QUICK_GELU -> GeluForm.QUICK;
                };
        return new VitForm(encoder.classToken(), encoder.registers(), encoder.preNorm(), gelu);
    }
}
