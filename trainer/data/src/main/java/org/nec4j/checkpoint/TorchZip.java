package org.nec4j.checkpoint;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nec4j.codec.error.UserException;

/** The format of torch.save since PyTorch 1.6: a ZIP archive of one pickle and one file of raw bytes a storage. */
final class TorchZip {
    private static final String PICKLE = "/data.pkl";

    private TorchZip() {}

    /** What was saved; throws {@link UserException}. What is passed over is added to the set. */
    static Object read(FileSlice file, Set<String> passedOver) {
        ZipDirectory directory = ZipDirectory.open(file);
        refuseOthers(directory.names(), file);
        Map<String, FileSlice> entries = directory.stored();
        String pickle = entries.keySet().stream()
                .filter(name -> name.endsWith(PICKLE))
                .findFirst()
                .orElseThrow(() -> new UserException(
                        file.file() + ": is a ZIP archive but no PyTorch file, there is no data.pkl inside"));
        String folder = pickle.substring(0, pickle.length() - PICKLE.length() + 1);
        TorchReferences references =
                new TorchReferences(byteOrder(Optional.ofNullable(entries.get(folder + "byteorder"))));
        PickleInput in = new PickleInput(entries.get(pickle));
        Object saved = Unpickler.read(in, references);
        passedOver.addAll(in.passedOver());
        references.storages().forEach((key, storage) -> {
            FileSlice bytes = entries.get(folder + "data/" + key);
            if (bytes == null || bytes.length() < storage.length()) {
                throw entries.get(pickle)
                        .damaged(
                                "storage " + PrintableName.of(key) + " with its " + storage.length()
                                        + " bytes is missing from the archive of the pickle",
                                0);
            }
            storage.locate(bytes);
        });
        return saved;
    }

    /** Archives that programs write for other ends, by what only they hold. */
    private static void refuseOthers(Set<String> names, FileSlice file) {
        if (names.stream().anyMatch(name -> name.endsWith("/constants.pkl") || name.contains("/code/__torch__"))) {
            throw new UserException(
                    file.file() + ": is a TorchScript program (torch.jit.save), not its weights; in PyTorch, save"
                            + " torch.jit.load(FILE).state_dict() with torch.save");
        }
        if (names.stream().anyMatch(name -> name.endsWith("archive_format"))) {
            throw new UserException(
                    file.file() + ": is an exported PyTorch program (torch.export), not its weights; in PyTorch, save"
                            + " torch.export.load(FILE).state_dict with torch.save");
        }
        if (!names.isEmpty() && names.stream().allMatch(name -> name.endsWith(".npy"))) {
            throw new UserException(file.file() + ": is a NumPy archive (.npz); save its arrays as safetensors");
        }
    }

    private static ByteOrder byteOrder(Optional<FileSlice> entry) {
        // Files of before PyTorch 2.1 carry no marker; nearly all were written on little-endian machines.
        if (entry.isEmpty()) {
            return ByteOrder.LITTLE_ENDIAN;
        }
        FileSlice marker = entry.get();
        String order = marker.length() > 6 ? "" : new String(marker.bytes(), StandardCharsets.US_ASCII);
        return switch (order) {
            case "little" -> ByteOrder.LITTLE_ENDIAN;
            case "big" -> ByteOrder.BIG_ENDIAN;
            default -> throw marker.damaged("the byte order is neither little nor big", 0);
        };
    }
}
