package org.nec4j.doctor;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nec4j.backend.Backend;
import org.nec4j.codec.error.UserException;
import org.nec4j.kernel.Kernels;
import org.nec4j.progress.Console;

/** The verb {@code doctor}: whether this machine is fit, what computes on it and how fast. */
public final class Doctor {
    private static final Path NVIDIA = Path.of("/proc/driver/nvidia/version");
    private static final Pattern QUOTA = Pattern.compile("([0-9]{1,15}) ([0-9]{1,15})");

    private Doctor() {}

    /**
     * Looks at Java, backend, processor, memory and disk, and measures for five seconds how fast the machine computes.
     *
     * @param runs where runs are to be kept; need not exist
     */
    public static Examination examine(Path runs, Console console) {
        Processor processor = Processor.here();
        List<Finding> findings = new ArrayList<>();
        findings.add(Checks.java(
                Runtime.version().feature(),
                Runtime.version() + ", " + System.getProperty("java.vm.name") + " of "
                        + System.getProperty("java.vendor") + ", " + processor.architecture()));
        findings.add(Checks.memory(MemoryHere.here()));
        findings.add(disk(runs));
        findings.add(Checks.threads(Backend.threads(), processor, quota(processor.logical())));
        try {
            findings.add(Checks.backend(Backend.name(), Backend.cuda(), Files.exists(NVIDIA)));
        } catch (UserException e) {
            findings.add(Finding.bad("backend", e.getMessage(), "see JAVA_HOME and NEC4J_EXTENSION in the launcher"));
            return new Examination(findings);
        }
        try {
            findings.add(Checks.products(Backend.products()));
        } catch (UserException e) {
            findings.add(Finding.bad("products", e.getMessage(), "nothing computes right here"));
            return new Examination(findings);
        }
        Kernels kernels = Backend.kernels();
        findings.add(Checks.simd(
                processor.simd(),
                System.getProperty("org.bytedeco.javacpp.platform.extension", ""),
                kernels.description()));
        speed(kernels, processor, findings, console);
        return new Examination(findings);
    }

    private static void speed(Kernels kernels, Processor processor, List<Finding> findings, Console console) {
        console.say("Measuring for five seconds ...");
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        double cores = Math.min(processor.cores(), Backend.threads());
        findings.add(Checks.speed(
                "linear",
                "in a linear layer",
                SpeedCheck.linear(kernels),
                cores * SpeedCheck.expectedOfACore(processor.simd()),
                load,
                processor.logical()));
        findings.add(Checks.speed(
                "block",
                "in a ViT-Base block",
                SpeedCheck.block(kernels),
                cores * SpeedCheck.expectedOfABlock(processor.simd()),
                load,
                processor.logical()));
    }

    private static Finding disk(Path runs) {
        Path folder = runs.toAbsolutePath().normalize();
        while (!Files.isDirectory(folder) && folder.getParent() != null) {
            folder = folder.getParent();
        }
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            boolean writable = true;
            try {
                Files.delete(Files.createTempFile(folder, ".nec4j", ".doctor"));
            } catch (IOException e) {
                writable = false;
            }
            return Checks.disk(folder.toString(), free, writable);
        } catch (IOException e) {
            return Finding.bad("disk", folder + ": " + e.getMessage(), "choose another folder with experiment.runs");
        }
    }

    /** Processors that a container may use, as a share of time; all where it says nothing. */
    private static double quota(int logical) {
        Matcher quota = QUOTA.matcher(
                Processor.read(Path.of("/sys/fs/cgroup/cpu.max")).orElse("").strip());
        return quota.matches() ? Double.parseDouble(quota.group(1)) / Double.parseDouble(quota.group(2)) : logical;
    }
}
