package org.nec4j.ui;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.deeplearning4j.ui.VertxUIServer;

/** DL4J's server, listening on the loopback address only. */
final class LocalServer extends VertxUIServer {
    private final int port;

    LocalServer(int port) {
        this.port = port;
    }

    @Override
    public void init(Vertx vertx, Context context) {
        super.init(Loopback.of(vertx, port), context);
    }
}
