package org.nec4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nec4j.codec.error.UserException;

class NpyHeaderTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }",
                "{'shape':(2,3,),'descr':'<f4','fortran_order':False}\n",
                " { \"descr\" : \"<f4\" , 'shape': ( 2L , 3L ) , 'fortran_order': False }   "
            })
    void keysComeInAnyOrderAndSpacing(String header) {
        assertThat(NpyHeader.parse(header)).isEqualTo(new NpyHeader("<f4", false, List.of(2L, 3L)));
        assertThat(decode(header, 24).bands()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            (999999999, 999999999, 999999999)   | 4 bytes of data
            (2097152, 2097152, 4194304)         | 4 bytes of data
            (4294967296, 4294967296, 1)         | 4 bytes of data
            (99999999999999999999999999, 1)     | 4 bytes of data
            (0, 5)                              | with at least one number
            ()                                  | with at least one number
            (1, 1, 1, 1)                        | expected [H, W]
            (1, 2)                              | 4 bytes of data
            (-1, 2)                             | no whole number at character
            (1.5, 2)                            | no '
            (1 2)                               | no '
            """)
    void refusesShapesThatTheDataDoNotHold(String shape, String part) {
        refused("{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + "}", part);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
            {'descr': '|O', 'fortran_order': False, 'shape': (1,1)}           ; of type '|O'
            {'descr': 'xf4', 'fortran_order': False, 'shape': (1,1)}          ; of type 'xf4'
            {'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,1)} ; records of several fields
            {'descr': '<f4', 'fortran_order': True, 'shape': (1,1)}           ; Fortran order
            {'descr': '<f4', 'fortran_order': maybe, 'shape': (1,1)}          ; neither True nor False
            {'descr': '<f4', 'shape': (1,1)}                                  ; not all of descr
            {'descr': '<f4', 'fortran_order': False, 'shape': (1,1)} x        ; something behind its end
            {'descr': '<f4'                                                   ; no ','
            {'other': '<f4'}                                                  ; the unknown key 'other'
            """, quoteCharacter = '`')
    void refusesWhatIsNoArrayOfNumbers(String both) {
        String[] parts = both.split(" +; ");
        refused(parts[0], parts[1]);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "(", "'", "1", ",", "{", "{'descr':", "\t\n"})
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void aLongHeaderTakesNoLongerThanItsLength(String part) {
        String shape = "{'descr': '<f4', 'fortran_order': False, 'shape': (4, 6, 8)";
        for (String begin : List.of("", shape, "{'descr': '", "{'descr': '<f4', 'shape': (")) {
            String header = begin + part.repeat(1_000_000 / part.length());
            assertThatThrownBy(() -> decode(header, 4))
                    .isInstanceOf(UserException.class)
                    .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
        }
    }

    private static void refused(String header, String part) {
        assertThatThrownBy(() -> decode(header, 4))
                .as(header)
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("picture: ")
                .hasMessageContaining(part);
    }

    private static BandImage decode(String header, int data) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(12 + text.length + data).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0})
                .putInt(text.length)
                .put(text);
        return BandDecoder.decode(file.array(), Optional.empty(), "picture");
    }
}
