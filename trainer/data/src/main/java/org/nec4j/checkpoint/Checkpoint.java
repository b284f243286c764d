package org.nec4j.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.tensor.DType;
import org.nec4j.codec.tensor.SafeTensors;

/**
 * A file of trained tensors under the names of facebookresearch/mae, whatever wrote it: safetensors, or torch.save in its present
 * (ZIP) and its old format, with the key styles of {@link KeyStyle}. Numbers are read from the disk when asked for, by several
 * threads at once if they like; nothing has to be closed.
 */
public final class Checkpoint {
    /** Whole numbers up to here are exact in float32. */
    private static final int EXACT = 1 << 24;

    private final Path path;
    private final String sha256;
    private final KeyStyle keyStyle;
    private final Map<String, TensorSource> tensors;

    private Checkpoint(Path path, String sha256, KeyStyle keyStyle, Map<String, TensorSource> tensors) {
        this.path = path;
        this.sha256 = sha256;
        this.keyStyle = keyStyle;
        this.tensors = tensors;
    }

    /**
     * Opens a checkpoint and recognises it by its content. State dicts are found inside the wrappers of training scripts
     * ({@code model}, {@code state_dict}, a {@code module.} before every name). Throws {@link UserException} for a file that is
     * missing, damaged, of another kind, of another digest than a file {@code NAME.sha256} beside it states, or that asks for more than
     * tensors and plain values.
     */
    public static Checkpoint read(Path path) {
        FileSlice file = FileSlice.whole(path);
        String sha256 = digest(file);
        StatedDigest.require(path, sha256);
        Map<String, TensorSource> named = named(file);
        return new Checkpoint(path, sha256, CanonicalNames.style(named), CanonicalNames.of(named, file));
    }

    /** The tensors' names, in the file's order. */
    public Set<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
    }

    public boolean contains(String name) {
        return tensors.containsKey(name);
    }

    /** The tensor's sizes, empty for a scalar; throws {@link UserException} where there is no such tensor. */
    public long[] shape(String name) {
        return tensor(name).shape();
    }

    /** How the file stores the tensor's elements. */
    public DType dtype(String name) {
        return tensor(name).dtype();
    }

    /**
     * The tensor's numbers in row-major order, as a new array: F64 and integers beyond 2^24 are rounded to nearest, F16 and BF16
     * are exact, BOOL gives 0 and 1.
     */
    public float[] floats(String name) {
        return tensor(name).floats();
    }

    /** As {@link #floats}, of a tensor of whole numbers of at most 2^24 in magnitude; throws {@link UserException} for others. */
    public int[] ints(String name) {
        float[] floats = floats(name);
        int[] ints = new int[floats.length];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = (int) floats[i];
            if (ints[i] != floats[i] || Math.abs(ints[i]) > EXACT) {
                throw new UserException(path + ": tensor " + name + " holds " + floats[i]
                        + " where whole numbers of at most 2^24 are needed");
            }
        }
        return ints;
    }

    /**
     * Makes sure that the file holds exactly these tensors (name to shape). Throws {@link UserException} with every missing,
     * surplus and wrongly shaped tensor, one a line.
     */
    public void require(Map<String, long[]> shapes) {
        require(TensorExpectation.of(shapes));
    }

    /** As {@link #require(Map)}, with room for differences; gives the names of the optional tensors that are absent. */
    public Set<String> require(TensorExpectation expectation) {
        return expectation.check(this);
    }

    /** The file it was read from. */
    public Path path() {
        return path;
    }

    /** The file's SHA-256, in lower-case hexadecimal digits. */
    public String sha256() {
        return sha256;
    }

    /** How the file names its tensors. */
    public KeyStyle keyStyle() {
        return keyStyle;
    }

    @Override
    public String toString() {
        return path + " (" + tensors.size() + " tensors, " + keyStyle + ")";
    }

    private TensorSource tensor(String name) {
        return Optional.ofNullable(tensors.get(name))
                .orElseThrow(() -> new UserException(path + ": has no tensor " + name));
    }

    private static Map<String, TensorSource> named(FileSlice file) {
        ByteBuffer head = ByteBuffer.wrap(
                        file.part(0, Math.min(16, file.length())).bytes())
                .order(ByteOrder.LITTLE_ENDIAN);
        if (head.remaining() < 16) {
            throw new UserException(
                    file.file() + ": has " + file.length() + " bytes, which is too few for a checkpoint");
        }
        // A safetensors header is JSON behind its 8-byte length; neither of the other two can have a brace there.
        if (head.get(8) == '{') {
            return safeTensors(file.file());
        }
        if (head.getInt(0) == ZipDirectory.LOCAL) {
            return StateDict.find(TorchZip.read(file), file);
        }
        if (head.get(0) == (byte) 0x80) {
            return StateDict.find(TorchLegacy.read(file), file);
        }
        throw new UserException(file.file() + ": is neither safetensors nor a PyTorch file" + hint(head.get(0)));
    }

    /** The two mistakes that give a file of the right name and the wrong content. */
    private static String hint(byte first) {
        return switch (first) {
            case '<' -> "; it looks like a web page, download the file itself";
            case 'v' -> "; if it is a Git LFS pointer, fetch the file with git lfs pull";
            default -> "";
        };
    }

    private static Map<String, TensorSource> safeTensors(Path file) {
        Map<String, TensorSource> tensors = new LinkedHashMap<>();
        try (SafeTensors open = SafeTensors.open(file)) {
            for (String name : open.names()) {
                tensors.put(name, new SafeTensor(file, name, open.dtype(name), open.shape(name)));
            }
        }
        if (tensors.isEmpty()) {
            throw new UserException(file + ": holds no tensors");
        }
        return tensors;
    }

    private static String digest(FileSlice file) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            file.forEachChunk((chunk, at) -> sha.update(chunk));
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private record SafeTensor(Path file, String name, DType dtype, long[] shape) implements TensorSource {
        @Override
        public long[] shape() {
            return shape.clone();
        }

        @Override
        public float[] floats() {
            try (SafeTensors open = SafeTensors.open(file)) {
                return open.floats(name);
            }
        }
    }
}
