package org.nec4j.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nec4j.codec.Codec;
import org.nec4j.data.ImageSource;
import org.nec4j.eval.Embeddings;
import org.nec4j.eval.Splits;
import org.nec4j.export.ImageEncoder;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

/**
 * A data set as a trained codec's two sides see it.
 *
 * @param embedded what left the encoder
 * @param decoded  what a consumer gets out of the streams
 * @param bytes    of every test image's stream, header and checksum included
 * @param payload  of them, what the entropy coder wrote
 */
record CodedEmbeddings(Splits embedded, Splits decoded, double[] bytes, double[] payload) {
    private record Part(Embeddings embedded, Embeddings decoded, double[] bytes, double[] payload) {}

    static CodedEmbeddings of(ImageEncoder encoder, SplitImages images, int batch, Console console) {
        try (Progress progress = console.progress("encoding and decoding", images.count(), "images")) {
            Part train = part(encoder, images.train(), batch, progress, 0);
            Part val =
                    part(encoder, images.val(), batch, progress, images.train().size());
            Part test = part(
                    encoder,
                    images.test(),
                    batch,
                    progress,
                    images.train().size() + images.val().size());
            return new CodedEmbeddings(
                    new Splits(train.embedded, val.embedded, test.embedded),
                    new Splits(train.decoded, val.decoded, test.decoded),
                    test.bytes,
                    test.payload);
        }
    }

    double meanBytes() {
        return Arrays.stream(bytes).average().orElseThrow();
    }

    double meanPayload() {
        return Arrays.stream(payload).average().orElseThrow();
    }

    private static Part part(ImageEncoder encoder, ImageSource images, int batch, Progress progress, int before) {
        List<float[]> embedded = new ArrayList<>();
        List<float[]> decoded = new ArrayList<>();
        double[] bytes = new double[images.size()];
        double[] payload = new double[images.size()];
        Progress shifted = new Progress() {
            @Override
            public void at(long done, String detail) {
                progress.at(before + done, detail);
            }

            @Override
            public void close() {}
        };
        encoder.embed(images, batch, shifted, (embedding, index) -> {
            byte[] stream = encoder.codec().encode(embedding);
            bytes[index] = stream.length;
            payload[index] = Codec.payloadBytes(stream);
            embedded.add(embedding.values());
            decoded.add(encoder.codec().decode(stream).values());
        });
        int[] labels = Embedder.labels(images);
        int dim = encoder.codec().dim();
        return new Part(
                new Embeddings(encoder.tokens(), dim, embedded, labels),
                new Embeddings(encoder.tokens(), dim, decoded, labels),
                bytes,
                payload);
    }
}
