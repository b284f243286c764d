package org.nec4j.checkpoint;

import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;
import org.nec4j.codec.error.UserException;

/**
 * The format of torch.save before PyTorch 1.6: pickles of a magic number, a version, the machine, the object and the storages'
 * keys, then the storages' bytes. The bytes are little-endian whatever the machine was.
 */
final class TorchLegacy {
    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final long VERSION = 1001;

    private TorchLegacy() {}

    /** What was saved; throws {@link UserException}. What is passed over is added to the set. */
    static Object read(FileSlice file, Set<String> passedOver) {
        PickleInput in = new PickleInput(file);
        Unpickler.References none = id -> {
            throw new IllegalArgumentException("the header refers to a storage");
        };
        if (!MAGIC.equals(Unpickler.read(in, none))) {
            throw new UserException(
                    file.file() + ": is a pickle but no PyTorch file; save the model's state dict with torch.save");
        }
        if (!Long.valueOf(VERSION).equals(Unpickler.read(in, none))) {
            throw in.damaged("the legacy format's version is not " + VERSION);
        }
        Unpickler.read(in, none);
        TorchReferences references = new TorchReferences(ByteOrder.LITTLE_ENDIAN);
        Object saved = Unpickler.read(in, references);
        if (!(Unpickler.read(in, none) instanceof List<?> keys)) {
            throw in.damaged("the list of storages is missing");
        }
        for (Object key : keys) {
            locate(key, references, in, file);
        }
        references.storages().forEach((key, storage) -> {
            if (!storage.isLocated()) {
                throw in.damaged("storage " + PrintableName.of(key) + " has no bytes");
            }
        });
        passedOver.addAll(in.passedOver());
        return saved;
    }

    private static void locate(Object key, TorchReferences references, PickleInput in, FileSlice file) {
        TorchStorage storage = references
                .find(key)
                .filter(named -> !named.isLocated())
                .orElseThrow(() -> in.damaged("the list of storages does not match the tensors"));
        if (in.i64() != storage.length() / storage.elementBytes()) {
            throw in.damaged("a storage's size is not what its tensors were told");
        }
        long start = in.position();
        in.skip(storage.length());
        storage.locate(file.part(start, storage.length()));
    }
}
