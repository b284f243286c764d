package org.nec4j.picture;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.data.Batch;
import org.nec4j.data.Batches;
import org.nec4j.data.ByteImage;
import org.nec4j.data.CounterRandom;
import org.nec4j.data.ImageSource;
import org.nec4j.data.RandomMasking;
import org.nec4j.export.InputPicture;
import org.nec4j.export.Prediction;
import org.nec4j.export.Preprocessing;
import org.nec4j.export.Reconstructor;
import org.nec4j.nn.LayerContext;
import org.nec4j.vit.Encoder;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

/** Looks at images through a masked autoencoder: some patches are hidden, and guessed from the others. */
final class MaskedView {
    private static final byte GREY = (byte) 0x80;

    private final VitShape shape;
    private final Preprocessing preprocessing;
    private final Encoder encoder;
    private final Reconstructor reconstructor;
    private final double ratio;

    MaskedView(
            VitShape shape,
            Tensors tensors,
            Preprocessing preprocessing,
            Prediction prediction,
            double ratio,
            LayerContext context) {
        this.shape = shape;
        this.preprocessing = preprocessing;
        this.encoder = new Encoder(shape, tensors, context);
        this.reconstructor = new Reconstructor(shape, tensors, preprocessing, prediction, context);
        this.ratio = ratio;
    }

    /** The images with nothing coded yet; the same patches of an index are hidden at every call. */
    List<Specimen> look(ImageSource images, List<String> names) {
        Batches batches = Batches.evaluation(images, preprocessing.transform(), preprocessing.normalization(), 1);
        List<Specimen> specimens = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            Batch batch = batches.batch(i);
            float[] input = batch.pixels();
            INDArray pixels = Nd4j.createFromArray(input)
                    .reshape('c', 1, shape.channels(), shape.imageRows(), shape.imageColumns());
            RandomMasking masking = masking(i);
            ByteImage original = InputPicture.of(preprocessing, input);
            ByteImage guessed = reconstructor.image(encoder.embed(pixels, masking.keep()), masking.restore(), input);
            float[] mask = masking.mask();
            specimens.add(new Specimen(
                    names.get(i),
                    original,
                    composed(original, original, mask, true),
                    composed(original, guessed, mask, false),
                    List.of()));
        }
        return specimens;
    }

    private RandomMasking masking(int index) {
        CounterRandom random = CounterRandom.of(index);
        float[] noise = new float[shape.patches()];
        for (int p = 0; p < noise.length; p++) {
            noise[p] = (float) random.uniform(p);
        }
        return RandomMasking.of(noise, shape.patches(), ratio);
    }

    /** The visible patches of one image, and in place of the others grey or those of another image. */
    private ByteImage composed(ByteImage visible, ByteImage hidden, float[] mask, boolean grey) {
        byte[] samples = visible.samples().clone();
        for (int i = 0; i < samples.length; i++) {
            int pixel = i / visible.channels();
            int x = pixel % shape.imageColumns() / shape.patchSize();
            int y = pixel / shape.imageColumns() / shape.patchSize();
            if (mask[y * shape.grid().columns() + x] > 0) {
                samples[i] = grey ? GREY : hidden.samples()[i];
            }
        }
        return new ByteImage(visible.width(), visible.height(), visible.channels(), samples);
    }
}
