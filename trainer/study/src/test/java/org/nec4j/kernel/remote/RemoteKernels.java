package org.nec4j.kernel.remote;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.kernel.CopyKernels;
import org.nec4j.kernel.DensityParameters;
import org.nec4j.kernel.Kernels;
import org.nec4j.kernel.MapKernels;
import org.nec4j.kernel.portable.PortableKernels;

/**
 * A backend whose arrays lie in a memory of its own, as a card's would: kernels take their arguments from there and leave their
 * results there, and nothing but the copy kernels moves numbers between it and Java. Who looks at an array in any other way finds
 * NaN, and what is written into one in any other way is lost. The arithmetic is the portable kernels', on arrays of their own.
 */
public final class RemoteKernels {
    private final RemoteMemory memory = new RemoteMemory();
    private final Kernels arithmetic = PortableKernels.because("arithmetic of another memory");
    private final Map<String, Object> groups = new HashMap<>();
    private long calls;

    /** The kernels. */
    public Kernels kernels() {
        return proxy(
                Kernels.class,
                (method, arguments) -> method.getReturnType().isInterface()
                        ? groups.computeIfAbsent(method.getName(), name -> group(method))
                        : method.invoke(arithmetic, arguments));
    }

    /** The kernels but for one group, which goes around this memory. */
    public Kernels kernelsBut(String around, Kernels host) {
        Kernels own = kernels();
        return proxy(
                Kernels.class,
                (method, arguments) -> method.invoke(method.getName().equals(around) ? host : own, arguments));
    }

    /** Kernels called so far. */
    public long calls() {
        return calls;
    }

    private Object group(Method of) {
        return of.getReturnType() == CopyKernels.class ? new Copies() : remote(of);
    }

    private Object remote(Method of) {
        Object portable = invoke(of, arithmetic);
        return proxy(of.getReturnType(), (method, arguments) -> {
            calls++;
            try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
                Staging staging = new Staging();
                Object result = method.invoke(portable, staging.in(arguments));
                staging.out();
                return result;
            }
        });
    }

    private static Object invoke(Method method, Object target) {
        try {
            return method.invoke(target);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Call {
        Object on(Method method, Object[] arguments) throws ReflectiveOperationException;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return call.on(method, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    /** The arguments of one call, copied out of this memory and back; an array that is given twice is one. */
    private final class Staging {
        private final Map<List<Long>, INDArray> staged = new LinkedHashMap<>();
        private final Map<List<Long>, INDArray> handles = new LinkedHashMap<>();

        Object[] in(Object[] arguments) {
            Object[] copies = new Object[arguments.length];
            for (int i = 0; i < arguments.length; i++) {
                copies[i] = in(arguments[i]);
            }
            return copies;
        }

        private Object in(Object argument) {
            if (argument instanceof INDArray array) {
                return in(array);
            }
            if (argument instanceof DensityParameters density) {
                return new DensityParameters(all(density.matrices()), all(density.biases()), all(density.factors()));
            }
            if (argument instanceof MapKernels.Norm norm) {
                return new MapKernels.Norm(
                        in(norm.mean()),
                        in(norm.variance()),
                        in(norm.gain()),
                        in(norm.bias()),
                        norm.eps(),
                        norm.relu());
            }
            return argument;
        }

        private List<INDArray> all(List<INDArray> arrays) {
            List<INDArray> copies = new ArrayList<>();
            arrays.forEach(array -> copies.add(in(array)));
            return copies;
        }

        private INDArray in(INDArray array) {
            List<Long> place = List.of(RemoteMemory.place(array), array.length());
            handles.put(place, array);
            return staged.computeIfAbsent(place, unknown -> Nd4j.createFromArray(memory.read(array)))
                    .reshape('c', array.shape());
        }

        void out() {
            staged.forEach((place, values) -> memory.write(handles.get(place), values.toFloatVector()));
        }
    }

    private final class Copies implements CopyKernels {
        @Override
        public void into(INDArray array, float[] values) {
            memory.write(array, values);
        }

        @Override
        public float[] of(INDArray array) {
            return memory.read(array);
        }

        @Override
        public INDArray array(float[] values, long... shape) {
            try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
                INDArray handle = Nd4j.createFromArray(values).reshape('c', shape);
                memory.write(handle, values);
                return handle;
            }
        }
    }
}
