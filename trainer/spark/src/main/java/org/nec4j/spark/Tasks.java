package org.nec4j.spark;

import java.io.Serializable;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

/** Runs the tasks of a job. */
final class Tasks {
    private Tasks() {}

    /** All answers in order; tells how many are there, and what slows executors down. */
    static <T extends Serializable> List<Answer<T>> collect(
            JavaSparkContext spark, JavaRDD<Answer<T>> tasks, String words, String unit, Console console) {
        try (Progress progress = console.progress(words, tasks.getNumPartitions(), unit)) {
            AtomicInteger done = new AtomicInteger();
            SparkListener listener = new SparkListener() {
                @Override
                public void onTaskEnd(SparkListenerTaskEnd task) {
                    if (task.taskInfo().successful() && task.taskType().equals("ResultTask")) {
                        progress.at(done.incrementAndGet());
                    }
                }
            };
            spark.sc().addSparkListener(listener);
            try {
                List<Answer<T>> answers = tasks.collect();
                Answer.remarks(answers).forEach(console::say);
                return answers;
            } finally {
                spark.sc().removeSparkListener(listener);
            }
        }
    }
}
