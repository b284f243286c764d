package org.nec4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nec4j.codec.error.UserException;

class SidecarTest {
    @TempDir
    Path folder;

    private Sidecar sidecar(String text) throws IOException {
        return Sidecar.read(Files.writeString(folder.resolve("where.csv"), text));
    }

    @Test
    void saysWhereWhenAndWhatElse() throws IOException {
        Sidecar sidecar = sidecar("""
                Path,time,west,south,east,north,crs,transform,grid_cell,empty
                a/b.jpg,2024-05-31,1,2,3,4,,,433U_12R,
                a/c,20240531T102030,,,,,EPSG:32614,"30 0 440280 0 -30 3159720",,
                other.jpg,,,,,,,,,
                """);
        Sidecar.Row first = sidecar.of("a/b.jpg").orElseThrow();
        assertThat(first.bounds()).containsExactly(1.0, 2.0, 3.0, 4.0);
        assertThat(first.time()).contains(Instant.parse("2024-05-31T00:00:00Z"));
        assertThat(first.properties()).isEqualTo(Map.of("grid_cell", "433U_12R"));
        Sidecar.Row second = sidecar.of("a/c.tif").orElseThrow();
        assertThat(second.crs()).contains("EPSG:32614");
        assertThat(second.transform()).containsExactly(30.0, 0.0, 440280.0, 0.0, -30.0, 3159720.0);
        assertThat(second.time()).contains(Instant.parse("2024-05-31T10:20:30Z"));
        assertThat(sidecar.of("b.jpg")).isEmpty();
        assertThat(sidecar.unused()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name,time@a,1 | line 1: the columns are [name, time], expected one that is called path",
                "path,time@a,soon | line 2: a time of \"soon\", expected one like 2024-05-31T10:20:30Z",
                "path,west@a,1 | line 2: states some of west, south, east and north, expected all or none",
                "path,west,south,east,north@a,1,2,x,4 | line 2: east is \"x\", expected a number",
                "path,transform@a,1 2 3 | line 2: a transform of 3 numbers, expected six",
                "path,time@a | line 2: 1 fields, expected 2",
                "path,time@a,2024-01-01@a,2024-01-02 | line 3: a stands twice",
            })
    void refusesWhatCannotBeUnderstoodByItsLine(String text, String problem) {
        assertThatThrownBy(() -> sidecar(text.replace("@", "\n")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void refusesAnEmptyFileAndOneThatIsNoText() throws IOException {
        assertThatThrownBy(() -> sidecar("")).hasMessageContaining("is empty, expected a line that names columns");
        Path binary = Files.write(folder.resolve("b.csv"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0});
        assertThatThrownBy(() -> Sidecar.read(binary)).hasMessageContaining("cannot be read as UTF-8 text");
    }

    @Test
    void knowsTheFormsOfTime() {
        Instant expected = Instant.parse("2024-05-31T10:20:30Z");
        assertThat(Times.parse("2024-05-31T10:20:30Z")).contains(expected);
        assertThat(Times.parse("2024-05-31T12:20:30+02:00")).contains(expected);
        assertThat(Times.parse("2024-05-31 10:20:30")).contains(expected);
        assertThat(Times.parse(" 20240531T102030 ")).contains(expected);
        assertThat(Times.parse("20240531")).contains(Instant.parse("2024-05-31T00:00:00Z"));
        assertThat(Times.parse("31.5.2024")).isEmpty();
    }
}
