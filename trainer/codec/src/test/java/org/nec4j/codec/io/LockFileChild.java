package org.nec4j.codec.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A process of its own that holds a lock, asks for one, or writes a file without end. */
final class LockFileChild {
    private LockFileChild() {}

    /** Does args[0] with the file args[1]. */
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[1]);
        switch (args[0]) {
            case "hold" -> {
                LockFile held = LockFile.take(file).orElseThrow();
                System.out.println("held");
                System.in.transferTo(OutputStream.nullOutputStream());
                held.close();
            }
            case "ask" -> System.out.println(LockFile.isHeld(file) ? "held" : "free");
            default ->
                AtomicFile.write(file, channel -> {
                    AtomicFile.writeFully(channel, ByteBuffer.wrap(new byte[100]));
                    System.out.println("writing");
                    System.in.read();
                });
        }
    }
}
