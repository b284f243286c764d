package org.nec4j.assembly;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.config.ModelSettings;
import org.nec4j.vit.Ranks;

/**
 * The ranks of a checkpoint that {@code nec4j factorize} wrote: its tensors' sizes tell them, so that no setting has to. Whoever reads
 * the tensors tells what is wrong with a file; here it has no ranks.
 */
public final class CheckpointRanks {
    private static final int BEFORE_JSON = Long.BYTES;

    private CheckpointRanks() {}

    static Ranks of(ModelSettings model) {
        return model.checkpoint()
                .filter(CheckpointRanks::isSafeTensors)
                .map(file -> of(file, model.depth()))
                .orElse(Ranks.WHOLE);
    }

    private static Ranks of(Path file, int depth) {
        try (SafeTensors tensors = SafeTensors.openAnyType(file)) {
            return Ranks.found(depth, tensors::contains, tensors::shape);
        } catch (UserException e) {
            return Ranks.WHOLE;
        }
    }

    /** Whether a file looks like safetensors, as checkpoints are told apart: behind eight bytes of length stands JSON. */
    public static boolean isSafeTensors(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(BEFORE_JSON + 1);
            return head.length > BEFORE_JSON && head[BEFORE_JSON] == '{';
        } catch (IOException e) {
            return false;
        }
    }
}
