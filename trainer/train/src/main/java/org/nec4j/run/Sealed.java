package org.nec4j.run;

import java.nio.file.Path;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.tensor.ContentDigest;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.codec.tensor.SafeTensorsWriter;

/** The tensor files of a run: each carries a digest over all that it holds, which is compared when the file is opened. */
public final class Sealed {
    private static final String TITLE = "nec4j run, content";
    private static final String KEY = "content_digest";

    private Sealed() {}

    /** Replaces the file atomically. */
    static void write(SafeTensorsWriter writer, Path file) {
        writer.metadata(KEY, ContentDigest.of(TITLE, writer.metadata(), KEY, writer.parts()));
        writer.write(file);
    }

    /** Opens a file; close it after use. Throws UserException if a bit of it has changed; files of versions without a digest are taken as they are. */
    public static SafeTensors open(Path path) {
        SafeTensors file = SafeTensors.open(path);
        try {
            String digest = file.metadata().get(KEY);
            if (digest != null && !digest.equals(ContentDigest.of(TITLE, file.metadata(), KEY, file.parts()))) {
                throw new UserException(path + ": is damaged, its content does not match its digest; go on from another"
                        + " state that the run keeps, or begin anew");
            }
            return file;
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }
}
