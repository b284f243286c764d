package org.nec4j.kernel.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nec4j.backend.Backend;
import org.nec4j.codec.error.UserException;

class BlasTest {
    private static final List<String> WIDE = List.of("COOPERLAKE", "SKYLAKEX", "HASWELL", "PRESCOTT");

    @Test
    void takesTheLibrarysChoiceWhereItIsRightAndFast() {
        Blas blas = Blas.choose(SpoiltBlas.byOneNumber("Cooperlake", WIDE), "", true);
        assertThat(blas.core()).isEqualTo("Cooperlake");
        assertThat(blas.complaint()).isEmpty();
        assertThat(blas.words()).isEqualTo("SpoiltBLAS 1.0, kernels for Cooperlake, checked");
    }

    @Test
    void choosesByInstructionsWhereTheLibraryDoesNotKnowTheProcessor() {
        assertThat(Blas.choose(SpoiltBlas.byOneNumber("Prescott", WIDE), "", true)
                        .core())
                .isEqualTo("COOPERLAKE");
        assertThat(Blas.choose(SpoiltBlas.byOneNumber("Prescott", WIDE), "NO_SUCH_CORE", true)
                        .core())
                .isEqualTo("COOPERLAKE");
        assertThat(Blas.choose(SpoiltBlas.byOneNumber("Prescott", List.of()), "", true)
                        .core())
                .as("a system that does not tell instructions")
                .isEqualTo("Prescott");
        assertThat(Blas.choose(SpoiltBlas.byOneNumber("Younger", WIDE), "", true)
                        .core())
                .as("a core that this code does not know")
                .isEqualTo("Younger");
    }

    @Test
    void honoursACoreThatTheUserNamedIfItPasses() {
        assertThat(Blas.choose(SpoiltBlas.byOneNumber("Prescott", WIDE), "prescott", true)
                        .core())
                .isEqualTo("Prescott");
        Blas other = Blas.choose(SpoiltBlas.byOneNumber("Haswell", WIDE, "Haswell"), "HASWELL", true);
        assertThat(other.core()).isEqualTo("COOPERLAKE");
        assertThat(other.complaint().orElseThrow())
                .startsWith("SpoiltBLAS 1.0 with its kernels for Haswell multiplies wrongly: the product of [")
                .endsWith("; its kernels for COOPERLAKE, which multiply right, serve instead.")
                .doesNotContain("\n");
    }

    @Test
    void leavesACoreThatTheProcessorCannotRun() {
        Blas blas = Blas.choose(
                SpoiltBlas.byOneNumber("SkylakeX", List.of("HASWELL", "PRESCOTT"), "SkylakeX"), "SKYLAKEX", true);
        assertThat(blas.core()).isEqualTo("HASWELL");
        assertThat(blas.complaint().orElseThrow())
                .contains("for SkylakeX, which this processor cannot run; its kernels for HASWELL");
    }

    @Test
    void multipliesInJavaWhereNoKernelsAreRight() {
        Blas blas = Blas.choose(
                SpoiltBlas.byOneNumber(
                        "Cooperlake", WIDE, "Cooperlake", "COOPERLAKE", "SKYLAKEX", "HASWELL", "PRESCOTT"),
                "",
                true);
        assertThat(blas.library()).isEqualTo("Java's Vector API");
        assertThat(BlasCheck.fault(blas.products())).isEmpty();
        assertThat(blas.complaint().orElseThrow())
                .contains("Cooperlake multiplies wrongly", "Vector API serve instead.");
    }

    @Test
    void refusesToComputeWhereNothingRightIsLeft() {
        assertThatThrownBy(() -> Blas.choose(
                        SpoiltBlas.byOneNumber(
                                "Haswell", List.of("HASWELL", "PRESCOTT"), "Haswell", "HASWELL", "PRESCOTT"),
                        "",
                        false))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("multiplies wrongly: ND4J's product is off")
                .hasMessageContaining("--add-modules jdk.incubator.vector");
    }

    @Test
    void tellsWhatMultipliesHere() {
        assertThat(Backend.products().keySet()).contains("library", "core", "verdict");
        assertThat(Backend.products().get("library")).matches("OpenBLAS [0-9.]+");
        assertThat(Backend.products().get("core")).isNotEqualTo("unknown core");
        assertThat(Backend.products()).containsEntry("verdict", "checked");
        assertThat(Backend.sentence()).contains(Blas.here().words());
    }
}
