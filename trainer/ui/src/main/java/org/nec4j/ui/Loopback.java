package org.nec4j.ui;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Keeps a server that says only which port it wants from listening to the whole network, which Vert.x takes that for: its servers
 * listen on the loopback address.
 */
final class Loopback {
    static final String ADDRESS = "127.0.0.1";

    private Loopback() {}

    /** A Vert.x whose HTTP servers listen on {@value #ADDRESS} at this port, whatever port they ask for; 0 takes a free one. */
    static Vertx of(Vertx vertx, int port) {
        return proxy(Vertx.class, (self, method, arguments) -> {
            Object result = call(vertx, method, arguments);
            return result instanceof HttpServer server ? of(server, port) : result;
        });
    }

    private static HttpServer of(HttpServer server, int port) {
        return proxy(HttpServer.class, (self, method, arguments) -> {
            boolean listens = method.getName().equals("listen");
            Object result = listens && method.getParameterCount() == 2 && method.getParameterTypes()[0] == int.class
                    ? call(
                            server,
                            HttpServer.class.getMethod(
                                    "listen", int.class, String.class, method.getParameterTypes()[1]),
                            port,
                            ADDRESS,
                            arguments[1])
                    : call(server, refused(method, listens), arguments);
            return result == server ? self : result;
        });
    }

    /** The other ways to listen are not used; were they, the server had better not start than listen everywhere. */
    private static Method refused(Method method, boolean listens) {
        if (listens) {
            throw new UnsupportedOperationException(method + " could listen to the network");
        }
        return method;
    }

    private static Object call(Object target, Method method, Object... arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, java.lang.reflect.InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
