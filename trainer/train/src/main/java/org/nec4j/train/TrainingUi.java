package org.nec4j.train;

import java.util.ServiceLoader;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nec4j.codec.error.UserException;

/** A page on this machine that shows DL4J's view of a graph while it trains. Lasts as long as the process. */
public interface TrainingUi {
    /**
     * Opens the page, for this machine alone.
     *
     * @param graph whose listeners it joins
     * @param every steps between two looks at the graph's parameters and gradients
     * @param port  to listen on; 0 takes a free one
     * @return the page's address
     * @throws UserException where the port is taken
     */
    String open(ComputationGraph graph, int every, int port);

    /** The page that was built in; throws UserException where none was. */
    static TrainingUi installed() {
        return ServiceLoader.load(TrainingUi.class)
                .findFirst()
                .orElseThrow(() -> new UserException(
                        "DL4J's training UI is not built in, because few need its 35 MB of libraries; nec4j train --ui"
                                + " fetches it, and ./mvnw -Dnec4j.ui package builds it in"));
    }
}
