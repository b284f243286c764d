package org.nec4j.study;

import java.util.ArrayList;
import java.util.List;
import org.nec4j.codec.Embedding;
import org.nec4j.data.ImageSource;
import org.nec4j.eval.Embeddings;
import org.nec4j.eval.Splits;
import org.nec4j.export.ImageEncoder;
import org.nec4j.export.RateMeter;
import org.nec4j.export.Rates;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

/**
 * A data set as a trained codec's two sides see it.
 *
 * @param embedded what left the encoder
 * @param decoded  what a consumer gets out of the streams
 * @param bytes    of every test image's stream, header and checksum included
 * @param rates    of the test images, from the estimate in training to those bytes
 */
record CodedEmbeddings(Splits embedded, Splits decoded, double[] bytes, Rates rates) {
    private record Part(Embeddings embedded, Embeddings decoded, double[] bytes) {}

    static CodedEmbeddings of(ImageEncoder encoder, SplitImages images, int batch, Console console) {
        try (Progress progress = console.progress("encoding and decoding", images.count(), "images")) {
            RateMeter meter = encoder.meter();
            Coding plainly = (embedding, index) -> encoder.codec().encode(embedding);
            int trained = images.train().size();
            Part train = part(encoder, images.train(), batch, plainly, progress, 0);
            Part val = part(encoder, images.val(), batch, plainly, progress, trained);
            Part test = part(
                    encoder,
                    images.test(),
                    batch,
                    meter::add,
                    progress,
                    trained + images.val().size());
            return new CodedEmbeddings(
                    new Splits(train.embedded, val.embedded, test.embedded),
                    new Splits(train.decoded, val.decoded, test.decoded),
                    test.bytes,
                    meter.rates());
        }
    }

    private interface Coding {
        byte[] code(Embedding embedding, int index);
    }

    private static Part part(
            ImageEncoder encoder, ImageSource images, int batch, Coding coding, Progress progress, int before) {
        List<float[]> embedded = new ArrayList<>();
        List<float[]> decoded = new ArrayList<>();
        double[] bytes = new double[images.size()];
        Progress shifted = new Progress() {
            @Override
            public void at(double done, String detail) {
                progress.at(before + done, detail);
            }

            @Override
            public void close() {}
        };
        encoder.embed(images, batch, shifted, (embedding, index) -> {
            byte[] stream = coding.code(embedding, index);
            bytes[index] = stream.length;
            embedded.add(embedding.values());
            decoded.add(encoder.codec().decode(stream).values());
        });
        int[] labels = images.labels();
        int dim = encoder.codec().dim();
        return new Part(
                new Embeddings(encoder.tokens(), dim, embedded, labels),
                new Embeddings(encoder.tokens(), dim, decoded, labels),
                bytes);
    }
}
