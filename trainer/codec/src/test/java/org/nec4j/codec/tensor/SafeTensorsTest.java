package org.nec4j.codec.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.codec.io.Mutations;

class SafeTensorsTest {
    @TempDir
    Path folder;

    private static SafeTensorsWriter everyType() {
        return new SafeTensorsWriter()
                .floats("f32", new long[] {2, 2}, new float[] {1.5f, -0f, Float.MAX_VALUE, Float.NEGATIVE_INFINITY})
                .ints("i32", new long[] {2}, new int[] {Integer.MIN_VALUE, 7})
                .bytes(
                        "f64",
                        DType.F64,
                        new long[] {1},
                        little(8).putDouble(0.1).array())
                .bytes("i64", DType.I64, new long[] {1}, little(8).putLong(-5).array())
                .bytes("f16", DType.F16, new long[] {4}, shorts(0x3c01, 0x8001, 0xfbff, 0x7c00))
                .bytes("bf16", DType.BF16, new long[] {2}, shorts(0x3f80, 0xc049))
                .bytes("i16", DType.I16, new long[] {2}, shorts(0x8000, 3))
                .bytes("i8", DType.I8, new long[] {2}, new byte[] {-128, 1})
                .bytes("u8", DType.U8, new long[] {2}, new byte[] {-128, 1})
                .bytes("bool", DType.BOOL, new long[] {2}, new byte[] {0, 1})
                .floats("scalar", new long[] {}, new float[] {42})
                .floats("empty", new long[] {0, 3}, new float[0])
                .metadata("note", "\u00e9\"\\\n\ud83d\ude00");
    }

    @Test
    void readsEveryTypeBack() {
        Path file = folder.resolve("all.safetensors");
        everyType().write(file);
        try (SafeTensors tensors = SafeTensors.open(file)) {
            assertThat(tensors.floats("f32")).containsExactly(1.5f, -0f, Float.MAX_VALUE, Float.NEGATIVE_INFINITY);
            assertThat(tensors.shape("f32")).containsExactly(2, 2);
            assertThat(tensors.ints("i32")).containsExactly(Integer.MIN_VALUE, 7);
            assertThat(tensors.floats("f64")).containsExactly(0.1f);
            assertThat(tensors.ints("i64")).containsExactly(-5);
            assertThat(tensors.floats("f16"))
                    .containsExactly(1.0009765625f, -0x1p-24f, -65504f, Float.POSITIVE_INFINITY);
            assertThat(tensors.floats("bf16")).containsExactly(1f, -3.140625f);
            assertThat(tensors.ints("i16")).containsExactly(-32768, 3);
            assertThat(tensors.ints("i8")).containsExactly(-128, 1);
            assertThat(tensors.ints("u8")).containsExactly(128, 1);
            assertThat(tensors.floats("bool")).containsExactly(0, 1);
            assertThat(tensors.floats("scalar")).containsExactly(42);
            assertThat(tensors.floats("empty")).isEmpty();
            assertThat(tensors.metadata()).containsOnly(Map.entry("note", "\u00e9\"\\\n\ud83d\ude00"));
            assertThat(tensors.dtype("bf16")).isEqualTo(DType.BF16);
        }
    }

