package org.nec4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What others compile against: every public and protected signature of some packages, as a text that is committed. Whoever changes
 * one sees so in the change of the text.
 */
public final class Signatures {
    private static final Path FILE = Path.of("src", "test", "resources", "api.txt");

    private Signatures() {}

    /**
     * Compares the signatures with those that the module's {@code api.txt} holds; writes it anew with {@code -Dnec4j.write-docs=true}.
     *
     * @param module   the module's folder
     * @param anchor   a class of the module, built as the others of the packages are
     * @param packages whole names
     */
    public static void requireCommitted(Path module, Class<?> anchor, List<String> packages) throws IOException {
        String actual = of(anchor, packages);
        Path file = module.resolve(FILE);
        if (Boolean.getBoolean("nec4j.write-docs")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, actual);
        }
        assertEquals(
                Files.readString(file),
                actual,
                file + " holds what others compile against: if the change is meant, write it anew with"
                        + " -Dnec4j.write-docs=true, commit it, and say so in CHANGELOG.md");
    }

    private static String of(Class<?> anchor, List<String> packages) {
        return types(anchor).stream()
                .filter(name -> packages.contains(name.substring(0, name.lastIndexOf('.'))))
                .<Class<?>>map(name -> load(name, anchor))
                .filter(Signatures::isSeen)
                .map(Signatures::of)
                .collect(Collectors.joining("\n"));
    }

    private static String of(Class<?> type) {
        TreeSet<String> members = new TreeSet<>();
        for (Field field : type.getDeclaredFields()) {
            add(field.getModifiers(), field.isSynthetic(), field.toGenericString(), members);
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            add(constructor.getModifiers(), constructor.isSynthetic(), constructor.toGenericString(), members);
        }
        for (Method method : type.getDeclaredMethods()) {
            add(method.getModifiers(), method.isSynthetic(), method.toGenericString(), members);
        }
        String components = type.isRecord()
                ? Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::toString)
                        .collect(Collectors.joining(", ", "(", ")"))
                : "";
        String above = Stream.concat(
                        Stream.ofNullable(type.getGenericSuperclass()), Stream.of(type.getGenericInterfaces()))
                .map(Type::getTypeName)
                .filter(name -> !name.equals("java.lang.Object"))
                .collect(Collectors.joining(", "));
        return type.toGenericString() + components + (above.isEmpty() ? "" : " : " + above) + "\n"
                + members.stream().map(member -> "    " + member + "\n").collect(Collectors.joining());
    }

    private static void add(int modifiers, boolean isSynthetic, String signature, TreeSet<String> into) {
        if (isForOthers(modifiers) && !isSynthetic) {
            into.add(signature);
        }
    }

    private static boolean isForOthers(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static boolean isSeen(Class<?> type) {
        return isForOthers(type.getModifiers())
                && (type.getEnclosingClass() == null || isSeen(type.getEnclosingClass()));
    }

    private static Class<?> load(String name, Class<?> beside) {
        try {
            return Class.forName(name, false, beside.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Names of all classes that were built together with this one, sorted. */
    private static TreeSet<String> types(Class<?> anchor) {
        try {
            Path source = Path.of(
                    anchor.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(source)) {
                return types(source);
            }
            try (FileSystem jar = FileSystems.newFileSystem(source)) {
                return types(jar.getPath("/"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TreeSet<String> types(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString())
                    .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
                    .map(name -> name.replaceFirst("\\.class$", "")
                            .replace('\\', '/')
                            .replace('/', '.'))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
