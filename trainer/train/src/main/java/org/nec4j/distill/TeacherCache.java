package org.nec4j.distill;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.tensor.Half;
import org.nec4j.data.ImageSource;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

/**
 * A file of what a {@link Teacher} makes of a run's images, so that a step costs only what trains: for every image and symmetry the tokens
 * below the first block that trains [N + L, D] and the embedding [1 + L, D], in float16. It is a function of model, images and view, whose
 * digests its head holds.
 */
public final class TeacherCache implements AutoCloseable {
    private static final byte[] MAGIC = {'N', 'E', 'C', 'T', 'E', 'A', 'C', 1};
    private static final int DIGEST = 32;
    private static final String PART = ".part";

    private final FileChannel file;
    private final Path path;
    private final Key key;
    private final int tokenNumbers;
    private final int embeddingNumbers;
    private final ByteBuffer entry;

    /**
     * What a cache is a function of, each a SHA-256.
     *
     * @param model      of the encoder's numbers
     * @param images     of names and splits of the images and of their files' bytes
     * @param view       of how the encoder looks at them
     * @param count      images
     * @param symmetries of each image
     */
    @SuppressWarnings("ArrayRecordComponent") // digests, compared here alone
    public record Key(byte[] model, byte[] images, byte[] view, int count, int symmetries) {
        /** Letters that tell one key from another. */
        public String name() {
            byte[] all = Fingerprints.of(digest -> {
                digest.update(model);
                digest.update(images);
                digest.update(view);
                digest.update(Integer.toString(symmetries).getBytes(StandardCharsets.US_ASCII));
            });
            return HexFormat.of().formatHex(all, 0, 8);
        }
    }

    private TeacherCache(FileChannel file, Path path, Key key, Teacher teacher) {
        this.file = file;
        this.path = path;
        this.key = key;
        this.tokenNumbers = teacher.tokenNumbers();
        this.embeddingNumbers = teacher.embeddingNumbers();
        this.entry = ByteBuffer.allocate(Short.BYTES * (tokenNumbers + embeddingNumbers));
    }

    /**
     * The cache in a file, which is made where it is not there.
     *
     * @throws UserException where the file holds something else, each thing in a sentence of its own
     */
    public static TeacherCache open(Path path, Key key, Teacher teacher, ImageSource images, Console console) {
        try {
            if (!Files.exists(path)) {
                make(path, key, teacher, images, console);
            }
            FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
            TeacherCache cache = new TeacherCache(file, path, key, teacher);
            cache.check();
            return cache;
        } catch (IOException e) {
            throw new UserException(
                    path + ": the cache of the frozen encoder's outputs cannot be used: " + e.getMessage());
        }
    }

    private ByteBuffer head() {
        ByteBuffer head = ByteBuffer.allocate(MAGIC.length + 3 * DIGEST + 4 * Integer.BYTES);
        head.put(MAGIC).put(key.model()).put(key.images()).put(key.view());
        return head.putInt(key.count())
                .putInt(key.symmetries())
                .putInt(tokenNumbers)
                .putInt(embeddingNumbers)
                .flip();
    }

    private static void make(Path path, Key key, Teacher teacher, ImageSource images, Console console)
            throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        String beginning = path.getFileName() + ".";
        UnfinishedFiles.remove(folder, beginning, PART);
        Path part = Files.createTempFile(folder, beginning, PART);
        try {
            try (FileChannel file = FileChannel.open(part, StandardOpenOption.WRITE);
                    FileLock owned = file.lock();
                    Progress progress =
                            console.progress("caching the frozen encoder's outputs", images.size(), "images")) {
                TeacherCache made = new TeacherCache(file, part, key, teacher);
                file.write(made.head(), 0);
                teacher.look(images, key.symmetries(), progress, made::write);
                file.force(true);
            }
            Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private void write(int image, int symmetry, float[] tokens, float[] embedding) {
        entry.clear();
        for (float[] values : new float[][] {tokens, embedding}) {
            for (float value : values) {
                entry.putShort(Half.of(value));
            }
        }
        entry.flip();
        try {
            long place = place(image, symmetry);
            while (entry.hasRemaining()) {
                place += file.write(entry, place);
            }
        } catch (IOException e) {
            throw new UserException(path + ": cannot be written: " + e.getMessage());
        }
    }

    private long place(int image, int symmetry) {
        return head().remaining() + ((long) image * key.symmetries() + symmetry) * entry.capacity();
    }

    private void check() throws IOException {
        ByteBuffer wanted = head();
        ByteBuffer found = ByteBuffer.allocate(wanted.remaining());
        while (found.hasRemaining() && file.read(found, found.position()) >= 0) {}
        found.flip();
        refuseUnless(
                found.limit() == wanted.limit() && same(found, wanted, 0, MAGIC.length),
                "is no cache of a frozen encoder's outputs");
        int at = MAGIC.length;
        refuseUnless(
                same(found, wanted, at, DIGEST),
                "holds what another model makes of the images (model " + hex(found, at) + ", this run's is "
                        + hex(wanted, at) + ")");
        refuseUnless(
                same(found, wanted, at + DIGEST, DIGEST),
                "holds what the model makes of other images (images " + hex(found, at + DIGEST) + ", this run's are "
                        + hex(wanted, at + DIGEST) + ")");
        refuseUnless(
                same(found, wanted, at + 2 * DIGEST, DIGEST),
                "holds what the model makes of the images seen in another way (view " + hex(found, at + 2 * DIGEST)
                        + ", this run's is " + hex(wanted, at + 2 * DIGEST) + ")");
        refuseUnless(
                same(found, wanted, at + 3 * DIGEST, wanted.limit() - at - 3 * DIGEST),
                "holds what the model makes of the images under other symmetries than this run's " + key.symmetries()
                        + " or at another size");
        long length = place(key.count(), 0);
        refuseUnless(file.size() == length, "is " + file.size() + " bytes long, and " + length + " are expected");
    }

    private void refuseUnless(boolean holds, String what) throws IOException {
        if (!holds) {
            file.close();
            throw new UserException(
                    path + ": " + what + "; delete it or name another file in objective.distill.cache.");
        }
    }

    private static boolean same(ByteBuffer a, ByteBuffer b, int at, int length) {
        return a.slice(at, length).equals(b.slice(at, length));
    }

    private static String hex(ByteBuffer head, int at) {
        return HexFormat.of().formatHex(head.array(), at, at + 4);
    }

    /** Images. */
    public int images() {
        return key.count();
    }

    /** Symmetries of each image. */
    public int symmetries() {
        return key.symmetries();
    }

    /**
     * What is known of an image.
     *
     * @param tokens    below the first block that trains, [N + L, D]
     * @param embedding of the teacher, [1 + L, D]
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, compared by nobody
    public record Entry(float[] tokens, float[] embedding) {}

    /** An image under a symmetry. */
    public Entry read(int image, int symmetry) {
        entry.clear();
        try {
            long place = place(image, symmetry);
            while (entry.hasRemaining()) {
                if (file.read(entry, place + entry.position()) < 0) {
                    throw new UserException(path + ": ends before image " + image + "; delete it, a run makes it anew");
                }
            }
        } catch (IOException e) {
            throw new UserException(path + ": cannot be read: " + e.getMessage());
        }
        entry.flip();
        return new Entry(floats(tokenNumbers), floats(embeddingNumbers));
    }

    private float[] floats(int numbers) {
        float[] values = new float[numbers];
        for (int i = 0; i < numbers; i++) {
            values[i] = Half.toFloat(entry.getShort());
        }
        return values;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UserException(path + ": cannot be closed: " + e.getMessage());
        }
    }
}
