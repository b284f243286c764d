package org.nec4j.codec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nec4j.Signatures;

class CodecSignaturesTest {
    @Test
    void changeOnlyWithTheTextThatIsCommitted() throws IOException {
        Signatures.requireCommitted(
                Path.of(System.getProperty("nec4j.root", "../.."), "trainer/codec"),
                Codec.class,
                List.of("org.nec4j.codec", "org.nec4j.codec.error", "org.nec4j.codec.grid", "org.nec4j.codec.json"));
    }
}
