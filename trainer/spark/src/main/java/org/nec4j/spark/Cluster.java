package org.nec4j.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** The cluster, with what executors need and what nobody but the user may say otherwise. */
final class Cluster implements AutoCloseable {
    private static final String EXECUTOR_OPTIONS = "spark.executor.extraJavaOptions";
    private static final String EXECUTOR_CORES = "spark.executor.cores";
    private static final String EXTENSION = "org.bytedeco.javacpp.platform.extension";
    private static final int FIRST_JAVA_WITH_NATIVE_ACCESS = 22;
    private static final int FIRST_JAVA_AGAINST_UNSAFE = 24;

    private final SparkSession session;

    private Cluster(SparkSession session) {
        this.session = session;
    }

    /** Joins the cluster that {@code spark-submit} names; throws UserException where its versions do not run together. */
    static Cluster join(String name) {
        Versions.here().require();
        SparkConf conf = new SparkConf().setAppName(name);
        complete(conf);
        return new Cluster(SparkSession.builder().config(conf).getOrCreate());
    }

    /** Says what the user has left unsaid. */
    static void complete(SparkConf conf) {
        conf.setIfMissing("spark.log.level", "WARN");
        conf.setIfMissing("spark.ui.showConsoleProgress", "false");
        // Numbers do not become smaller by it.
        conf.setIfMissing("spark.broadcast.compress", "false");
        // Arrays lie outside of the heap.
        conf.setIfMissing("spark.executor.memoryOverhead", "2g");
        conf.setIfMissing(EXECUTOR_CORES, "1");
        // A task computes with all cores of its executor: two would take turns.
        conf.setIfMissing("spark.task.cpus", conf.get(EXECUTOR_CORES));
        List<String> options = new ArrayList<>();
        String own = conf.get(EXECUTOR_OPTIONS, "");
        // Beside modules of the user's own: Java takes the option several times.
        if (!own.contains(Executor.VECTOR)) {
            options.add("--add-modules=" + Executor.VECTOR);
        }
        add(options, own, "-Dnec4j.threads=", conf.get(EXECUTOR_CORES));
        add(options, own, "-D" + EXTENSION + "=", System.getProperty(EXTENSION, ""));
        add(options, own, "-Dorg.bytedeco.javacpp.maxbytes=", conf.get("spark.executor.memoryOverhead"));
        add(options, own, "-Dorg.bytedeco.javacpp.maxphysicalbytes=", "0");
        if (Runtime.version().feature() >= FIRST_JAVA_WITH_NATIVE_ACCESS) {
            add(options, own, "--enable-native-access=", "ALL-UNNAMED");
        }
        if (Runtime.version().feature() >= FIRST_JAVA_AGAINST_UNSAFE) {
            add(options, own, "--sun-misc-unsafe-memory-access=", "allow");
        }
        conf.set(EXECUTOR_OPTIONS, (own + " " + String.join(" ", options)).strip());
    }

    private static void add(List<String> options, String own, String option, String value) {
        if (!own.contains(option)) {
            options.add(option + value);
        }
    }

    JavaSparkContext spark() {
        return JavaSparkContext.fromSparkContext(session.sparkContext());
    }

    SparkSession session() {
        return session;
    }

    @Override
    public void close() {
        session.stop();
    }
}
