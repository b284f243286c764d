package org.nec4j.produce;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nec4j.Signatures;

class ProducerSignaturesTest {
    @Test
    void changeOnlyWithTheTextThatIsCommitted() throws IOException {
        Signatures.requireCommitted(
                Path.of(System.getProperty("nec4j.root", "../.."), "trainer/produce"),
                Producer.class,
                List.of("org.nec4j.produce"));
    }
}
