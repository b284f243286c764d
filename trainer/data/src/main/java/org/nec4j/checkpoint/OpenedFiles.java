package org.nec4j.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.Sha256;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.codec.tensor.DType;
import org.nec4j.codec.tensor.SafeTensors;

/**
 * The files of a checkpoint, recognized by their content.
 *
 * @param files      one, or an index and the shards it names
 * @param tensors    by the names that stand in the files
 * @param passedOver classes and functions that are named beside the tensors
 * @param note       which of several models the tensors are, in a sentence
 */
record OpenedFiles(
        List<FileSlice> files, Map<String, TensorSource> tensors, Set<String> passedOver, Optional<String> note) {
    /** What transformers looks for in a folder, in its order. */
    private static final List<String> IN_A_FOLDER = List.of(
            "model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json");

    private static final String INDEX = ".index.json";
    private static final String MAP = "weight_map";
    private static final Pattern SHARD = Pattern.compile(".*-\\d{5}-of-(?!00001)\\d{5}\\.[A-Za-z]+");

    /** An index has a line a tensor. */
    private static final long MAX_INDEX = 64 << 20;

    static OpenedFiles open(Path path) {
        Path file = Files.isDirectory(path) ? inFolder(path) : path;
        if (file.getFileName().toString().endsWith(INDEX)) {
            return sharded(file);
        }
        if (SHARD.matcher(file.getFileName().toString()).matches()) {
            throw new UserException(
                    file + ": is one of several shards; give their index (" + IN_A_FOLDER.get(1) + ") or the folder");
        }
        FileSlice slice = FileSlice.whole(file);
        Set<String> passedOver = new TreeSet<>();
        StateDict found = tensors(slice, passedOver);
        return new OpenedFiles(List.of(slice), found.tensors(), passedOver, found.note());
    }

    /** SHA-256 of all bytes in order, in lower-case hexadecimal digits. */
    String sha256() {
        return sha256(files);
    }

    /**
     * Who says that all the files are whole; nothing where one of them has nobody.
     *
     * @param sha256 of all of them: of one file alone it may be that of a checkpoint that comes with nec4j
     */
    Optional<String> vouching(String sha256) {
        Set<String> who = new TreeSet<>();
        for (FileSlice file : files) {
            Optional<String> one = StatedDigest.vouching(file.file(), sha256);
            if (one.isEmpty()) {
                return one;
            }
            who.add(one.get());
        }
        return Optional.of(String.join(", ", who));
    }

    private static String sha256(List<FileSlice> files) {
        MessageDigest sha = Sha256.begin();
        files.forEach(file -> file.forEachChunk((chunk, at) -> sha.update(chunk)));
        return Sha256.hex(sha);
    }

    private static Path inFolder(Path folder) {
        return IN_A_FOLDER.stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new UserException(folder + ": is a folder without any of "
                        + String.join(", ", IN_A_FOLDER) + "; give the checkpoint file inside it"));
    }

    private static OpenedFiles sharded(Path index) {
        FileSlice text = FileSlice.whole(index);
        if (text.length() > MAX_INDEX) {
            throw new UserException(
                    index + ": has " + text.length() + " bytes, which are too many for an index of shards");
        }
        JsonObject json = JsonObject.parse(new String(text.bytes(), StandardCharsets.UTF_8), index.toString());
        if (!(json.asMap().get(MAP) instanceof Map<?, ?> shardOf) || shardOf.isEmpty()) {
            throw new UserException(
                    index + ": is no index of shards, for it has no " + MAP + "; give the weights' file");
        }
        List<FileSlice> files = new ArrayList<>(List.of(text));
        Set<String> passedOver = new TreeSet<>();
        Map<String, Map<String, TensorSource>> shards = new LinkedHashMap<>();
        Map<String, TensorSource> tensors = new LinkedHashMap<>();
        shardOf.forEach((name, shard) -> {
            if (!(shard instanceof String file) || !file.matches("[^/\\\\:\\p{Cntrl}]+") || file.matches("\\.+")) {
                throw new UserException(index + ": names " + PrintableName.of(String.valueOf(shard))
                        + ", where the name of a file beside it is expected");
            }
            Map<String, TensorSource> held = shards.computeIfAbsent(file, f -> {
                files.add(FileSlice.whole(index.resolveSibling(f)));
                return tensors(files.get(files.size() - 1), passedOver).tensors();
            });
            if (!held.containsKey(name)) {
                throw new UserException(index + ": says that " + PrintableName.of(String.valueOf(name)) + " is in "
                        + PrintableName.of(file) + ", which does not hold it");
            }
            tensors.put((String) name, held.get(name));
        });
        return new OpenedFiles(List.copyOf(files), tensors, passedOver, Optional.empty());
    }

    private static StateDict tensors(FileSlice file, Set<String> passedOver) {
        if (StatedDigest.isStated(file.file())) {
            StatedDigest.require(file.file(), sha256(List.of(file)));
        }
        ByteBuffer head = ByteBuffer.wrap(
                        file.part(0, Math.min(16, file.length())).bytes())
                .order(ByteOrder.LITTLE_ENDIAN);
        if (head.remaining() < 16) {
            throw new UserException(
                    file.file() + ": has " + file.length() + " bytes, which is too few for a checkpoint");
        }
        // A safetensors header is JSON behind its 8-byte length; neither of the other two can have a brace there.
        if (head.get(8) == '{') {
            return new StateDict(safeTensors(file.file()), Optional.empty());
        }
        if (head.getInt(0) == ZipDirectory.LOCAL) {
            return StateDict.find(TorchZip.read(file, passedOver), file);
        }
        if (head.get(0) == (byte) 0x80) {
            return StateDict.find(TorchLegacy.read(file, passedOver), file);
        }
        throw new UserException(file.file() + ": is neither safetensors nor a PyTorch file" + hint(head));
    }

    /** What gives a file of the right name and the wrong content. */
    private static String hint(ByteBuffer head) {
        return switch (head.getInt(0)) {
            case 0x46444889 -> "; it is HDF5, as Keras writes; save the weights as safetensors";
            case 0x46554747 -> "; it is GGUF, quantized weights of a language model";
            default ->
                switch (head.get(0)) {
                    case '<' -> "; it looks like a web page, download the file itself";
                    case 'v' -> "; if it is a Git LFS pointer, fetch the file with git lfs pull";
                    case '{' -> "; it is JSON, give the weights' file beside it";
                    case 0x1f -> "; it is packed with gzip, unpack it first";
                    default -> "";
                };
        };
    }

    private static Map<String, TensorSource> safeTensors(Path file) {
        Map<String, TensorSource> tensors = new LinkedHashMap<>();
        try (SafeTensors open = SafeTensors.openAnyType(file)) {
            for (String name : open.names()) {
                tensors.put(name, new SafeTensor(file, name, open.dtype(name), open.shape(name)));
            }
            open.others().forEach((name, type) -> tensors.put(name, UnreadTensor.ofType(type)));
        }
        if (tensors.isEmpty()) {
            throw new UserException(file + ": holds no tensors");
        }
        return tensors;
    }

    private record SafeTensor(Path file, String name, DType dtype, long[] shape) implements TensorSource {
        @Override
        public long[] shape() {
            return shape.clone();
        }

        @Override
        public float[] floats() {
            try (SafeTensors open = SafeTensors.openAnyType(file)) {
                return open.floats(name);
            }
        }
    }
}
