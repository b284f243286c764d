package org.nec4j.train;

import java.util.List;
import org.nec4j.assembly.Blueprint;
import org.nec4j.data.Batches;
import org.nec4j.data.ByteImage;
import org.nec4j.data.ImageSource;
import org.nec4j.data.SubsetImages;
import org.nec4j.export.Preprocessing;
import org.nec4j.nn.LayerContext;
import org.nec4j.objective.Measured;
import org.nec4j.objective.StepInputs;
import org.nec4j.page.RunReport;
import org.nec4j.picture.Looks;
import org.nec4j.step.Losses;
import org.nec4j.step.Network;
import org.nec4j.step.StepSource;

/**
 * The loss on images that a run does not learn from. They are looked at without augmentation, and the masks and the noise are the same
 * at every call and in every run, so that values compare.
 */
final class HeldOutLoss {
    /** Not the run's: two seeds of one experiment are measured alike. */
    private static final long SEED = 0;

    private final Network network;
    private final Blueprint blueprint;
    private final Preprocessing preprocessing;
    private final ImageSource images;
    private final StepSource source;
    private final Batches batches;
    private final int count;
    private final int batch;

    /**
     * Over whole batches only.
     *
     * @param images    those to choose from, evenly
     * @param most      how many at most
     * @param batchSize the run's
     */
    HeldOutLoss(
            Network network,
            Blueprint blueprint,
            Preprocessing preprocessing,
            ImageSource images,
            int most,
            int batchSize) {
        this.network = network;
        this.blueprint = blueprint;
        this.preprocessing = preprocessing;
        this.images = images;
        this.source = StepSource.of(blueprint.shape(), blueprint.objective(), network.start(), SEED, network.kernels());
        int available = Math.min(most, images.size());
        this.batch = Math.min(batchSize, available);
        this.count = available / batch;
        this.batches = Batches.evaluation(
                SubsetImages.spread(images, count * batch),
                preprocessing.transform(),
                preprocessing.normalization(),
                batch);
    }

    /** Measures the network as it is, by forward passes alone as long as the loss is a number. */
    Losses measure() {
        Measured mean = Measured.NOTHING;
        for (int i = 0; i < count; i++) {
            StepInputs inputs = source.of(batches.batch(i));
            Measured measured = network.evaluate(inputs);
            if (!Double.isFinite(measured.loss())) {
                network.forwardBackward(inputs); // gradients tell a diagnosis where it went wrong
            }
            mean = mean.plus(measured, 1.0 / count);
        }
        return Losses.of(blueprint.objective(), mean, batch);
    }

    /** At most so many of the images as the network sees them now: original, masked and with the hidden patches guessed; none without a decoder. */
    List<ByteImage> pictures(int most) {
        return most == 0
                ? List.of()
                : RunReport.model(blueprint, preprocessing, network.tensors(), LayerContext.of(network.kernels()))
                        .map(model -> Looks.strips(model, images, most))
                        .orElse(List.of());
    }
}
