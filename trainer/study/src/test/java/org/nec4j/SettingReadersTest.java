package org.nec4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.nec4j.config.CheckpointDescription;
import org.nec4j.config.DatasetDescription;
import org.nec4j.config.Experiment;
import org.nec4j.config.StudySettings;

/**
 * Every setting of an experiment, a study, a data set or a checkpoint is read by code that does more than check it: its accessor, or
 * whatever among the settings uses it, is called from outside the settings and their audits. What reading it changes is shown for
 * every setting of an experiment by {@code SettingsTest}.
 */
class SettingReadersTest {
    private static final String SETTINGS = Experiment.class.getPackageName();
    private static final List<Class<?>> FILES =
            List.of(Experiment.class, StudySettings.class, DatasetDescription.class, CheckpointDescription.class);

    /** A run's page takes it from the resolved settings, by its key. */
    private static final List<String> BY_KEY = List.of("ExperimentSettings.title");

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(new ArchitectureTest.NotBesideThis())
            .importPackages("org.nec4j");

    @Test
    void existForEverySetting() {
        Set<Class<?>> records = new LinkedHashSet<>();
        FILES.forEach(file -> gather(file, records));
        List<String> unread = new ArrayList<>();
        for (Class<?> record : records) {
            for (RecordComponent component : record.getRecordComponents()) {
                if (!isRead(classes.get(record), component.getName())) {
                    unread.add(record.getSimpleName() + "." + component.getName());
                }
            }
        }

        assertThat(records).hasSizeGreaterThan(20);
        assertThat(unread).isEqualTo(BY_KEY);
    }

    private static void gather(Type type, Set<Class<?>> into) {
        if (type instanceof ParameterizedType generic) {
            gather(generic.getActualTypeArguments()[0], into);
        } else if (type instanceof Class<?> own
                && own.isRecord()
                && own.getPackageName().equals(SETTINGS)
                && into.add(own)) {
            Arrays.stream(own.getRecordComponents())
                    .map(RecordComponent::getGenericType)
                    .forEach(component -> gather(component, into));
        }
    }

    private static boolean isRead(JavaClass record, String component) {
        Set<JavaCodeUnit> seen = new HashSet<>();
        Deque<JavaCodeUnit> open = new ArrayDeque<>();
        record.getField(component).getAccessesToSelf().stream()
                .map(JavaAccess::getOrigin)
                .filter(SettingReadersTest::isOfUse)
                .filter(seen::add)
                .forEach(open::add);
        while (!open.isEmpty()) {
            for (JavaCodeUnit user : users(open.remove())) {
                if (!user.getOwner().getPackageName().equals(SETTINGS)) {
                    return true;
                }
                if (seen.add(user)) {
                    open.add(user);
                }
            }
        }
        return false;
    }

    private static Collection<JavaCodeUnit> users(JavaCodeUnit unit) {
        if (!(unit instanceof JavaMethod method)) {
            return List.of();
        }
        return Stream.concat(method.getCallsOfSelf().stream(), method.getReferencesToSelf().stream())
                .map(JavaAccess::getOrigin)
                .filter(SettingReadersTest::isOfUse)
                .toList();
    }

    /** Constructors of settings, and audits, only check. */
    private static boolean isOfUse(JavaCodeUnit unit) {
        boolean checks =
                unit.isConstructor() && unit.getOwner().getPackageName().equals(SETTINGS);
        return !checks && !unit.getOwner().getSimpleName().endsWith("Audit");
    }
}
