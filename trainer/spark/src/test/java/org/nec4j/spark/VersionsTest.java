package org.nec4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.nec4j.codec.error.UserException;

class VersionsTest {
    @Test
    void refuseASparkThatIsTooOldForTheJava() {
        assertThatThrownBy(() -> new Versions("4.1.3", "3.4.2", 25).require())
                .isInstanceOf(UserException.class)
                .hasMessage(
                        "Spark 4.1.3 is too old for Java 25: its Hadoop 3.4.2 runs on Java 17 to 23; use Spark 4.2 or"
                                + " newer, or set JAVA_HOME to an older Java.");
        assertThatThrownBy(() -> new Versions("3.5.9", "3.3.4", 17).require())
                .isInstanceOf(UserException.class)
                .hasMessageContaining("Spark 3.5.9 is too old");
    }

    @Test
    void takeWhatRunsTogether() {
        assertThatCode(() -> new Versions("4.1.3", "3.4.2", 17).require()).doesNotThrowAnyException();
        assertThatCode(() -> new Versions("4.2.0", "3.5.0", 25).require()).doesNotThrowAnyException();
        assertThatCode(() -> new Versions("4.4.0-SNAPSHOT", "4.0.0-rc1", 25).require())
                .doesNotThrowAnyException();
    }

    @Test
    void areThoseThatTheModuleIsBuiltWith() {
        assertThatCode(() -> Versions.here().require()).doesNotThrowAnyException();
    }

    @Test
    void ofAClusterGetWhatExecutorsNeedAndLeaveTheRestToTheUser() {
        SparkConf conf = new SparkConf(false)
                .set("spark.executor.cores", "4")
                .set("spark.executor.extraJavaOptions", "-Dnec4j.threads=2 -Dmine=1");

        Cluster.complete(conf);

        assertThat(conf.get("spark.task.cpus")).isEqualTo("4");
        assertThat(conf.get("spark.executor.extraJavaOptions"))
                .startsWith("-Dnec4j.threads=2 -Dmine=1 --add-modules=jdk.incubator.vector ")
                .doesNotContain("threads=4");
    }

    @Test
    void ofAClusterGetTheVectorModuleBesideModulesOfTheUsersOwn() {
        SparkConf conf = new SparkConf(false).set("spark.executor.extraJavaOptions", "--add-modules=java.sql");
        SparkConf named =
                new SparkConf(false).set("spark.executor.extraJavaOptions", "--add-modules jdk.incubator.vector");

        Cluster.complete(conf);
        Cluster.complete(named);

        assertThat(conf.get("spark.executor.extraJavaOptions"))
                .startsWith("--add-modules=java.sql --add-modules=jdk.incubator.vector ");
        assertThat(named.get("spark.executor.extraJavaOptions")).containsOnlyOnce("jdk.incubator.vector");
    }
}
