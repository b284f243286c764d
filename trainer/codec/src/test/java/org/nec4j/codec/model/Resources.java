package org.nec4j.codec.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.nec4j.codec.tensor.SafeTensors;

/** The numbers of peers that the tests carry with them. */
final class Resources {
    private Resources() {}

    static byte[] bytes(String name) {
        try (InputStream in = Resources.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new AssertionError("no test resource " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SafeTensors tensors(String name) {
        return SafeTensors.of(bytes(name), name);
    }
}
