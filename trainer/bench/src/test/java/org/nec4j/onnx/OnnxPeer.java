package org.nec4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nec4j.backend.Backend;
import org.nec4j.codec.Embedding;
import org.nec4j.codec.model.CodecWriter;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.data.ImageSource;
import org.nec4j.export.ImageEncoder;
import org.nec4j.nn.LayerContext;
import org.nec4j.progress.Console;
import org.nec4j.vit.Decoder;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

/** What ONNX Runtime, which others wrote, makes of exported networks, beside what nec4j computes; networks are written to a folder. */
final class OnnxPeer {
    private final Path folder;

    OnnxPeer(Path folder) {
        this.folder = folder;
    }

    /** Embeddings within 1e-4; of ONNX Runtime's own embedding the symbols that nec4j makes of it, and those of nec4j's but for one on an edge. */
    void agree(CodecWriter writer, ImageSource images) throws OrtException {
        Path codec = folder.resolve("codec.nec");
        writer.write(codec);
        OnnxExport.Written written = OnnxExport.export(codec, folder);
        assertThat(written.symbols()).isTrue();
        ImageEncoder encoder = ImageEncoder.open(codec);
        VitShape shape = encoder.shape();
        float[][] embeddings = new float[images.size()][];
        encoder.embed(
                images, 8, Console.silent().progress("", 1, ""), (embedding, i) -> embeddings[i] = embedding.values());
        int different = 0;
        int coded = 0;
        try (OrtEnvironment environment = OrtEnvironment.getEnvironment();
                OrtSession session = environment.createSession(written.encoder().toString());
                OrtSession back = environment.createSession(
                        written.decoder().orElseThrow().toString())) {
            for (int i = 0; i < images.size(); i++) {
                float[] input = encoder.preprocessing().input(images, i);
                long[] size = {1, shape.channels(), shape.imageRows(), shape.imageColumns()};
                try (OnnxTensor pixels = OnnxTensor.createTensor(environment, FloatBuffer.wrap(input), size);
                        OrtSession.Result result = session.run(Map.of("images", pixels))) {
                    float[] embedding = floats(result, "embedding");
                    for (int k = 0; k < embedding.length; k++) {
                        assertThat(Math.abs(embedding[k] - embeddings[i][k])).isLessThan(1e-4f);
                    }
                    int[] symbols = ints(result, "symbols");
                    int[] own = symbols(encoder, embedding);
                    int[] ours = symbols(encoder, embeddings[i]);
                    for (int k = 0; k < own.length; k++) {
                        int symbol = k < symbols.length ? symbols[k] : 0;
                        assertThat(symbol).isEqualTo(own[k]);
                        different += symbol == ours[k] ? 0 : 1;
                        coded += symbol == 0 ? 0 : 1;
                    }
                }
                decodes(back, environment, new Decoded(encoder, codec, embeddings[i]));
            }
        }
        assertThat(coded).isPositive();
        assertThat(different).isLessThanOrEqualTo(1 + embeddings.length * embeddings[0].length / 50_000);
    }

    private record Decoded(ImageEncoder encoder, Path codec, float[] embedding) {}

    /** Patches of pixels as nec4j's decoder predicts them. */
    private static void decodes(OrtSession session, OrtEnvironment environment, Decoded of) throws OrtException {
        VitShape shape = of.encoder.shape();
        long[] size = {1, of.encoder.tokens(), shape.dim()};
        try (OnnxTensor tokens = OnnxTensor.createTensor(environment, FloatBuffer.wrap(of.embedding), size);
                OrtSession.Result result = session.run(Map.of("embedding", tokens));
                SafeTensors file = SafeTensors.open(of.codec)) {
            Map<String, float[]> weights = new HashMap<>();
            shape.decoderTensors().keySet().forEach(name -> weights.put(name, file.floats(name)));
            float[] ours =
                    new Decoder(shape, new Tensors(weights), LayerContext.of(Backend.kernels())).predict(of.embedding);
            float[] patches = floats(result, "patches");
            assertThat(patches).hasSameSizeAs(ours);
            for (int k = 0; k < ours.length; k++) {
                assertThat(Math.abs(patches[k] - ours[k])).isLessThan(1e-4f);
            }
        }
    }

    private static int[] symbols(ImageEncoder encoder, float[] embedding) {
        return encoder.codec()
                .costs(new Embedding(encoder.tokens(), encoder.shape().dim(), embedding))
                .symbols();
    }

    private static float[] floats(OrtSession.Result result, String name) {
        FloatBuffer buffer = ((OnnxTensor) result.get(name).orElseThrow()).getFloatBuffer();
        float[] floats = new float[buffer.remaining()];
        buffer.get(floats);
        return floats;
    }

    private static int[] ints(OrtSession.Result result, String name) {
        IntBuffer buffer = ((OnnxTensor) result.get(name).orElseThrow()).getIntBuffer();
        int[] ints = new int[buffer.remaining()];
        buffer.get(ints);
        return ints;
    }

    /** Names of what a network gives. */
    static List<String> outputs(Path file) throws OrtException {
        try (OrtEnvironment environment = OrtEnvironment.getEnvironment();
                OrtSession session = environment.createSession(file.toString())) {
            return List.copyOf(session.getOutputNames());
        }
    }

    /** What a network says of itself. */
    static Map<String, String> metadata(Path file) throws OrtException {
        try (OrtEnvironment environment = OrtEnvironment.getEnvironment();
                OrtSession session = environment.createSession(file.toString())) {
            return session.getMetadata().getCustomMetadata();
        }
    }
}
