package org.nec4j.library;

import java.util.List;
import java.util.Map;
import org.nec4j.data.Batches;
import org.nec4j.data.ImageSource;
import org.nec4j.data.RandomCrop;
import org.nec4j.entropy.DensitySettings;
import org.nec4j.entropy.FactorizedModel;
import org.nec4j.export.Preprocessing;
import org.nec4j.objective.Objective;
import org.nec4j.objective.PixelDecoder;
import org.nec4j.objective.RateDistortion;
import org.nec4j.objective.RateDistortion.RateUnit;
import org.nec4j.produce.Producer;
import org.nec4j.step.AdamW;
import org.nec4j.train.EarlyStopping;
import org.nec4j.train.Model;
import org.nec4j.train.Trained;
import org.nec4j.train.Training;
import org.nec4j.vit.VitShape;

/** From pictures in memory to a producer of coded bytes, for docs/extending.md: no settings, no files. */
final class TrainInMemory {
    private TrainInMemory() {}

    static Producer train(List<byte[]> files, List<byte[]> others) {
        // 32 pixels, patches of 8, 3 channels; encoder: 24 numbers a token, 2 blocks of 2 heads; decoder: 16, 2, 2
        VitShape shape = new VitShape(32, 8, 3, 24, 2, 2, 16, 2, 2, 4, 1e-6);
        Objective objective = new RateDistortion(
                1e4, // lambda
                RateUnit.IMAGE_MEAN,
                0.75, // of the patches are masked
                new FactorizedModel(shape.dim(), DensitySettings.compressAi()),
                new PixelDecoder(shape, true));
        Model model = Model.random(shape, objective, 1);

        Preprocessing preprocessing = Preprocessing.imageNet(shape.imageRows());
        ImageSource images = preprocessing.images(files);
        Batches batches =
                Batches.training(images, RandomCrop.ofMae(shape.imageRows()), preprocessing.normalization(), 8, 1);

        Trained trained = Training.of(model, batches, AdamW.of(1e-3, 60), 60)
                .heldOut(preprocessing.images(others), preprocessing, 16)
                .statesEvery(10)
                .listener(new EarlyStopping("loss", 3, 0))
                .run();
        return Producer.of(trained.codec(preprocessing, Map.of("from", "an example")), "the codec");
    }
}
