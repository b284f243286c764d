package org.nec4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nec4j.codec.error.UserException;

/** Damaged files of every kind that is read end in an image or in a sentence, and soon; a million of each kind under -Pslow. */
class ImageDecoderFuzzTest {
    private static final int COUNT =
            Integer.getInteger("nec4j.mutations", Boolean.getBoolean("nec4j.slow") ? 1_000_000 : 20_000);
    private static final long LONGEST = 2_000_000_000; // ns of a thread's own time, whatever else the machine does

    private record Parser(String name, List<byte[]> good, Consumer<byte[]> read) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Parser> parsers() {
        return Stream.of(
                pictures("JPEG", "yuv420.jpg", "progressive.jpg", "grey.jpg", "rgb.jpg"),
                pictures("PNG", "rgb.png", "grey.png", "bilevel.png", "palette.png", "alpha.png"),
                pictures("TIFF", "plain.tif", "lzw.tif", "deflate.tif", "grey.tif"),
                bands("PNG", "inputs/rgba16.png", "inputs/grey-alpha8.png", "inputs/palette8.png", "inputs/grey16.png"),
                bands("TIFF", "inputs/pages.tif", "inputs/overview.tif", "inputs/nodata-ind.tif", "inputs/turned6.tif"),
                bands("JPEG", "inputs/grey.jpg", "pillow/yuv444.jpg"),
                bands("npy", "inputs/rgb-first.npy", "inputs/flat.npy", "inputs/bands-last.npy"),
                new Parser(
                        "npy header",
                        all("inputs/flat.npy").stream()
                                .map(npy -> Arrays.copyOfRange(npy, 10, 128))
                                .toList(),
                        ImageDecoderFuzzTest::header),
                new Parser(
                        "masks",
                        all("inputs/mask16.png", "inputs/palette8.png", "inputs/mask-minus-one.tif", "inputs/flat.npy"),
                        ImageDecoderFuzzTest::mask),
                new Parser(
                        "index.csv",
                        List.of("\uFEFFpath,label,split\r\n\"a, b.jpg\",dune,train\r\nc.jpg,\"la\"\"ke\",val\n\n"
                                .getBytes(StandardCharsets.UTF_8)),
                        bytes -> Csv.rows(Path.of("picture"), new String(bytes, StandardCharsets.UTF_8))));
    }

    @ParameterizedTest
    @MethodSource("parsers")
    void everyDamageEndsInAnImageOrInASentence(Parser parser) {
        AtomicInteger refused = new AtomicInteger();
        List<String> faults = Collections.synchronizedList(new ArrayList<>());
        IntStream.range(0, COUNT).parallel().forEach(i -> {
            byte[] bad = damaged(parser.good, new Random(i));
            long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            try {
                parser.read.accept(bad);
            } catch (UserException e) {
                refused.incrementAndGet();
                if (!e.getMessage().startsWith("picture") || e.getMessage().length() > 1000) {
                    faults.add("mutation " + i + ": " + e.getMessage());
                }
            } catch (RuntimeException | Error e) {
                faults.add("mutation " + i + ": " + e + " at " + Arrays.toString(e.getStackTrace()));
            }
            if (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before > LONGEST) {
                faults.add("mutation " + i + " took more than 2 s");
            }
        });
        assertThat(faults).isEmpty();
        assertThat(refused.get()).isGreaterThan(COUNT / 50);
    }

    private static Parser pictures(String format, String... names) {
        return new Parser(
                format + " pictures",
                all(Stream.of(names).map(name -> "pillow/" + name).toArray(String[]::new)),
                bytes -> ImageDecoder.decode(bytes, "picture"));
    }

    private static Parser bands(String format, String... names) {
        return new Parser(
                format + " bands", all(names), bytes -> BandDecoder.decode(bytes, Optional.empty(), "picture"));
    }

    private static List<byte[]> all(String... names) {
        return Stream.of(names).map(Resources::bytes).toList();
    }

    private static void header(byte[] bytes) {
        try {
            NpyHeader.parse(new String(bytes, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new UserException("picture: " + e.getMessage(), e);
        }
    }

    private static void mask(byte[] bytes) {
        new MaskCodes(List.of("field", "road"), 0, List.of(-1, 255))
                .decode(MaskDecoder.values(bytes, "picture"), "picture");
    }

    /** A copy of one of the files with flipped bits, a lost end, an overwritten or exchanged stretch, or an extreme number. */
    private static byte[] damaged(List<byte[]> good, Random random) {
        byte[] one = good.get(random.nextInt(good.size()));
        byte[] other = good.get(random.nextInt(good.size()));
        byte[] bad = one.clone();
        int rounds = 1 + random.nextInt(3);
        for (int round = 0; round < rounds; round++) {
            // Half of the damage goes where headers lie.
            int at = random.nextInt(random.nextBoolean() ? bad.length : Math.min(bad.length, 200));
            int length = 1 + random.nextInt(Math.min(32, bad.length - at));
            switch (random.nextInt(7)) {
                case 0 -> bad = at > 4 ? Arrays.copyOf(bad, at) : bad;
                case 1 -> bad[at] = (byte) random.nextInt();
                case 2 -> bad[at] = (byte) (random.nextBoolean() ? 0 : 0xFF);
                case 3 -> Arrays.fill(bad, at, at + length, (byte) (random.nextBoolean() ? 0 : 0xFF));
                case 4 ->
                    System.arraycopy(
                            other,
                            random.nextInt(Math.max(1, other.length - length)),
                            bad,
                            at,
                            Math.min(length, other.length));
                case 5 -> bad = random.nextInt(8) == 0 ? Arrays.copyOf(bad, bad.length + length) : bad;
                default -> bad[at] ^= (byte) (1 << random.nextInt(8));
            }
        }
        return bad;
    }
}
