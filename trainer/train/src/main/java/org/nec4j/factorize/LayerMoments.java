package org.nec4j.factorize;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.data.Batch;
import org.nec4j.data.Batches;
import org.nec4j.data.ImageSource;
import org.nec4j.data.Prefetcher;
import org.nec4j.data.SubsetImages;
import org.nec4j.export.Preprocessing;
import org.nec4j.kernel.Kernels;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.Scratch;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;
import org.nec4j.vit.Encoder;
import org.nec4j.vit.PatchInput;
import org.nec4j.vit.Visible;
import org.nec4j.vit.VitShape;

/** What goes into or comes out of an encoder's products on images, whichever is narrower, as mean and covariance over all tokens. */
final class LayerMoments {
    private static final int BATCH = 16;

    private final EncoderModel model;
    private final Kernels kernels;
    private final List<String> inBlocks;
    private final Map<String, Moments> moments = new LinkedHashMap<>();
    private final Scratch scratch = new Scratch();
    private int next;

    private LayerMoments(EncoderModel model, Kernels kernels) {
        this.model = model;
        this.kernels = kernels;
        List<String> products = model.products();
        this.inBlocks = products.subList(1, products.size());
    }

    /**
     * The moments of every product of an encoder by name, as {@link OutputAxes#of} wants them.
     *
     * @param images of which at most so many, spread evenly, are looked at
     */
    static Map<String, Moments> of(
            EncoderModel model,
            Preprocessing preprocessing,
            ImageSource images,
            int most,
            Kernels kernels,
            Console console) {
        ImageSource seen = SubsetImages.spread(images, most);
        LayerMoments gathered = new LayerMoments(model, kernels);
        try (Progress progress = console.progress("looking at what layers give", seen.size(), "images")) {
            gathered.look(
                    Batches.evaluation(seen, preprocessing.transform(), preprocessing.normalization(), BATCH),
                    progress);
        }
        return gathered.moments;
    }

    private void look(Batches batches, Progress progress) {
        VitShape shape = model.shape();
        LayerContext context = LayerContext.of(kernels, new WatchedLinear(kernels.linear(), this::block));
        Encoder encoder = new Encoder(shape, model.tensors(), context);
        PatchInput input = new PatchInput(
                shape,
                model.tensors().array(kernels, "pos_embed", shape.prefix() + shape.patches(), shape.dim()),
                new LayerContext(kernels, scratch));
        EncoderModel.Matrix embedding = model.matrix(model.products().get(0));
        INDArray w = kernels.copies().array(embedding.weight(), embedding.out(), embedding.in());
        INDArray b = kernels.copies().array(embedding.bias(), embedding.out());
        int done = 0;
        try (Prefetcher ahead = new Prefetcher(batches, 0, batches.perEpoch(), 1, 2)) {
            while (ahead.hasNext()) {
                Batch batch = ahead.next();
                INDArray images = scratch.get("images", batch.shape());
                kernels.copies().into(images, batch.pixels());
                add(model.products().get(0), input.patches(images, Visible.all(batch.size(), shape.patches())), w, b);
                next = 0;
                encoder.embed(images);
                done += batch.size();
                progress.at(done);
            }
        }
    }

    private void block(INDArray x, INDArray w, INDArray b) {
        add(inBlocks.get(next++), x, w, b);
    }

    private void add(String product, INDArray x, INDArray w, INDArray b) {
        int out = (int) w.size(0);
        int in = (int) w.size(1);
        Moments of = moments.computeIfAbsent(product, name -> new Moments(Math.min(out, in)));
        if (OutputAxes.ofOutputs(out, in)) {
            INDArray y = scratch.get("output." + out, x.length() / in, out);
            kernels.linear().forward(x, w, b, y);
            of.add(kernels.copies().of(y));
        } else {
            of.add(kernels.copies().of(x));
        }
    }
}
