package org.nec4j.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nec4j.backend.Backend;
import org.nec4j.config.SegmentationSettings;
import org.nec4j.data.CounterRandom;
import org.nec4j.data.ImageSize;
import org.nec4j.eval.Embeddings;
import org.nec4j.eval.Epochs;
import org.nec4j.kernel.Enlarging;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.Parameter;
import org.nec4j.nn.ParameterSetting;
import org.nec4j.nn.TorchAdam;
import org.nec4j.progress.Progress;
import org.nec4j.vit.PatchGrid;
import org.nec4j.vit.TrainableEncoder;

/**
 * A segmentation head that has learnt from tiles: AdamW (0.9, 0.999), learning rate falling to zero in a line, gains and biases
 * without decay (arXiv 2403.17886, published code).
 */
public final class SegmentationHead {
    private static final int ORDER = 1; // purpose of a random stream
    private static final int PREDICTED = 16; // tiles at a time

    private final SegmentationNetwork network;

    private SegmentationHead(SegmentationNetwork network) {
        this.network = network;
    }

    /**
     * Trains a head. The same arguments give the same head.
     *
     * @param tiles    embeddings: a grid of tokens, with or without a class token before it
     * @param tile     size of a tile
     * @param labels   class of every pixel of each tile, 255 where there is none, [H * W]
     * @param classes  K
     * @param seed     first weights, order of tiles, dropped channels
     * @param progress told every step
     */
    public static SegmentationHead train(
            Embeddings tiles,
            ImageSize tile,
            List<byte[]> labels,
            int classes,
            SegmentationSettings settings,
            long seed,
            Progress progress) {
        SegmentationNetwork network =
                network(Optional.empty(), grid(tiles.tokens(), tile), tiles.dim(), classes, labels, settings, seed);
        Epochs all = new Epochs(tiles.count(), settings.batchSize(), epoch -> CounterRandom.of(seed, ORDER, epoch)
                .permutation(tiles.count()));
        all.take(settings.steps(), (step, chosen) -> {
            List<float[]> embeddings =
                    IntStream.of(chosen).mapToObj(tiles.values()::get).toList();
            List<byte[]> wanted = IntStream.of(chosen).mapToObj(labels::get).toList();
            double score = network.fit(embeddings, wanted);
            progress.at(step + 1, String.format(Locale.ROOT, "score %.3f", score));
        });
        return new SegmentationHead(network);
    }

    /** Scores of every class on a grid of four by four points a token, [16 * h * w, K] for each tile in order. */
    public List<float[]> scores(List<float[]> tiles) {
        List<float[]> scores = new ArrayList<>();
        for (int from = 0; from < tiles.size(); from += PREDICTED) {
            scores.addAll(network.scores(tiles.subList(from, Math.min(tiles.size(), from + PREDICTED))));
        }
        return scores;
    }

    /** A head before its first step towards these labels, behind an encoder that trains with it where there is one. */
    static SegmentationNetwork network(
            Optional<TrainableEncoder> encoder,
            PatchGrid grid,
            int dim,
            int classes,
            List<byte[]> labels,
            SegmentationSettings settings,
            long seed) {
        SegmentationShape shape = new SegmentationShape(
                grid,
                dim,
                classes,
                settings.channels(),
                settings.auxiliaryChannels(),
                settings.dropout(),
                settings.auxiliaryWeight());
        SegmentationGraph plan = new SegmentationGraph(
                shape,
                encoder,
                parameter -> setting(parameter, settings),
                seed,
                encoder.map(TrainableEncoder::context).orElseGet(() -> LayerContext.of(Backend.kernels())));
        return new SegmentationNetwork(shape, plan, SegmentationStart.of(plan.parameters(), labels, classes, seed));
    }

    private static Optional<ParameterSetting> setting(Parameter parameter, SegmentationSettings settings) {
        if (parameter.name().contains("running_")) {
            return Optional.empty();
        }
        TorchAdam adam = new TorchAdam(
                new PolynomialSchedule(settings.learningRate(), settings.warmup(), settings.steps()), 0.9, 0.999, 1e-8);
        return Optional.of(new ParameterSetting(adam, parameter.shape().length > 1 ? settings.weightDecay() : 0));
    }

    /** How many of so many tokens are patches, all but one or all, and how they lie in a tile. */
    static PatchGrid grid(int tokens, ImageSize tile) {
        for (int patches : new int[] {tokens - 1, tokens}) {
            if (Enlarging.hasAspect(patches, tile.rows(), tile.columns())) {
                int rows = Enlarging.rows(patches, tile.rows(), tile.columns());
                return new PatchGrid(rows, patches / rows);
            }
        }
        throw new IllegalArgumentException(tokens + " tokens are no grid of patches of a tile of " + tile);
    }
}
