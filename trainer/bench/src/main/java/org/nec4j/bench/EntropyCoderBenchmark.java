package org.nec4j.bench;

import java.util.concurrent.TimeUnit;
import org.nec4j.codec.entropy.RansDecoder;
import org.nec4j.codec.entropy.RansEncoder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Time to code and to decode one {@link EntropyCase} on one core. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class EntropyCoderBenchmark {
    @Param({"alphabet of 60", "768 x 197 at 0.02 bit", "768 x 197 at 0.3 bit", "768 x 197 at 1.5 bit"})
    public String name;

    private EntropyCase coded;
    private byte[] stream;

    @Setup
    public void setUp() {
        coded = EntropyCase.named(name);
        stream = encode();
    }

    @Benchmark
    public byte[] encode() {
        return RansEncoder.encodeByRow(coded.symbols(), coded.perRow(), coded.tables());
    }

    @Benchmark
    public int[] decode() {
        return RansDecoder.decodeByRow(stream, coded.perRow(), coded.tables());
    }
}
