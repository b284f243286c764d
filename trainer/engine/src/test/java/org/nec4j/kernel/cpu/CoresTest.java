package org.nec4j.kernel.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CoresTest {
    private static final String SSE = "flags\t\t: fpu sse sse2 pni ssse3 sse4_1 sse4_2";

    @Test
    void namesTheKernelsThatInstructionsAllow() {
        assertThat(Cores.fitting(SSE)).containsExactly("NEHALEM", "PRESCOTT");
        assertThat(Cores.fitting(SSE + " avx avx2 fma\nflags\t\t: fpu"))
                .containsExactly("HASWELL", "ZEN", "SANDYBRIDGE", "NEHALEM", "PRESCOTT");
        assertThat(Cores.fitting(SSE + " avx avx2 fma avx512f avx512bw avx512cd avx512dq avx512vl"))
                .startsWith("SKYLAKEX", "HASWELL");
        assertThat(Cores.fitting(SSE + " avx avx2 fma avx512f avx512bw avx512cd avx512dq avx512vl avx512_bf16"))
                .startsWith("COOPERLAKE", "SKYLAKEX", "HASWELL");
        assertThat(Cores.fitting(SSE + " avx avx2 fma avx512f avx512cd")).startsWith("HASWELL");
        assertThat(Cores.fitting("Features : fp asimd")).isEmpty();
    }

    @Test
    void knowsWhichKernelsHaveWiderVectors() {
        assertThat(Cores.isSlower("Prescott", "HASWELL")).isTrue();
        assertThat(Cores.isSlower("Zen", "SKYLAKEX")).isTrue();
        assertThat(Cores.isSlower("SkylakeX", "COOPERLAKE")).isFalse();
        assertThat(Cores.isAskedFor("", "Prescott")).isFalse();
        assertThat(Cores.isAskedFor("zen", "Zen")).isTrue();
        assertThat(Cores.isAskedFor("PENRYN", "Core2")).isTrue();
    }
}
