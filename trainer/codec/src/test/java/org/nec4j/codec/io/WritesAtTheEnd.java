package org.nec4j.codec.io;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Writes its first file while the virtual machine ends. */
final class WritesAtTheEnd {
    private WritesAtTheEnd() {}

    public static void main(String[] args) {
        byte[] content = "written at the end".getBytes(StandardCharsets.UTF_8);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> AtomicFile.write(Path.of(args[0]), content)));
    }
}
