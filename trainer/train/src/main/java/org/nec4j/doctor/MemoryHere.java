package org.nec4j.doctor;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Memory in bytes.
 *
 * @param total     of the machine
 * @param limit     of the container, where there is one
 * @param available what programs can still take, as the system estimates it
 * @param heap      the most Java takes for objects
 * @param arrays    the most ND4J takes for arrays
 */
record MemoryHere(long total, OptionalLong limit, long available, long heap, long arrays) {
    private static final String ARRAYS = "org.bytedeco.javacpp.maxbytes";
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,15})([kKmMgGtT]?)[bB]?");

    static MemoryHere here() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        String meminfo = Processor.read(Path.of("/proc/meminfo")).orElse("");
        long heap = Runtime.getRuntime().maxMemory();
        OptionalLong limit = Stream.of("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
                .map(file -> limit(Processor.read(Path.of(file)).orElse("")))
                .filter(OptionalLong::isPresent)
                .findFirst()
                .orElse(OptionalLong.empty());
        return new MemoryHere(
                field(meminfo, "MemTotal").orElse(system.getTotalMemorySize()),
                limit,
                field(meminfo, "MemAvailable").orElse(system.getFreeMemorySize()),
                heap,
                // JavaCPP's own default is as much as the heap.
                size(System.getProperty(ARRAYS, "")).orElse(heap));
    }

    /** What there is: the machine's, or the container's where that is less. */
    long usable() {
        return Math.min(total, limit.orElse(Long.MAX_VALUE));
    }

    static OptionalLong field(String meminfo, String name) {
        Matcher line = Pattern.compile("(?m)^" + name + ": +([0-9]{1,15}) kB").matcher(meminfo);
        return line.find() ? OptionalLong.of(Long.parseLong(line.group(1)) * 1024) : OptionalLong.empty();
    }

    /** A container's limit; "max", and the huge number of older kernels, mean none. */
    static OptionalLong limit(String text) {
        String number = text.strip();
        return number.matches("[0-9]{1,15}") ? OptionalLong.of(Long.parseLong(number)) : OptionalLong.empty();
    }

    static OptionalLong size(String text) {
        Matcher size = SIZE.matcher(text.strip());
        if (!size.matches()) {
            return OptionalLong.empty();
        }
        int power = "kmgt".indexOf(size.group(2).toLowerCase(Locale.ROOT));
        return OptionalLong.of(Long.parseLong(size.group(1)) << (size.group(2).isEmpty() ? 0 : 10 * (power + 1)));
    }
}
