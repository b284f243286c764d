package org.nec4j.netcdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.nec4j.Damage;
import org.nec4j.codec.error.FormatException;

/** Damaged files end in numbers or in a sentence, and soon. */
class NetcdfFileFuzzTest {
    @Test
    void everyDamageEndsInNumbersOrInASentence() {
        List<byte[]> good = Fixtures.FILES.stream().map(Fixtures::bytes).toList();
        AtomicInteger refused = new AtomicInteger();
        for (int seed = 0; seed < Damage.COUNT; seed++) {
            byte[] bad = Damage.of(good.get(seed % good.size()), new Random(seed));
            Damage.soon("mutation " + seed, () -> {
                try {
                    NetcdfFile file = NetcdfFile.of(bad, "damaged.nc");
                    file.header().variables().forEach(file::values);
                } catch (FormatException e) {
                    refused.incrementAndGet();
                    assertThat(e.getMessage()).startsWith("damaged.nc: ").hasSizeLessThan(400);
                }
            });
        }
        assertThat(refused.get()).isGreaterThan(Damage.COUNT / 4);
    }
}
