package org.nec4j.export;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.data.AxisOrder;
import org.nec4j.data.BandChoice;
import org.nec4j.data.BandDecoder;
import org.nec4j.data.BandFiles;
import org.nec4j.data.Batches;
import org.nec4j.data.CentreCrop;
import org.nec4j.data.Dataset;
import org.nec4j.data.FileImages;
import org.nec4j.data.ImageDecoder;
import org.nec4j.data.ImageSize;
import org.nec4j.data.ImageSource;
import org.nec4j.data.Normalization;
import org.nec4j.data.Normalization.Scale;
import org.nec4j.data.Picture;
import org.nec4j.data.Transform;

/**
 * How an image becomes a model's input: it is resized so that it just covers the model's size, what is beyond is cut off on both sides alike,
 * and every channel becomes (x / 255 - mean) / std, or (x - mean) / std where it is a band of numbers.
 *
 * @param size    of the model's input
 * @param mean    a number a channel
 * @param std     a number a channel
 * @param enlarge whether smaller images are enlarged or refused
 * @param bands   which bands of a file they are; nothing for 8-bit red, green and blue
 */
public record Preprocessing(
        ImageSize size, List<Double> mean, List<Double> std, boolean enlarge, Optional<BandChoice> bands) {
    private static final String SIDE = "side";
    private static final String BANDS = "bands";
    private static final String NODATA = "nodata";
    private static final String ORDER = "order";
    private static final Map<Boolean, String> INFINITE = Map.of(true, "inf", false, "-inf");

    /** For square inputs of 8-bit pictures, {@code side} pixels a side. */
    public Preprocessing(int side, List<Double> mean, List<Double> std, boolean enlarge) {
        this(ImageSize.square(side), mean, std, enlarge, Optional.empty());
    }

    /** As above, with the statistics of ImageNet that public checkpoints were trained with; smaller images are refused. */
    public static Preprocessing imageNet(int side) {
        return new Preprocessing(side, List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225), false);
    }

    /** The files' images, read as the model needs them. */
    public ImageSource images(Dataset files) {
        return bands.<ImageSource>map(choice -> BandFiles.of(files, choice)).orElseGet(() -> new FileImages(files));
    }

    /** The images of files whose content is in memory, read as the model needs them; messages call them by their place. */
    public ImageSource images(List<byte[]> files) {
        return images(place -> "image " + place, files);
    }

    /** As above, with names for messages. */
    public ImageSource images(IntFunction<String> names, List<byte[]> files) {
        return new ImageBytes(names, files, (bytes, name) -> bands.<Picture>map(
                        choice -> choice.of(BandDecoder.decode(bytes, choice.order(), name), name))
                .orElseGet(() -> ImageDecoder.decode(bytes, name)));
    }

    /** The cut. */
    public Transform transform() {
        return new CentreCrop(size, enlarge);
    }

    /** Reads the image of an index as the model needs it; throws UserException where that fails. */
    public IntConsumer reader(ImageSource images) {
        return Batches.evaluation(images, transform(), normalization(), 1)::batch;
    }

    /** The model's input of one image, [C, H, W]. */
    public float[] input(ImageSource images, int index) {
        return Batches.evaluation(images, transform(), normalization(), 1)
                .batch(index)
                .pixels();
    }

    /** The mean of every channel of an 8-bit picture, 0 to 255; of no meaning for bands. */
    byte[] meanColours() {
        byte[] colours = new byte[mean.size()];
        for (int c = 0; c < colours.length; c++) {
            colours[c] = (byte) Math.max(0, Math.min(255, Math.round(255 * mean.get(c))));
        }
        return colours;
    }

    /** The normalization. */
    public Normalization normalization() {
        return new Normalization(floats(mean), floats(std), bands.isPresent() ? Scale.AS_STORED : Scale.EIGHT_BIT);
    }

    /** As a codec's settings and a run's start hold it. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(SIDE, SizeJson.of(size));
        json.put("mean", mean);
        json.put("std", std);
        json.put("enlarge", enlarge);
        bands.ifPresent(choice -> {
            json.put(BANDS, choice.select());
            choice.nodata()
                    .filter(value -> !value.isNaN())
                    .ifPresent(value -> json.put(NODATA, value.isInfinite() ? INFINITE.get(value > 0) : value));
            choice.order().ifPresent(order -> json.put(ORDER, order.name().toLowerCase(Locale.ROOT)));
        });
        return json;
    }

    /** Reads what {@link #toJson} wrote; throws UserException where it is something else. */
    public static Preprocessing read(JsonObject json) {
        Optional<BandChoice> bands = json.contains(BANDS)
                ? Optional.of(new BandChoice(
                        json.numbers(BANDS).stream().map(Double::intValue).toList(), nodata(json), order(json)))
                : Optional.empty();
        return new Preprocessing(
                SizeJson.read(json, SIDE), json.numbers("mean"), json.numbers("std"), json.flag("enlarge"), bands);
    }

    private static Optional<Double> nodata(JsonObject json) {
        if (!json.contains(NODATA)) {
            return Optional.empty();
        }
        // JSON has no infinite numbers: they are written as words.
        Object stated = json.asMap().get(NODATA);
        return Optional.of(
                INFINITE.get(true).equals(stated)
                        ? Double.POSITIVE_INFINITY
                        : INFINITE.get(false).equals(stated) ? Double.NEGATIVE_INFINITY : json.number(NODATA));
    }

    private static Optional<AxisOrder> order(JsonObject json) {
        if (!json.contains(ORDER)) {
            return Optional.empty();
        }
        String word = json.text(ORDER);
        return Optional.of(Arrays.stream(AxisOrder.values())
                .filter(order -> order.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new UserException(
                        "the preprocessing's order is \"" + word + "\", expected chw or hwc; export the codec again")));
    }

    private static float[] floats(List<Double> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i).floatValue();
        }
        return floats;
    }
}
