package org.nec4j.spark;

import java.util.Optional;
import org.nec4j.backend.Backend;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known of the virtual machine that a task runs in. */
final class Executor {
    /** The module that kernels are written with. */
    static final String VECTOR = "jdk.incubator.vector";

    private static final Logger LOG = LoggerFactory.getLogger(Executor.class);

    /** Said once a virtual machine, in its log. */
    private static final Optional<String> REMARK = look();

    private Executor() {}

    /** What makes it slow, in a sentence; nothing where nothing does. */
    static Optional<String> remark() {
        return REMARK;
    }

    private static Optional<String> look() {
        LOG.info("{}", Backend.sentence());
        Optional<String> remark = remark(ModuleLayer.boot());
        remark.ifPresent(LOG::warn);
        return remark;
    }

    /** Of a virtual machine with these modules. Executors of Spark 4 are started with the Vector module; drivers of local masters may lack it. */
    static Optional<String> remark(ModuleLayer modules) {
        if (modules.findModule(VECTOR).isPresent()) {
            return Optional.empty();
        }
        return Optional.of("Executors run without Java's Vector module and compute several times slower; give them"
                + " spark.executor.extraJavaOptions=--add-modules=" + VECTOR
                + " (in local mode --driver-java-options, too).");
    }
}
