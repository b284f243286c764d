package org.nec4j.gridded;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nec4j.codec.grid.GridModel;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.config.GridExperiment;
import org.nec4j.progress.Console;

/**
 * The verb {@code fit} for gridded fields: two levels of k-means on blocks, without a network. It is what a network must beat, and for archives of a few
 * megabytes the better choice.
 */
public final class GridFit {
    private static final int ROUNDS = 25;

    private GridFit() {}

    /** Writes the codec that the experiment's fields and its model's codes and blocks make. */
    public static void fit(GridExperiment settings, Path output, Console console) {
        TrainingFields fields = new TrainingFields(settings, console);
        int side = 1 << settings.model().blocks();
        int codes = settings.model().codes();
        List<Padded> maps = fields.padded(2 * side);
        long seed = settings.experiment().seed();
        float[][] coarse = KMeans.of(blocks(maps, 2 * side), codes, ROUNDS, seed);
        List<Padded> rest = new ArrayList<>();
        for (Padded map : maps) {
            int[] low = new int[map.values().length / (4 * side * side)];
            for (int i = 0; i < low.length; i++) {
                low[i] = KMeans.nearest(coarse, BlockChooser.cut(map, 2 * side, i));
            }
            rest.add(BlockChooser.rest(map, side, coarse, low));
        }
        float[][] fine = KMeans.of(blocks(rest, side), codes, ROUNDS, seed + 1);
        Map<String, float[]> tensors = new LinkedHashMap<>();
        tensors.put("blocks.coarse", flat(coarse));
        tensors.put("blocks.fine", flat(fine));
        Map<String, long[]> shapes = new LinkedHashMap<>();
        shapes.put("blocks.coarse", new long[] {codes, 4L * side * side});
        shapes.put("blocks.fine", new long[] {codes, (long) side * side});
        AtomicFile.write(
                output,
                GridCodec.bytes(
                        settings,
                        GridModel.BLOCKS,
                        fields,
                        tensors,
                        shapes,
                        new BlockChooser(side, flat(coarse), flat(fine))));
    }

    private static List<float[]> blocks(List<Padded> maps, int side) {
        List<float[]> all = new ArrayList<>();
        for (Padded map : maps) {
            for (int i = 0; i < map.values().length / (side * side); i++) {
                all.add(BlockChooser.cut(map, side, i));
            }
        }
        return all;
    }

    private static float[] flat(float[][] rows) {
        float[] all = new float[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, all, i * rows[0].length, rows[0].length);
        }
        return all;
    }
}
