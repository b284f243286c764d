package org.nec4j.onboard;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import org.nec4j.assembly.OpenedSet;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.Sha256;
import org.nec4j.config.Configs;
import org.nec4j.data.Batch;
import org.nec4j.data.Batches;
import org.nec4j.data.CentreCrop;
import org.nec4j.data.ImageSource;
import org.nec4j.data.Split;
import org.nec4j.export.GreyImages;

/**
 * Classified images as grey squares in memory, with mean 0 and variance 1 over those that are learnt from.
 *
 * @param side    S
 * @param names   of the K classes
 * @param train   those that are learnt from
 * @param judged  those of val and test
 * @param mean    grey of those that are learnt from, 0 to 1
 * @param scale   what grey less that mean was multiplied by
 * @param digest  of all of them
 */
public record Scenes(int side, List<String> names, Part train, Part judged, double mean, double scale, String digest) {
    private static final int BATCH = 64;

    /**
     * Some of the images.
     *
     * @param blocks [N][S * S]
     * @param labels [N]
     * @param names  [N]
     */
    @SuppressWarnings("ArrayRecordComponent") // read, never changed
    record Part(float[][] blocks, int[] labels, String[] names) {
        int size() {
            return labels.length;
        }
    }

    /** K: a class without an image of these splits is one all the same, as what decodes knows it by its name. */
    int classes() {
        return names.size();
    }

    /** The images of a set; throws UserException where it has none, or some without a class. */
    public static Scenes of(Path set, int side) {
        OpenedSet opened = OpenedSet.open(Configs.dataset(set).settings());
        Part train = part(opened.only(Split.TRAIN), side, set);
        Part judged = part(opened.only(Split.VAL, Split.TEST), side, set);
        double mean = mean(train, 0, 1);
        double deviation = Math.sqrt(mean(train, mean, 2));
        MessageDigest digest = Sha256.begin();
        for (Part part : new Part[] {train, judged}) {
            for (int at = 0; at < part.size(); at++) {
                float[] block = part.blocks[at];
                for (int i = 0; i < block.length; i++) {
                    block[i] = (float) ((block[i] - mean) / (deviation + 1e-6));
                }
                ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * (block.length + 1));
                bytes.asFloatBuffer().put(block).put(part.labels[at]);
                digest.update(bytes);
            }
        }
        return new Scenes(
                side, opened.dataset().classes(), train, judged, mean, 1 / (deviation + 1e-6), Sha256.hex(digest));
    }

    private static double mean(Part part, double from, int power) {
        double sum = 0;
        for (float[] block : part.blocks) {
            for (float x : block) {
                sum += power == 1 ? x - from : (x - from) * (x - from);
            }
        }
        return sum / part.size() / part.blocks[0].length;
    }

    private static Part part(ImageSource images, int side, Path set) {
        Batches batches = Batches.evaluation(
                images, CentreCrop.of(side), GreyImages.preprocessing(side).normalization(), BATCH);
        Part all = new Part(new float[images.size()][], new int[images.size()], new String[images.size()]);
        for (int step = 0; step < batches.perEpoch(); step++) {
            Batch batch = batches.batch(step);
            for (int b = 0; b < batch.size(); b++) {
                int at = step * BATCH + b;
                all.labels[at] = batch.labels()[b];
                all.names[at] = images.name(at);
                if (batch.labels()[b] < 0) {
                    throw new UserException(images.name(at) + ": has no class, and compressed learning of " + set
                            + " needs one; put images into a folder a class");
                }
                all.blocks[at] = GreyImages.grey(batch.pixels(), b, side * side);
            }
        }
        return all;
    }
}
