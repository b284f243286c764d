package org.nec4j.checkpoint;

import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.nec4j.checkpoint.PickleValue.Inert;
import org.nec4j.checkpoint.PickleValue.None;
import org.nec4j.checkpoint.PickleValue.StorageClass;

/** The storages of one file, by key: each is made when the pickle first names it. */
final class TorchReferences implements Unpickler.References {
    private final ByteOrder order;
    private final Map<String, TorchStorage> storages = new HashMap<>();

    TorchReferences(ByteOrder order) {
        this.order = order;
    }

    Map<String, TorchStorage> storages() {
        return storages;
    }

    /**
     * ("storage", class, key, device, elements) and, in the legacy format, a view (key, first element, elements) or None; also
     * ("module", class, file, source), by which that format names a network's class.
     */
    @Override
    public Object resolve(Tuple id) {
        if (id.size() > 1 && "module".equals(id.at(0)) && id.at(1) instanceof Inert) {
            return id.at(1);
        }
        if (id.size() < 5
                || !"storage".equals(id.at(0))
                || !(id.at(1) instanceof StorageClass type)
                || !isKey(id.at(2))
                || !(id.at(4) instanceof Long elements)) {
            throw new IllegalArgumentException(
                    "a storage is named by something else than (storage, class, key, device, size)");
        }
        String key = id.at(2).toString();
        long length = bytes(elements, type);
        TorchStorage storage =
                storages.computeIfAbsent(key, k -> new TorchStorage(k, type.elementBytes(), length, order));
        if (storage.length() != length) {
            throw new IllegalArgumentException("storage " + PrintableName.of(key) + " has two sizes");
        }
        return id.size() > 5 && id.at(5) != None.NONE
                ? view(storage, type, id.at(5))
                : new TorchStorage.View(storage, 0, length, type);
    }

    private static TorchStorage.View view(TorchStorage storage, StorageClass type, Object view) {
        if (view instanceof Tuple range
                && range.size() == 3
                && range.at(1) instanceof Long first
                && range.at(2) instanceof Long elements) {
            long start = bytes(first, type);
            long length = bytes(elements, type);
            if (start <= storage.length() - length) {
                return new TorchStorage.View(storage, start, length, type);
            }
        }
        throw new IllegalArgumentException("a storage's view leaves the storage");
    }

    private static long bytes(long elements, StorageClass type) {
        if (elements < 0 || elements > Long.MAX_VALUE / 16) {
            throw new IllegalArgumentException("a storage claims " + elements + " elements");
        }
        return elements * type.elementBytes();
    }

    /** The storage of that key, if a tensor has named it. */
    Optional<TorchStorage> find(Object key) {
        return isKey(key) ? Optional.ofNullable(storages.get(key.toString())) : Optional.empty();
    }

    /** Keys are texts; the first releases of PyTorch used numbers. */
    private static boolean isKey(Object key) {
        return key instanceof String || key instanceof Long;
    }
}
