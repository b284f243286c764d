package org.nec4j.spark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.nec4j.progress.Console;
import org.nec4j.step.BatchGradient;
import org.nec4j.step.BatchWorkers;

/**
 * Executors compute a step's batches: the driver broadcasts the numbers that train, a task computes a batch, and the driver collects all
 * gradients and sums them in the batches' order. Not Spark's {@code treeAggregate}: its sums come in the order in which executors happen to
 * end, and two runs would differ.
 */
final class SparkWorkers implements BatchWorkers {
    /** Steps before anything is timed: executors open the run and compile. */
    private static final int WARM_UP = 2;

    private static final int EMPTY_EXCHANGES = 5;

    private final JavaSparkContext spark;
    private final RemoteRun run;
    private final Console console;
    private final List<ExchangeCost.Step> timed = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private double emptyMillis;
    private int steps;
    private int batchesAStep;
    private long trainable;

    /** @param folder of the run */
    SparkWorkers(JavaSparkContext spark, Path folder, Console console) {
        this.spark = spark;
        this.run = new RemoteRun(
                folder.toAbsolutePath().toString(), UUID.randomUUID().toString());
        this.console = console;
    }

    @Override
    public List<BatchGradient> compute(long step, int batches, float[] parameters) {
        batchesAStep = batches;
        trainable = parameters.length;
        if (steps == WARM_UP) {
            emptyMillis = emptyExchange(batches);
        }
        long begin = System.nanoTime();
        RemoteRun remote = run;
        Broadcast<float[]> sent = spark.broadcast(parameters);
        List<Answer<SentGradient>> answers = spark.parallelize(places(batches), batches)
                .map(place -> remote.compute(step, step * batches + place, sent.value()))
                .collect();
        sent.destroy();
        List<SentGradient> gradients = Answer.values(answers);
        if (steps++ >= WARM_UP) {
            timed.add(new ExchangeCost.Step(
                    (System.nanoTime() - begin) * 1e-6,
                    gradients.stream().mapToLong(SentGradient::nanos).max().orElse(0) * 1e-6,
                    gradients.stream().mapToLong(SentGradient::nanos).sum() * 1e-6));
        }
        Answer.remarks(answers).stream()
                .filter(remark -> !told.contains(remark))
                .forEach(remark -> {
                    told.add(remark);
                    console.say(remark);
                });
        return gradients.stream().map(SentGradient::batch).toList();
    }

    /** What the steps so far spent on computing and on bringing numbers back and forth. */
    ExchangeCost exchange() {
        return new ExchangeCost(timed, emptyMillis, trainable, batchesAStep);
    }

    /** Milliseconds of an exchange of next to nothing. */
    private double emptyExchange(int batches) {
        double[] millis = new double[EMPTY_EXCHANGES];
        for (int i = 0; i < EMPTY_EXCHANGES; i++) {
            long begin = System.nanoTime();
            Broadcast<float[]> sent = spark.broadcast(new float[1]);
            spark.parallelize(places(batches), batches)
                    .map(place -> sent.value()[0])
                    .collect();
            sent.destroy();
            millis[i] = (System.nanoTime() - begin) * 1e-6;
        }
        return ExchangeCost.median(millis);
    }

    private static List<Integer> places(int batches) {
        return IntStream.range(0, batches).boxed().toList();
    }
}