    @Test
    void convertsEveryHalfAsTheFormulaOfTheStandard() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            int exponent = bits >> 10 & 31;
            double fraction = bits & 1023;
            double magnitude = exponent == 0 ? fraction * 0x1p-24 : Math.scalb(1 + fraction / 1024, exponent - 15);
            float actual = Half.toFloat((short) bits);
            if (exponent < 31) {
                assertThat(actual).isEqualTo((float) (bits >= 0x8000 ? -magnitude : magnitude));
            } else if (fraction == 0) {
                assertThat(actual).isEqualTo(bits >= 0x8000 ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY);
            } else {
                assertThat(actual).isNaN();
            }
        }
    }

    @Test
    void writesTheSameBytesWhateverTheOrderOfAdding() throws IOException {
        byte[] one = new SafeTensorsWriter()
                .floats("b", new long[] {1}, new float[] {1})
                .bytes("a", DType.I8, new long[] {1}, new byte[] {1})
                .metadata("x", "1")
                .metadata("y", "2")
                .toBytes();
        byte[] other = new SafeTensorsWriter()
                .metadata("y", "2")
                .bytes("a", DType.I8, new long[] {1}, new byte[] {1})
                .metadata("x", "1")
                .floats("b", new long[] {1}, new float[] {1})
                .toBytes();
        assertThat(one).isEqualTo(other);
        Path file = folder.resolve("t.safetensors");
        everyType().write(file);
        assertThat(Files.readAllBytes(file)).isEqualTo(everyType().toBytes());
    }

    @Test
    void readsTensorsLargerThanOneChunk() {
        float[] values = new float[700_001];
        int[] whole = new int[700_001];
        Random random = new Random(5);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
            whole[i] = random.nextInt();
        }
        byte[] content = new SafeTensorsWriter()
                .floats("x", new long[] {700_001}, values)
                .ints("i", new long[] {700_001}, whole)
                .toBytes();
        SafeTensors tensors = SafeTensors.of(content, "memory");
        assertThat(tensors.floats("x")).isEqualTo(values);
        assertThat(tensors.ints("i")).isEqualTo(whole);
    }

    @Test
    void refusesWhatIsNoSafetensorsFile() {
        refuses("", "too few");
        refuses("PK\u0003\u0004aaaaaaaaaaaa", "announces a header");
        refusesHeader("[]", "must be a JSON object");
        refusesHeader("{\"a\":1}", "needs a dtype");
        refusesHeader("{\"a\":{\"dtype\":\"F8\",\"shape\":[],\"data_offsets\":[0,1]}}", "F8");
        refusesHeader("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", "-1");
        refusesHeader("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", "need 8");
        refusesHeader("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "truncated");
        refusesHeader(
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,4]}}",
                "more elements");
        refusesHeader("{\"a\":{\"dtype\":\"I8\",\"shape\":[1],\"data_offsets\":[4,5]}}", "starts at byte");
        refusesHeader("{\"a\":{\"dtype\":\"I8\",\"shape\":[0],\"data_offsets\":[0,0]},\"a\":1}", "twice");
        refusesHeader("{\"__metadata__\":{\"k\":1}}", "must be a string");
        refusesHeader(
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1e99999999999],\"data_offsets\":[0,4]}}", "range of a double");
        assertThatThrownBy(() -> SafeTensors.open(folder.resolve("absent"))).isInstanceOf(UserException.class);
    }

    @Test
    void leavesTheOldFileAndNoOtherWhenWritingFails() throws IOException {
        Path file = folder.resolve("kept");
        Files.writeString(file, "old");
        assertThatThrownBy(() -> AtomicFile.write(file, channel -> {
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("No space left on device");
        assertThat(Files.readString(file)).isEqualTo("old");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void survivesRandomDamageWithItsOwnExceptionOrAnAnswer() {
        byte[] good = everyType().toBytes();
        Random random = new Random(11);
        for (int i = 0; i < Mutations.COUNT; i++) {
            byte[] bad = Mutations.mutate(good, random);
            try {
                SafeTensors tensors = SafeTensors.of(bad, "mutant");
                tensors.names().forEach(tensors::floats);
            } catch (UserException expected) {
                assertThat(expected).hasMessageContaining("mutant");
            }
        }
    }

    @Test
    void survivesForgedHeadersWithItsOwnExceptionOrAnAnswer() {
        byte[] good = everyType().toBytes();
        int length = little(8).put(good, 0, 8).flip().getInt();
        String header = new String(good, 8, length, StandardCharsets.UTF_8);
        String[] words = {
            "[0,4]",
            "9223372036854775807",
            "-1",
            "4294967296",
            "1e99999999999",
            "\"F32\"",
            "\"BOOL\"",
            "{",
            "}",
            "[",
            "]",
            ",",
            "\"\"",
            "null",
            "0.5",
            "[]",
            "[0,3,4294967296,4294967296]",
            "\"__metadata__\":{},",
            "[".repeat(70)
        };
        Random random = new Random(12);
        for (int i = 0; i < Mutations.COUNT; i++) {
            StringBuilder text = new StringBuilder(header);
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                int at = random.nextInt(text.length());
                text.replace(
                        at, at + random.nextInt(Math.min(9, text.length() - at)), words[random.nextInt(words.length)]);
            }
            byte[] json = text.toString().getBytes(StandardCharsets.UTF_8);
            ByteBuffer bad = little(8 + json.length + good.length - 8 - length)
                    .putLong(json.length)
                    .put(json);
            bad.put(good, 8 + length, good.length - 8 - length);
            try {
                SafeTensors tensors = SafeTensors.of(bad.array(), "mutant");
                tensors.names().forEach(tensors::floats);
            } catch (UserException expected) {
                assertThat(expected).hasMessageContaining("mutant");
            }
        }
    }

    private void refusesHeader(String json, String part) {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        byte[] file = little(8 + text.length).putLong(text.length).put(text).array();
        assertThatThrownBy(() -> SafeTensors.of(file, "file.safetensors"))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("file.safetensors: ")
                .hasMessageContaining(part);
    }

    private void refuses(String content, String part) {
        assertThatThrownBy(() -> SafeTensors.of(content.getBytes(StandardCharsets.UTF_8), "file.safetensors"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(part);
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] shorts(int... values) {
        ByteBuffer out = little(2 * values.length);
        for (int value : values) {
            out.putShort((short) value);
        }
        return out.array();
    }
}
