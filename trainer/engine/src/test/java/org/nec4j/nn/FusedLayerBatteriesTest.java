package org.nec4j.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FusedLayerBatteriesTest {
    @Test
    void everyLayerGoesThroughTheBattery() throws Exception {
        List<String> tested = new ArrayList<>();
        for (Class<?> test : concrete(FusedLayerBattery.class)) {
            ParameterizedType battery = (ParameterizedType) test.getGenericSuperclass();
            tested.add(battery.getActualTypeArguments()[0].getTypeName());
        }
        List<String> layers =
                concrete(FusedLayer.class).stream().map(Class::getName).toList();
        assertThat(layers).hasSizeGreaterThanOrEqualTo(14);
        assertThat(tested).containsAll(layers);
    }

    /** What extends a class and lies where it lies: the module's own classes or those of its tests. */
    private static List<Class<?>> concrete(Class<?> type)
            throws IOException, URISyntaxException, ClassNotFoundException {
        Path root =
                Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        List<Class<?>> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root.resolve("org"))) {
            for (Path file : (Iterable<Path>) files.filter(one -> one.toString().endsWith(".class"))::iterator) {
                String name = root.relativize(file)
                        .toString()
                        .replace(file.getFileSystem().getSeparator(), ".");
                Class<?> one = Class.forName(
                        name.substring(0, name.length() - ".class".length()), false, type.getClassLoader());
                if (type.isAssignableFrom(one) && !Modifier.isAbstract(one.getModifiers())) {
                    found.add(one);
                }
            }
        }
        return found;
    }
}
