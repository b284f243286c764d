package org.nec4j.gridded;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.nec4j.backend.Backend;
import org.nec4j.codec.grid.Codes;
import org.nec4j.codec.grid.GridModel;
import org.nec4j.codec.io.Json;
import org.nec4j.codec.tensor.DType;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.codec.tensor.SafeTensorsWriter;
import org.nec4j.config.GridExperiment;
import org.nec4j.config.GridExperiment.Fill;
import org.nec4j.grid.GridNetwork;
import org.nec4j.grid.GridShape;
import org.nec4j.nn.LayerContext;
import org.nec4j.step.AdamW;
import org.nec4j.step.GridStepper;

/**
 * A codec for gridded fields as {@code nec4j export} writes it: what decodes, as archives hold it, and what chooses codes.
 *
 * @param model   what decodes
 * @param chooser what chooses
 * @param fill    what stands in place of missing cells
 * @param wraps   whether the last column is a neighbour of the first
 * @param bound   what values are held to where nobody says otherwise
 */
public record GridCodec(GridModel model, Chooser chooser, Fill fill, boolean wraps, GridExperiment.Bound bound) {
    private static final String CODES = "_embedding.weight";

    /** Whether a file is one. */
    public static boolean isOne(Path file) {
        try (SafeTensors tensors = SafeTensors.open(file)) {
            return GridModel.isOne(tensors.metadata());
        }
    }

    /** Opens a codec's file; throws UserException where it is none. */
    public static GridCodec open(Path file) {
        GridModel model = GridModel.open(file);
        try (SafeTensors tensors = SafeTensors.open(file)) {
            Map<String, float[]> all = new LinkedHashMap<>();
            tensors.names().forEach(name -> all.put(name, tensors.floats(name)));
            return of(model, all, file.toString());
        }
    }

    private static GridCodec of(GridModel model, Map<String, float[]> tensors, String source) {
        boolean isNetwork = model.said().text("kind").equals(GridModel.NETWORK);
        Chooser chooser = isNetwork ? network(model, tensors, source) : new BlockChooser(model, tensors);
        return new GridCodec(
                model,
                chooser,
                Fill.valueOf(model.said().text("fill").toUpperCase(Locale.ROOT)),
                model.said().flag("wraps"),
                new GridExperiment.Bound(
                        GridExperiment.Mode.valueOf(model.said().text("bound").toUpperCase(Locale.ROOT)),
                        model.said().number("tolerance")));
    }

    private static Chooser network(GridModel model, Map<String, float[]> tensors, String source) {
        GridShape shape = new GridShape(
                1,
                model.said().integer("pre"),
                model.said().integer("width"),
                model.said().integer("dim"),
                model.said().integer("codes"),
                model.said().integer("blocks"));
        GridNetwork network = new GridNetwork(shape, new double[] {0}, new double[] {1}, 0, 0.5, 0.5);
        GridStepper stepper =
                new GridStepper(network, 0, AdamW.of(1, 1), Optional.empty(), LayerContext.of(Backend.kernels()));
        Map<String, float[]> all = new LinkedHashMap<>(tensors);
        // What codes follow in training says nothing to whoever only chooses among them.
        stepper.graph().shapes().forEach((name, dimensions) -> {
            if (name.endsWith("_ema_w") || name.endsWith("_ema_cluster_size")) {
                all.put(name, new float[(int) Arrays.stream(dimensions).reduce(1, (a, b) -> a * b)]);
            }
        });
        stepper.graph().restore(all, source);
        return chooser(stepper);
    }

    static Chooser chooser(GridStepper stepper) {
        return map -> {
            GridStepper.Codes codes = stepper.codes(map.values(), map.height(), map.width());
            return new Codes(codes.fine(), codes.coarse());
        };
    }

    /** What the strings of a codec's file say. */
    static Map<String, Object> said(GridExperiment settings, String kind, TrainingFields fields) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", 1);
        json.put("kind", kind);
        if (kind.equals(GridModel.NETWORK)) {
            json.put("pre", settings.model().pre());
            json.put("width", settings.model().width());
            json.put("dim", settings.model().dim());
        }
        json.put("codes", settings.model().codes());
        json.put("blocks", settings.model().blocks());
        json.put("fill", word(settings.data().fill()));
        json.put("wraps", settings.data().wraps());
        json.put("bound", word(settings.bound().mode()));
        json.put("tolerance", settings.bound().tolerance());
        List<Map<String, Object>> standardizers = new ArrayList<>();
        fields.standardizers().forEach(one -> {
            Map<String, Object> standard = new LinkedHashMap<>();
            standard.put("variable", one.variable());
            standard.put("level", one.level());
            standard.put("mean", one.mean());
            standard.put("scale", one.scale());
            standardizers.add(standard);
        });
        json.put("standardizers", standardizers);
        return json;
    }

    private static String word(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT);
    }

    /**
     * A codec's file.
     *
     * @param half    names of tensors that are written in float16, all that decoding needs
     * @param chooser chooses codes of the fields that were learnt from, whose counts are what streams begin with
     */
    static byte[] bytes(
            GridExperiment settings,
            String kind,
            TrainingFields fields,
            Map<String, float[]> tensors,
            Map<String, long[]> shapes,
            Chooser chooser) {
        Map<String, Object> json = said(settings, kind, fields);
        int[] fine = new int[settings.model().codes()];
        int[] coarse = new int[fine.length];
        fields.padded(1 << (settings.model().blocks() + 1)).forEach(map -> {
            Codes codes = chooser.of(map);
            Arrays.stream(codes.fine()).forEach(code -> fine[code]++);
            Arrays.stream(codes.coarse()).forEach(code -> coarse[code]++);
        });
        json.put("usage_fine", Arrays.stream(fine).boxed().toList());
        json.put("usage_coarse", Arrays.stream(coarse).boxed().toList());
        SafeTensorsWriter writer = new SafeTensorsWriter().metadata(GridModel.KEY, Json.write(json));
        tensors.forEach((name, values) -> {
            if (isDecoding(name)) {
                writer.bytes(name, DType.F16, shapes.get(name), GridModel.halves(values));
            } else if (!name.endsWith("_ema_w") && !name.endsWith("_ema_cluster_size")) {
                writer.floats(name, shapes.get(name), values);
            }
        });
        return writer.toBytes();
    }

    private static boolean isDecoding(String name) {
        return name.startsWith("blocks.")
                || name.endsWith(CODES)
                || name.startsWith("first_conv_decoder_0")
                || name.startsWith("first_conv_decoder_1")
                || name.startsWith("decoding_stack")
                || name.startsWith("post_block");
    }
}
