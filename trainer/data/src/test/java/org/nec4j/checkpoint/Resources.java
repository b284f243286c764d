package org.nec4j.checkpoint;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** The small files beside these tests, written by PyTorch 2.13. */
final class Resources {
    private Resources() {}

    static Path file(String name) {
        try {
            return Path.of(Resources.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
