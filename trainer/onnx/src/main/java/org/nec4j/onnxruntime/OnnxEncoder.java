package org.nec4j.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;
import org.nec4j.codec.error.UserException;
import org.nec4j.vit.EmbeddingNetwork;
import org.nec4j.vit.VitShape;

/**
 * An encoder in a session of ONNX Runtime, which stays open as long as the process.
 *
 * @param shape       of the network
 * @param environment of the session
 * @param session     whose input is {@code images}, and whose output {@code embedding}
 */
record OnnxEncoder(VitShape shape, OrtEnvironment environment, OrtSession session) implements EmbeddingNetwork {
    private static final String INPUT = "images";
    private static final String OUTPUT = "embedding";

    @Override
    public float[][] embed(float[] pixels) {
        long[] size = {
            pixels.length / shape.imageNumbers(), shape.channels(), shape.imageRows(), shape.imageColumns()
        };
        try (OnnxTensor images = OnnxTensor.createTensor(environment, FloatBuffer.wrap(pixels), size);
                OrtSession.Result result = session.run(Map.of(INPUT, images), Set.of(OUTPUT))) {
            FloatBuffer all = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[][] embeddings = new float[(int) size[0]][tokens() * shape.dim()];
            for (float[] embedding : embeddings) {
                all.get(embedding);
            }
            return embeddings;
        } catch (OrtException e) {
            throw new UserException("ONNX Runtime failed (" + e.getMessage() + ")", e);
        }
    }
}
