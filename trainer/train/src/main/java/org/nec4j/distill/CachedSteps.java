package org.nec4j.distill;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.data.Batch;
import org.nec4j.data.RandomStreams;
import org.nec4j.kernel.CopyKernels;
import org.nec4j.nn.Scratch;
import org.nec4j.step.KnownImages;
import org.nec4j.vit.VitShape;

/**
 * What steps see of cached images: each image of an epoch under a symmetry drawn from (seed, epoch, image). Arrays are used again by the
 * next call.
 */
public final class CachedSteps implements KnownImages {
    private final TeacherCache cache;
    private final VitShape shape;
    private final RandomStreams streams;
    private final long perEpoch;
    private final CopyKernels copies;
    private final Scratch scratch = new Scratch();

    /**
     * Over a cache.
     *
     * @param perEpoch batches of an epoch
     */
    public CachedSteps(TeacherCache cache, VitShape shape, long seed, long perEpoch, CopyKernels copies) {
        this.cache = cache;
        this.shape = shape;
        this.streams = new RandomStreams(seed);
        this.perEpoch = perEpoch;
        this.copies = copies;
    }

    @Override
    public Known of(Batch batch) {
        int b = batch.size();
        INDArray below = scratch.get("cached.tokens", b, (long) shape.prefix() + shape.patches(), shape.dim());
        INDArray wanted = scratch.get("cached.embeddings", b, 1L + shape.patches(), shape.dim());
        float[] tokens = new float[Math.toIntExact(below.length())];
        float[] embeddings = new float[Math.toIntExact(wanted.length())];
        long epoch = batch.step() / perEpoch;
        for (int i = 0; i < b; i++) {
            int image = batch.index()[i];
            int symmetry = (int) (streams.augmentation(epoch, image).uniform(0) * cache.symmetries());
            TeacherCache.Entry entry = cache.read(image, Math.min(symmetry, cache.symmetries() - 1));
            System.arraycopy(entry.tokens(), 0, tokens, i * entry.tokens().length, entry.tokens().length);
            System.arraycopy(entry.embedding(), 0, embeddings, i * entry.embedding().length, entry.embedding().length);
        }
        copies.into(below, tokens);
        copies.into(wanted, embeddings);
        return new Known(below, wanted);
    }
}
