package org.nec4j.checkpoint;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.tensor.DType;

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
    private final Optional<String> vouching;
    private final KeyStyle keyStyle;
    private final Map<String, TensorSource> tensors;
    private final Map<String, String> unread;
    private final Optional<String> note;
    private final List<String> passedOver;

    private Checkpoint(Path path, OpenedFiles opened, FileSlice file) {
        VisionTower tower = VisionTower.of(NamePrefixes.withoutMarks(opened.tensors()), file);
        NamePrefixes names = NamePrefixes.of(tower.style().isPresent() ? tower.tensors() : opened.tensors());
        this.path = path;
        this.sha256 = opened.sha256();
        this.vouching = opened.vouching(sha256);
        this.keyStyle = tower.style().orElseGet(() -> CanonicalNames.style(names.tensors()));
        Map<String, TensorSource> all = CanonicalNames.of(names.tensors(), file);
        this.tensors = new LinkedHashMap<>();
        this.unread = new LinkedHashMap<>();
        all.forEach((name, tensor) -> {
            if (tensor instanceof UnreadTensor inert) {
                unread.put(name, inert.why());
            } else {
                tensors.put(name, tensor);
            }
        });
        if (tensors.isEmpty() && !unread.isEmpty()) {
            throw refusal(unread.keySet().iterator().next());
        }
        this.note = Stream.of(opened.note(), tower.note().or(names::note))
                .flatMap(Optional::stream)
                .reduce((one, other) -> one + "; " + other);
        this.passedOver = List.copyOf(opened.passedOver());
    }

    /**
     * Opens a checkpoint and recognizes it by its content: one file, several with the index that Hugging Face writes beside them, or the
     * folder that these lie in. State dicts are found inside the wrappers of training scripts ({@code model}, {@code state_dict}, a
     * {@code module.} or {@code _orig_mod.} before every name); objects of other kinds beside them are passed over, and so are tensors in
     * forms that are not read (complex, sparse, quantized), as long as nothing asks for them; nothing in a file is executed. Throws {@link UserException} for a file that is missing, damaged, of another kind, or of another
     * digest than a file {@code NAME.sha256} beside it states.
     */
    public static Checkpoint read(Path path) {
        OpenedFiles opened = OpenedFiles.open(path);
        return new Checkpoint(path, opened, opened.files().get(0));
    }

    private Checkpoint(Checkpoint from, Map<String, TensorSource> tensors) {
        this.path = from.path;
        this.sha256 = from.sha256;
        this.vouching = from.vouching;
        this.keyStyle = from.keyStyle;
        this.tensors = tensors;
        this.unread = from.unread;
        this.note = from.note;
        this.passedOver = from.passedOver;
    }

    /**
     * This checkpoint with the blocks of a plain ViT, which compute the same: layer scale (Touvron et al., arXiv 2103.17239) is multiplied
     * into a block's last products, biases that a model does without are zeros, tokens that belong to no patch are called {@code reg_token}.
     */
    public Checkpoint asPlainVit() {
        unread.keySet().stream().filter(PlainBlocks::concerns).findFirst().ifPresent(name -> {
            throw refusal(name);
        });
        return new Checkpoint(this, PlainBlocks.of(tensors));
    }

    /** What of the tensors' names was taken off, in a sentence; nothing where they stand in the file as they are read. */
    public Optional<String> note() {
        return note.map(taken -> path.getFileName() + ": " + taken + ".");
    }

    /** Who says that the file is whole (a file NAME.sha256 beside it, or nec4j), in words; nothing where no digest is known to compare with. */
    public Optional<String> vouching() {
        return vouching;
    }

    /** Classes and functions that the file names beside its tensors, sorted; they became nothing. */
    public List<String> passedOver() {
        return passedOver;
    }

    /** The names of tensors in forms that are not read, in the file's order: each is refused where it is asked for. */
    public Set<String> unread() {
        return Collections.unmodifiableSet(unread.keySet());
    }

    /** The tensors' names, in the file's order. */
    public Set<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
    }

    /** Whether there is such a tensor; throws {@link UserException} where it is there in a form that is not read. */
    public boolean contains(String name) {
        if (unread.containsKey(name)) {
            throw refusal(name);
        }
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

    /**
     * As {@link #floats}, of a tensor that a model is made of; throws {@link UserException} where a number is none or infinite.
     *
     * @param axis what the first axis counts, such as "channel"
     */
    public float[] finite(String name, String axis) {
        float[] floats = floats(name);
        long[] shape = shape(name);
        for (int i = 0; i < floats.length; i++) {
            if (!Float.isFinite(floats[i])) {
                long rows = shape.length == 0 ? 1 : shape[0];
                throw new UserException(path + ": tensor " + name + " holds " + floats[i] + " in " + axis + " "
                        + i / (floats.length / rows) + " (of " + rows
                        + ", from 0); a model with such a number computes nothing,"
                        + " export it from a state before the training diverged");
            }
        }
        return floats;
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

    /** The file's SHA-256, in lower-case hexadecimal digits; of several files that of their bytes in order, their index first. */
    public String sha256() {
        return sha256;
    }

    /** How the file names its tensors. */
    public KeyStyle keyStyle() {
        return keyStyle;
    }

    @Override
    public String toString() {
        return path + " (" + tensors.size() + (tensors.size() == 1 ? " tensor, " : " tensors, ") + keyStyle + ")";
    }

    private UserException refusal(String name) {
        return new UserException(path + ": tensor " + PrintableName.of(name) + " " + unread.get(name));
    }

    private TensorSource tensor(String name) {
        if (unread.containsKey(name)) {
            throw refusal(name);
        }
        return Optional.ofNullable(tensors.get(name))
                .orElseThrow(() -> new UserException(path + ": has no tensor " + name));
    }
}
