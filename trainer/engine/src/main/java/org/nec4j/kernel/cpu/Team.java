package org.nec4j.kernel.cpu;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A few threads that share the parts of one job at a time, the caller among them. Between jobs they spin briefly, because the
 * next kernel mostly follows at once and waking a parked thread costs as much as a small kernel; then they park. On a crowded machine
 * nobody spins.
 */
final class Team {
    /** How long an idle thread spins: longer than the pauses between the kernels of a block, short enough to cost nothing. */
    private static final long SPIN_NANOS = 100_000;

    private static Optional<Team> shared = Optional.empty();

    private static final int SPINS = 10_000;

    private final Crowding crowding = Crowding.here();
    private final ReentrantLock turn = new ReentrantLock();
    private final Worker[] workers;
    private volatile Job current = new Job(0, part -> {});

    /** Part number part of a job. */
    interface Part {
        void run(int part);
    }

    /** @param threads how many work at once, the caller included */
    Team(int threads) {
        workers = new Worker[threads - 1];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Worker(i + 1);
            workers[i].start();
        }
    }

    /** The team of all kernels in this process, of as many threads as {@link Threads} says. */
    static synchronized Team shared() {
        if (shared.isEmpty()) {
            shared = Optional.of(new Team(Threads.askedFor()));
        }
        return shared.get();
    }

    int threads() {
        return workers.length + 1;
    }

    /**
     * Runs parts 0 to parts - 1, in any order and on any thread, and returns when all are done. A caller who finds the team busy
     * does all parts alone.
     */
    void run(int parts, Part work) {
        if (parts <= 1 || workers.length == 0 || turn.isHeldByCurrentThread() || !turn.tryLock()) {
            for (int part = 0; part < parts; part++) {
                work.run(part);
            }
            return;
        }
        try {
            Job job = new Job(parts, work);
            current = job;
            for (int i = 0; i < Math.min(workers.length, parts - 1); i++) {
                if (workers[i].parked) {
                    LockSupport.unpark(workers[i]);
                }
            }
            job.work();
            job.join(crowding.isCrowded() ? 0 : SPINS);
        } finally {
            turn.unlock();
        }
    }

    private static final class Job {
        private final int parts;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private Part work;

        Job(int parts, Part work) {
            this.parts = parts;
            this.work = work;
        }

        void work() {
            for (int part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) {
                try {
                    work.run(part);
                } catch (Throwable thrown) {
                    failure.compareAndSet(null, thrown);
                }
                done.incrementAndGet();
            }
        }

        void join(int most) {
            for (int spins = 0; done.get() < parts; spins++) {
                if (spins < most) {
                    Thread.onSpinWait();
                } else {
                    Thread.yield();
                }
            }
            // A worker that comes late finds no part left and never looks at the work; the arrays it names may go.
            work = null;
            Throwable thrown = failure.get();
            if (thrown instanceof RuntimeException exception) {
                throw exception;
            }
            if (thrown != null) {
                throw new IllegalStateException("a kernel failed", thrown);
            }
        }
    }

    private final class Worker extends Thread {
        private volatile boolean parked;

        Worker(int number) {
            super("nec4j-kernel-" + number);
            setDaemon(true);
        }

        @Override
        public void run() {
            Job last = null;
            while (true) {
                Job job = awaitOtherThan(last);
                job.work();
                last = job;
            }
        }

        private Job awaitOtherThan(Job last) {
            long spin = crowding.isCrowded() ? 0 : SPIN_NANOS;
            long start = System.nanoTime();
            while (current == last) {
                if (System.nanoTime() - start < spin) {
                    Thread.onSpinWait();
                } else {
                    parked = true;
                    if (current == last) {
                        LockSupport.park(Team.this);
                    }
                    parked = false;
                }
            }
            return current;
        }
    }
}
