package org.nec4j.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.nec4j.objective.Objective;

class ObjectiveBatteriesTest {
    private final List<JavaClass> classes = new ClassFileImporter()
            .importPackages("org.nec4j").stream()
                    .filter(one -> !one.isInterface() && !one.getModifiers().contains(JavaModifier.ABSTRACT))
                    .toList();

    @Test
    void everyObjectiveGoesThroughTheBattery() throws Exception {
        Set<String> tested = new TreeSet<>();
        for (JavaClass test : classes) {
            if (test.isAssignableTo(ObjectiveBattery.class)) {
                Constructor<?> constructor = test.reflect().getDeclaredConstructor();
                constructor.setAccessible(true);
                ObjectiveBattery battery = (ObjectiveBattery) constructor.newInstance();
                tested.add(battery.objective(ObjectiveBattery.SHAPE).getClass().getName());
            }
        }
        List<String> objectives = classes.stream()
                .filter(one -> one.isAssignableTo(Objective.class))
                .map(JavaClass::getName)
                .toList();
        assertThat(objectives).hasSizeGreaterThanOrEqualTo(4); // of the engine and of docs/extending.md
        assertThat(tested).containsAll(objectives);
    }
}
