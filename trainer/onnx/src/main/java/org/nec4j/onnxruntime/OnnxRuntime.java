package org.nec4j.onnxruntime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.nec4j.codec.Codec;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.export.EncoderRuntime;
import org.nec4j.export.StoredNetwork;
import org.nec4j.kernel.cpu.Threads;
import org.nec4j.onnx.OnnxExport;
import org.nec4j.vit.EmbeddingNetwork;

/** Runs a codec's encoder in ONNX Runtime: on a CUDA device where its library has that provider, else on processors. */
public final class OnnxRuntime implements EncoderRuntime {
    /** ONNX Runtime 1.29 overruns a buffer of its own where the process has a longer command line, and takes the JVM with it. */
    private static final int LONGEST_COMMAND_LINE = 4096;

    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    @Override
    public String sentence(Device device) {
        requireAShortCommandLine(commandLine());
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        boolean cuda = onCuda(device);
        return "Encodes with ONNX Runtime " + environment.getVersion()
                + (cuda ? " on CUDA device 0." : ", " + threads() + ".");
    }

    private static String threads() {
        int count = Threads.askedFor();
        return count + (count == 1 ? " thread" : " threads");
    }

    @Override
    public EmbeddingNetwork open(Codec codec, SafeTensors file, Device device) {
        requireAShortCommandLine(commandLine());
        byte[] encoder = OnnxExport.encoder(codec, file);
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            if (onCuda(device)) {
                options.addCUDA(0);
            }
            options.setIntraOpNumThreads(Threads.askedFor());
            return new OnnxEncoder(
                    StoredNetwork.of(codec, file).shape(), environment, environment.createSession(encoder, options));
        } catch (OrtException e) {
            throw new UserException(
                    file.source() + ": its encoder cannot be run by ONNX Runtime (" + e.getMessage() + "); "
                            + (onCuda(device) ? "-D" + PROPERTY + "=cpu keeps it off the device" : WITHOUT),
                    e);
        }
    }

    private static boolean onCuda(Device device) {
        boolean there = OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
        if (device == Device.CUDA && !there) {
            throw new UserException(
                    "-D" + PROPERTY + "=cuda asks for a CUDA device, and the ONNX Runtime that is there has no such"
                            + " provider; build with -Dnec4j.onnxgpu (the launcher does for NEC4J_ONNX=cuda),"
                            + " or take -D"
                            + PROPERTY + "=cpu");
        }
        return there && device != Device.CPU;
    }

    static void requireAShortCommandLine(int bytes) {
        if (bytes >= LONGEST_COMMAND_LINE) {
            throw new UserException("ONNX Runtime ends a process whose command line is longer than "
                    + LONGEST_COMMAND_LINE + " bytes, and this one's has " + bytes
                    + "; name a folder instead of many images, or give Java its class path in the variable CLASSPATH");
        }
    }

    private static int commandLine() {
        try {
            return Files.exists(COMMAND_LINE) ? Files.readAllBytes(COMMAND_LINE).length : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
