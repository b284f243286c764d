package org.nec4j.eval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nec4j.entropy.DensitySettings;
import org.nec4j.entropy.FactorizedDensity;
import org.nec4j.entropy.FactorizedModel;
import org.nec4j.entropy.KeptTables;
import org.nec4j.export.CodecBuilder;
import org.nec4j.export.Preprocessing;
import org.nec4j.kernel.Likelihood;
import org.nec4j.vit.RandomStart;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

/** A codec of a random encoder for images of 32 px, [17, 16] numbers each, and 100 drawn scenes of 10 classes to code. */
public final class TinyCodec {
    private static final VitShape SHAPE = new VitShape(32, 8, 3, 16, 1, 2, 8, 1, 2, 4, 1e-6);
    private static final List<Integer> FILTERS = List.of(3, 3, 3, 3);

    private TinyCodec() {}

    /** Writes the codec; without a decoder as older files are. */
    public static void write(Path codec, boolean decoder) {
        Map<String, float[]> tensors =
                new LinkedHashMap<>(RandomStart.of(SHAPE, 1).all());
        tensors.keySet().removeIf(name -> !decoder && name.startsWith("decoder"));
        Tensors all =
                new Tensors(tensors).with(new FactorizedDensity(SHAPE.dim(), FILTERS).initial("bottleneck", 10, 1));
        Preprocessing preprocessing = new Preprocessing(32, List.of(0.5, 0.5, 0.5), List.of(0.2, 0.2, 0.2), false);
        FactorizedModel entropy =
                new FactorizedModel(SHAPE.dim(), DensitySettings.compressAi().with(Likelihood.SIGN));
        new CodecBuilder(SHAPE, all, preprocessing, Map.of(), Optional.empty())
                .codec(entropy, KeptTables.NONE)
                .write(codec);
    }

    /** Describes the scenes: 60 train, 20 val, 20 test. */
    public static void describeScenes(Path dataset) throws IOException {
        Files.writeString(dataset, "name = scenes, kind = synthetic, synthetic { images = 100, side = 32, seed = 3 }");
    }
}
