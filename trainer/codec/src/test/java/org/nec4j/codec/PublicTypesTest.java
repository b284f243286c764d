package org.nec4j.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.reflect.Executable;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.grid.CellType;
import org.nec4j.codec.grid.Codes;
import org.nec4j.codec.grid.GridArchive;
import org.nec4j.codec.grid.GridArchiveWriter;
import org.nec4j.codec.grid.GridModel;
import org.nec4j.codec.grid.GridVariable;
import org.nec4j.codec.json.JsonObject;

/** What others may build on is decided here, not by a forgotten word. */
class PublicTypesTest {
    private static final Class<?>[] PUBLIC = {
        Codec.class,
        Embedding.class,
        SymbolCosts.class,
        StreamHeader.class,
        Sensor.class,
        Archive.class,
        Archive.Entry.class,
        Archive.Visitor.class,
        ArchiveWriter.class,
        Place.class,
        Place.Scene.class,
        Place.Window.class,
        Place.Bounds.class,
        GridArchive.class,
        GridArchiveWriter.class,
        GridArchiveWriter.Coder.class,
        GridModel.class,
        GridModel.Standard.class,
        GridVariable.class,
        CellType.class,
        Codes.class,
        JsonObject.class,
        UserException.class,
        FormatException.class
    };

    private static final ModuleReference MODULE =
            ModuleFinder.of(built()).find("org.nec4j.codec").orElseThrow();

    @Test
    void theModuleNeedsTheJdksBaseAloneAndExportsFourPackages() {
        ModuleDescriptor descriptor = MODULE.descriptor();
        assertThat(descriptor.requires())
                .extracting(ModuleDescriptor.Requires::name)
                .containsExactly("java.base");
        assertThat(exported())
                .containsExactlyInAnyOrder(
                        "org.nec4j.codec", "org.nec4j.codec.error", "org.nec4j.codec.grid", "org.nec4j.codec.json");
        assertThat(descriptor.exports()).noneMatch(ModuleDescriptor.Exports::isQualified);
        assertThat(descriptor.isOpen()).isFalse();
        assertThat(descriptor.opens()).isEmpty();
        assertThat(descriptor.provides()).isEmpty();
    }

    @Test
    void aConsumerSeesAHandfulOfTypes() throws IOException {
        try (ModuleReader reader = MODULE.open();
                Stream<String> files = reader.list()) {
            List<Class<?>> seen = files.filter(name -> name.endsWith(".class"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .filter(name -> exported().contains(name.substring(0, Math.max(0, name.lastIndexOf('.')))))
                    .filter(name -> !name.endsWith("-info"))
                    .<Class<?>>map(PublicTypesTest::load)
                    .filter(PublicTypesTest::isPublic)
                    .toList();
            assertThat(seen).containsExactlyInAnyOrder(PUBLIC);
        }
    }

    @Test
    void noSignatureNamesATypeThatAConsumerCannotSee() {
        for (Class<?> type : PUBLIC) {
            Stream<Executable> members = Stream.concat(
                    Arrays.stream(type.getDeclaredMethods()), Arrays.stream(type.getDeclaredConstructors()));
            List<String> hidden = Stream.concat(
                            members.filter(member -> isForOthers(member.getModifiers()))
                                    .map(Executable::toGenericString),
                            Arrays.stream(type.getDeclaredFields())
                                    .filter(field -> isForOthers(field.getModifiers()))
                                    .map(java.lang.reflect.Field::toGenericString))
                    .filter(PublicTypesTest::namesAHiddenPackage)
                    .toList();
            assertThat(hidden).isEmpty();
        }
    }

    /** Where the module was built; who builds for the class path alone leaves its descriptor out, and it is compiled here. */
    private static Path built() {
        Path classes = ChildJvm.location(Codec.class);
        if (!Files.isDirectory(classes) || Files.exists(classes.resolve("module-info.class"))) {
            return classes;
        }
        Path sources = Path.of(System.getProperty("nec4j.root", "../.."), "trainer/codec/src/main/java");
        try (Stream<Path> all = Files.walk(sources)) {
            Path module = Files.createTempDirectory("nec4j-module");
            List<String> arguments = Stream.concat(
                            Stream.of("-proc:none", "-nowarn", "-d", module.toString()),
                            all.map(Path::toString).filter(name -> name.endsWith(".java")))
                    .toList();
            int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
            assertThat(status).isZero();
            return module;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean namesAHiddenPackage(String signature) {
        return MODULE.descriptor().packages().stream()
                .filter(name -> !exported().contains(name))
                .anyMatch(name -> signature.contains(name + "."));
    }

    private static Set<String> exported() {
        return MODULE.descriptor().exports().stream()
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet());
    }

    private static boolean isPublic(Class<?> type) {
        return isForOthers(type.getModifiers())
                && (type.getEnclosingClass() == null || isPublic(type.getEnclosingClass()));
    }

    private static boolean isForOthers(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, Codec.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
