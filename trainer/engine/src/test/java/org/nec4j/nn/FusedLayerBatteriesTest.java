package org.nec4j.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class FusedLayerBatteriesTest {
    @Test
    void everyLayerGoesThroughTheBattery() throws Exception {
        List<Class<?>> tested = new ArrayList<>();
        List<Class<?>> running = new ArrayList<>();
        for (FusedLayer layer : layersOfBatteries()) {
            NeuralNetConfiguration conf = new NeuralNetConfiguration();
            conf.setLayer(layer);
            tested.add(layer.getClass());
            running.add(layer.runtime(conf, DataType.FLOAT).getClass());
        }
        assertThat(concrete(FusedLayer.class)).hasSizeGreaterThanOrEqualTo(14);
        assertThat(tested).containsAll(concrete(FusedLayer.class));
        assertThat(running).as("their running forms").containsAll(concrete(FusedLayerRuntime.class));
    }

    private static List<FusedLayer> layersOfBatteries() throws Exception {
        List<FusedLayer> layers = new ArrayList<>();
        for (Class<?> test : concrete(FusedLayerBattery.class)) {
            Constructor<?> constructor = test.getDeclaredConstructor();
            constructor.setAccessible(true);
            layers.add(((FusedLayerBattery<?>) constructor.newInstance()).layer());
        }
        return layers;
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
