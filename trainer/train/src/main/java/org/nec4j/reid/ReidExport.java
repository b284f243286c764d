package org.nec4j.reid;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.nec4j.codec.Codec;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;

/** The verb {@code export} for a run of codes: its codec, which the run wrote at its end. */
public final class ReidExport {
    private ReidExport() {}

    /** Writes it; throws UserException where the run is not finished, or its codec is damaged. */
    public static void export(Path folder, Path output) {
        Path codec = ReidCodec.finished(folder);
        Codec.verify(codec);
        try {
            AtomicFile.write(output, Files.readAllBytes(codec));
        } catch (IOException e) {
            throw new UserException(codec + ": cannot be read (" + AtomicFile.reason(e) + ")", e);
        }
    }
}
