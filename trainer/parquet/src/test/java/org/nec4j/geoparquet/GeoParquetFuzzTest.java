package org.nec4j.geoparquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.Damage;
import org.nec4j.codec.error.UserException;

/** Damaged tables end in rows or in a sentence, and soon. */
class GeoParquetFuzzTest {
    @TempDir
    Path folder;

    @Test
    void everyDamageEndsInRowsOrInASentence() throws IOException {
        GeoParquet format = new GeoParquet();
        Path file = folder.resolve("table.parquet");
        format.write(file, new GeoParquetTest.Rows(5, true, true));
        byte[] placed = Files.readAllBytes(file);
        format.write(file, new GeoParquetTest.Rows(2, false, false));
        List<byte[]> good = List.of(placed, Files.readAllBytes(file));
        int count = Damage.COUNT / 4;
        int refused = Damage.survived(count, file, good, UserException.class, () -> {
            format.digest(file);
            format.read(file, row -> {});
        });
        assertThat(refused).isBetween(count / 8, count - 1);
    }
}
