package org.nec4j.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.nec4j.codec.Codec;
import org.nec4j.codec.Embedding;
import org.nec4j.data.FileImages;
import org.nec4j.data.ImageFolder;
import org.nec4j.data.ImageSource;
import org.nec4j.data.SubsetImages;
import org.nec4j.export.EncoderRuntime;
import org.nec4j.export.ImageEncoder;
import org.nec4j.progress.Console;

/**
 * What the encoder in ONNX Runtime makes of real images beside nec4j's own, for the codecs that {@code -Dnec4j.codecs=A.nec,B.nec} names and 200 images of
 * the folder {@code -Dnec4j.images=FOLDER}.
 */
@EnabledIfSystemProperty(named = "nec4j.codecs", matches = ".+", disabledReason = "-Dnec4j.codecs names none")
class EncoderRuntimeOnRealImagesTest {
    private static final int IMAGES = 200;

    @Test
    void embeddingsAgreeAndSymbolsButForThoseOnAnEdge() {
        ImageSource images = SubsetImages.spread(
                new FileImages(ImageFolder.unlabelled("images", List.of(Path.of(System.getProperty("nec4j.images"))))),
                IMAGES);
        for (String name : System.getProperty("nec4j.codecs").split(",")) {
            Path codec = Path.of(name);
            System.clearProperty(EncoderRuntime.PROPERTY);
            List<Embedding> own = embeddings(codec, images);
            System.setProperty(EncoderRuntime.PROPERTY, "");
            List<Embedding> others = embeddings(codec, images);
            System.clearProperty(EncoderRuntime.PROPERTY);
            compare(Codec.open(codec), own, others, name);
        }
    }

    private static void compare(Codec codec, List<Embedding> own, List<Embedding> others, String name) {
        float most = 0;
        long symbols = 0;
        long differ = 0;
        int streams = 0;
        for (int i = 0; i < own.size(); i++) {
            float[] a = own.get(i).values();
            float[] b = others.get(i).values();
            for (int k = 0; k < a.length; k++) {
                most = Math.max(most, Math.abs(a[k] - b[k]));
            }
            int[] x = codec.costs(own.get(i)).symbols();
            int[] y = codec.costs(others.get(i)).symbols();
            assertThat(y).hasSameSizeAs(x);
            symbols += x.length;
            for (int k = 0; k < x.length; k++) {
                differ += x[k] == y[k] ? 0 : 1;
            }
            streams += Arrays.equals(codec.encode(own.get(i)), codec.encode(others.get(i))) ? 0 : 1;
        }
        System.out.printf(
                Locale.ROOT,
                "%s (%s): %d images, embeddings within %.1e, %d of %d symbols differ, %d of %d streams%n",
                name,
                codec.model(),
                own.size(),
                most,
                differ,
                symbols,
                streams,
                own.size());
        assertThat(most).isLessThan(1e-4f);
        assertThat(differ).isLessThanOrEqualTo(1 + symbols / 50_000);
    }

    private static List<Embedding> embeddings(Path codec, ImageSource images) {
        List<Embedding> embeddings = new ArrayList<>();
        long start = System.nanoTime();
        ImageEncoder.open(codec)
                .embed(images, 8, Console.silent().progress("", 1, ""), (embedding, i) -> embeddings.add(embedding));
        System.out.printf(
                Locale.ROOT,
                "%s: %.1f images/s%n",
                System.getProperty(EncoderRuntime.PROPERTY) == null ? "nec4j" : "ONNX Runtime",
                images.size() / ((System.nanoTime() - start) / 1e9));
        return embeddings;
    }
}
