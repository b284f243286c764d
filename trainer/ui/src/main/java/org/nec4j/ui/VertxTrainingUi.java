package org.nec4j.ui;

import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.nec4j.codec.error.UserException;
import org.nec4j.train.TrainingUi;

/** DL4J's training page: {@code VertxUIServer} with a {@code StatsListener}, statistics in memory. */
public final class VertxTrainingUi implements TrainingUi {
    @Override
    public String open(ComputationGraph graph, int every, int port) {
        LocalServer server = start(port);
        InMemoryStatsStorage statistics = new InMemoryStatsStorage();
        server.attach(statistics);
        graph.addListeners(new StatsListener(statistics, every));
        return "http://" + Loopback.ADDRESS + ":" + server.getPort() + "/train/overview";
    }

    private static LocalServer start(int port) {
        LocalServer server = new LocalServer(port);
        CompletableFuture<String> started = new CompletableFuture<>();
        Vertx vertx = Vertx.vertx();
        vertx.deployVerticle(server, result -> {
            if (result.succeeded()) {
                started.complete(result.result());
            } else {
                started.completeExceptionally(result.cause());
            }
        });
        try {
            started.join();
        } catch (CompletionException e) {
            vertx.close();
            throw new UserException(
                    "DL4J's training UI cannot listen on " + Loopback.ADDRESS + ":" + port + " (" + reason(e)
                            + "); choose another port with --ui-port, 0 for a free one",
                    e);
        }
        return server;
    }

    private static String reason(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
