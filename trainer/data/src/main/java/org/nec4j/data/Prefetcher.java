package org.nec4j.data;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Prepares the next batches on background threads while a step computes. It changes when batches are made, never what they hold.
 *
 * <p>Pixel arrays are used again: a batch is valid until the next call of {@link #next()}. One thread may call it.
 */
public final class Prefetcher implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Batches batches;
    private final long end;
    private final ExecutorService workers;
    private final Deque<Future<Batch>> ahead = new ArrayDeque<>();
    private final LinkedBlockingDeque<float[]> free = new LinkedBlockingDeque<>();
    private float[] lent = new float[0];
    private long submitted;

    /**
     * Begins to prepare batches {@code first}, {@code first + 1}, ... up to but without {@code end}.
     *
     * @param threads background threads, at least 1
     * @param depth batches ready or in the making at most, at least 1
     */
    public Prefetcher(Batches batches, long first, long end, int threads, int depth) {
        if (threads < 1 || depth < 1) {
            throw new IllegalArgumentException(threads + " threads and " + depth + " batches ahead");
        }
        this.batches = batches;
        this.end = end;
        this.submitted = first;
        this.workers = Executors.newFixedThreadPool(threads, Prefetcher::thread);
        for (int i = 0; i < depth; i++) {
            submit();
        }
    }

    /** Whether another batch follows. */
    public boolean hasNext() {
        return !ahead.isEmpty();
    }

    /**
     * The next batch; waits until it is ready. What went wrong while making it is thrown as it was.
     *
     * @throws java.util.NoSuchElementException after the last batch
     */
    public Batch next() {
        Future<Batch> future = ahead.remove();
        if (lent.length > 0) {
            free.addFirst(lent);
            lent = new float[0];
        }
        try {
            Batch batch = future.get();
            lent = batch.pixels();
            submit();
            return batch;
        } catch (ExecutionException e) {
            close();
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a batch", e);
        }
    }

    /** Stops the background threads and waits for them, a few seconds at most. */
    @Override
    public void close() {
        ahead.clear();
        workers.shutdownNow();
        try {
            workers.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void submit() {
        if (submitted < end) {
            long step = submitted++;
            ahead.add(workers.submit(() -> batches.batch(step, this::array)));
        }
    }

    private float[] array(int length) {
        float[] array = free.pollFirst();
        return array != null && array.length == length ? array : new float[length];
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "prefetch-" + COUNT.getAndIncrement());
        thread.setDaemon(true);
        return thread;
    }
}
