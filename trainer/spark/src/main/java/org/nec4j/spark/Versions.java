package org.nec4j.spark;

import org.apache.hadoop.util.VersionInfo;
import org.nec4j.codec.error.UserException;

/**
 * What runs together.
 *
 * @param spark  its version, such as 4.2.0
 * @param hadoop the version of the Hadoop that it brings
 * @param java   major version
 */
record Versions(String spark, String hadoop, int java) {
    private static final int OLDEST_SPARK = 4;

    /** Hadoop before 3.5 asks Java for its security manager, which has been gone since. */
    private static final int FIRST_JAVA_WITHOUT_SUBJECTS = 24;

    private static final int[] FIRST_HADOOP_WITHOUT_SUBJECTS = {3, 5};

    /** Of this process. */
    static Versions here() {
        return new Versions(
                org.apache.spark.package$.MODULE$.SPARK_VERSION(),
                VersionInfo.getVersion(),
                Runtime.version().feature());
    }

    /** Throws UserException where they do not run together. */
    void require() {
        if (number(spark, 0) < OLDEST_SPARK) {
            throw new UserException(
                    "Spark " + spark + " is too old, nec4j-spark runs on Spark " + OLDEST_SPARK + ".0 and newer.");
        }
        if (java >= FIRST_JAVA_WITHOUT_SUBJECTS && isOld(hadoop)) {
            throw new UserException("Spark " + spark + " is too old for Java " + java + ": its Hadoop " + hadoop
                    + " runs on Java 17 to 23; use Spark 4.2 or newer, or set JAVA_HOME to an older Java.");
        }
    }

    private static boolean isOld(String hadoop) {
        int major = number(hadoop, 0);
        return major < FIRST_HADOOP_WITHOUT_SUBJECTS[0]
                || major == FIRST_HADOOP_WITHOUT_SUBJECTS[0] && number(hadoop, 1) < FIRST_HADOOP_WITHOUT_SUBJECTS[1];
    }

    private static int number(String version, int place) {
        String[] parts = version.split("[^0-9]+");
        return place < parts.length && !parts[place].isEmpty() ? Integer.parseInt(parts[place]) : 0;
    }
}
