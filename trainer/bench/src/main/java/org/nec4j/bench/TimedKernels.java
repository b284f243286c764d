package org.nec4j.bench;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.nec4j.kernel.Kernels;

/** Kernels that add up the time spent in those of a transformer: a proxy around each of their groups, which are interfaces all. */
public final class TimedKernels {
    private static final Set<String> OF_A_TRANSFORMER =
            Set.of("linear", "layerNorm", "attention", "pool", "elements", "updates");

    private final Kernels timed;
    private long nanos;

    /** Around these kernels. */
    public TimedKernels(Kernels kernels) {
        Map<String, Object> groups = new HashMap<>();
        timed = (Kernels) Proxy.newProxyInstance(
                Kernels.class.getClassLoader(), new Class<?>[] {Kernels.class}, (proxy, method, arguments) -> {
                    if (!OF_A_TRANSFORMER.contains(method.getName())) {
                        return method.invoke(kernels, arguments);
                    }
                    Object group = groups.get(method.getName());
                    if (group == null) {
                        group = around(method.getReturnType(), method.invoke(kernels));
                        groups.put(method.getName(), group);
                    }
                    return group;
                });
    }

    /** A group of kernels, timed with the others. */
    <T> T around(Class<T> type, Object group) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    long begin = System.nanoTime();
                    try {
                        return method.invoke(group, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        nanos += System.nanoTime() - begin;
                    }
                }));
    }

    /** The kernels, timed. */
    public Kernels kernels() {
        return timed;
    }

    /** Nanoseconds spent in kernels since the beginning. */
    public long nanos() {
        return nanos;
    }
}
