package org.nec4j.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ManifestsTest {
    private static final Path PROJECT = Path.of(System.getProperty("nec4j.root", "../.."));

    @Test
    void tellHowACheckpointIsUsed() {
        assertThat(Manifests.named("facebook-mae-vit-base", PROJECT).terms())
                .contains("use:      model { preset = base, image-size = 224, patch-size = 16 }, without a decoder,"
                        + " tensors named as facebook-mae");
    }

    @Test
    void sayNothingOfTheKindOfImages() {
        assertThat(Manifests.named("rsscn7", PROJECT).terms()).noneMatch(line -> line.startsWith("use:"));
    }
}
