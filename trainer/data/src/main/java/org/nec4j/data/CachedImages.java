package org.nec4j.data;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Keeps decoded images in memory up to a budget. Images beyond the budget are decoded each time; results never depend on the budget.
 */
public final class CachedImages extends OtherImages {
    private final long budget;
    private final AtomicLong used = new AtomicLong();
    private final AtomicReferenceArray<Picture> cache;

    /**
     * An empty cache over {@code images}.
     *
     * @param budget bytes of samples to keep at most
     */
    public CachedImages(ImageSource images, long budget) {
        super(images);
        this.budget = budget;
        this.cache = new AtomicReferenceArray<>(images.size());
    }

    /** Bytes of samples kept now. */
    public long used() {
        return used.get();
    }

    @Override
    public Picture image(int index) {
        Picture kept = cache.get(index);
        if (kept != null) {
            return kept;
        }
        Picture image = images.image(index);
        long bytes = image.bytes();
        if (used.addAndGet(bytes) > budget || !cache.compareAndSet(index, null, image)) {
            used.addAndGet(-bytes);
        }
        return image;
    }
}
