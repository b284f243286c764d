package org.nec4j.onnx;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.nec4j.codec.Codec;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.data.ImageSize;
import org.nec4j.export.Preprocessing;
import org.nec4j.export.StoredNetwork;
import org.nec4j.onnx.OnnxGraph.Kind;
import org.nec4j.vit.Encoder;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;
import org.nec4j.vit.WholeProducts;

/**
 * A codec's networks as ONNX (opset 17, IR 8), for producers without Java: images to embeddings and to the integers that are coded, embeddings to
 * patches of pixels. What turns integers into bytes, the entropy coder, is no network and not in them.
 */
public final class OnnxExport {
    /** The file of the encoder, and that of the decoder. */
    public static final String ENCODER = "encoder.onnx";

    public static final String DECODER = "decoder.onnx";

    /** Messages of Protocol Buffers end here. */
    private static final long MOST_BYTES = Integer.MAX_VALUE - (1 << 20);

    private OnnxExport() {}

    /**
     * What was written.
     *
     * @param encoder the encoder's file
     * @param decoder the decoder's, where the codec has one
     * @param symbols whether the encoder gives the integers, too
     */
    public record Written(Path encoder, Optional<Path> decoder, boolean symbols) {}

    /** Writes the networks of a codec file into a folder; throws UserException where it holds no encoder. */
    public static Written export(Path codecFile, Path folder) {
        Codec codec = Codec.open(codecFile);
        try (SafeTensors file = SafeTensors.open(codecFile)) {
            return export(codec, file, folder);
        }
    }

    /** As above, for a codec file's content in memory; {@code source} names it in errors. */
    public static Written export(byte[] content, String source, Path folder) {
        Codec codec = Codec.of(content, source);
        try (SafeTensors file = SafeTensors.of(content, source)) {
            return export(codec, file, folder);
        }
    }

    private static Written export(Codec codec, SafeTensors file, Path folder) {
        StoredNetwork network = StoredNetwork.of(codec, file);
        EncoderFile written = encoder(codec, network);
        Path encoder = folder.resolve(ENCODER);
        AtomicFile.write(encoder, written.bytes());
        Optional<Path> decoder = network.decoder()
                .map(tensors -> roomy(tensors, file.source()))
                .map(tensors -> {
                    Path target = folder.resolve(DECODER);
                    AtomicFile.write(target, decoder(network.shape(), tensors, metadata(codec, network)));
                    return target;
                });
        return new Written(encoder, decoder, written.symbols());
    }

    /** The encoder of an open codec file alone, the content of {@value #ENCODER}. */
    public static byte[] encoder(Codec codec, SafeTensors file) {
        return encoder(codec, StoredNetwork.of(codec, file)).bytes();
    }

    private record EncoderFile(byte[] bytes, boolean symbols) {}

    private static EncoderFile encoder(Codec codec, StoredNetwork network) {
        SafeTensors file = network.file();
        Tensors weights = roomy(WholeProducts.of(network.shape(), network.encoder()), file.source());
        if (weights.contains(Encoder.CODE + ".weight")) {
            throw new UserException(
                    file.source() + ": is a codec of codes, whose projection is not written as ONNX yet; encode with"
                            + " nec4j encode");
        }
        VitShape shape = network.shape();
        int tokens = 1 + shape.patches();
        OnnxGraph graph = new OnnxGraph("encoder");
        String images = graph.input("images", shape.channels(), shape.imageRows(), shape.imageColumns());
        String embedding = new EncoderGraph(graph, shape, weights).embedding(images);
        graph.output("embedding", embedding, Kind.FLOAT, tokens, shape.dim());
        boolean symbols = new SymbolGraph(graph, file, embedding, tokens, shape.dim()).write(codec.model());
        Map<String, String> metadata = metadata(codec, network);
        metadata.put(
                "nec4j.symbols", symbols ? words(codec) : "none: an encoder's choice hangs on what it chose before");
        return new EncoderFile(graph.toBytes(metadata), symbols);
    }

    private static byte[] decoder(VitShape shape, Tensors tensors, Map<String, String> metadata) {
        OnnxGraph graph = new OnnxGraph("decoder");
        String embedding = graph.input("embedding", 1L + shape.patches(), shape.dim());
        String patches = DecoderGraph.patches(graph, shape, tensors, embedding);
        graph.output("patches", patches, Kind.FLOAT, shape.patches(), shape.patchNumbers());
        metadata.put(
                "nec4j.patches",
                "rows of patches, each of " + shape.patchSize() + " x " + shape.patchSize()
                        + " pixels, the channels of a pixel together, normalised as images are");
        return graph.toBytes(metadata);
    }

    private static Map<String, String> metadata(Codec codec, StoredNetwork network) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("nec4j.codec", codec.digest());
        metadata.put("nec4j.content", codec.contentDigest());
        metadata.put("nec4j.model", codec.model());
        codec.point().ifPresent(point -> metadata.put("nec4j.point", point));
        metadata.put(
                "nec4j.preprocessing",
                JsonObject.of(network.preprocessing().toJson()).toString());
        metadata.put("nec4j.images", words(network.preprocessing()));
        return metadata;
    }

    /** What the input is, so that nobody has to know nec4j. */
    private static String words(Preprocessing preprocessing) {
        String pillow =
                " pixels (bicubic with antialiasing, as Pillow's Image.resize(size, BICUBIC)), the longer one cut off to whole pixels; cut ";
        ImageSize size = preprocessing.size();
        String cut = size.isSquare()
                ? "resize the image so that its shorter side is " + size + pillow + "the square of " + size
                : "resize the image, its aspect kept, so that it just covers " + size.rows() + " rows and "
                        + size.columns() + " columns of" + pillow + "those rows and columns";
        cut += " in the middle, its edge rounded half to even; then ";
        return cut
                + preprocessing
                        .bands()
                        .map(bands -> "(x - mean) / std of each of the bands " + bands.select() + " of the file")
                        .orElse("(x / 255 - mean) / std of red, green and blue, in float32")
                + "; order [image, channel, row, column]";
    }

    private static String words(Codec codec) {
        return "int32 [image, component, token], what nec4j codes under model " + codec.model()
                + "; docs/codec-format.md says how they become bytes";
    }

    private static Tensors roomy(Tensors tensors, String source) {
        long bytes = tensors.all().values().stream()
                .mapToLong(values -> (long) values.length * Float.BYTES)
                .sum();
        if (bytes > MOST_BYTES) {
            throw new UserException(source + ": has a network of " + (bytes >> 20)
                    + " MiB, and an ONNX file in one piece holds at most 2047; use nec4j's own encoder");
        }
        return tensors;
    }
}
