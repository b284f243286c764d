package org.nec4j.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CodebookStartTest {
    @Test
    void theReferenceQuantizesFromTheFirstStepOn() {
        assertThat(CodebookStart.REFERENCE.at(0, 1000, 7)).isEqualTo(CodebookStep.QUANTIZE);
    }

    @Test
    void dataComesFirstThenCodesThenLooksForDeadOnes() {
        assertThat(CodebookStart.DATA.at(75, 1000, 7).places()).isFalse();
        assertThat(CodebookStart.DATA.at(75, 1000, 7).quantizes()).isFalse();
        assertThat(IntStream.range(76, 100)
                        .map(step -> CodebookStart.DATA.at(step, 1000, 7).part()))
                .containsExactlyElementsOf(IntStream.range(0, 24).boxed().toList());
        assertThat(CodebookStart.DATA.at(100, 1000, 7).quantizes()).isTrue();
        assertThat(IntStream.range(0, 1000)
                        .filter(step -> CodebookStart.DATA.at(step, 1000, 7).restarts()))
                .containsExactlyElementsOf(
                        IntStream.range(5, 40).map(i -> 20 * i).boxed().toList());
    }

    @Test
    void aShortRunHasEveryCodePlaced() {
        for (int steps : new int[] {1, 4, 5, 7, 60, 120, 499}) {
            int parts = 0;
            for (int step = 0; step < steps; step++) {
                CodebookStep one = CodebookStart.DATA.at(step, steps, 7);
                if (one.places()) {
                    assertThat(one.part()).as("%d steps", steps).isEqualTo(parts++);
                    assertThat(one.part()).isLessThan(one.parts());
                }
            }
            assertThat(parts).as("%d steps", steps).isEqualTo(Math.min(24, steps / 5));
            assertThat(CodebookStart.DATA.at(steps - 1, steps, 7).quantizes()).isTrue();
        }
    }
}
