package org.nec4j.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes docs/config.md from the records and the comments of the default settings. */
final class ConfigDocument {
    /** Settings without a comment, which the test refuses. */
    private final List<String> undocumented = new ArrayList<>();

    private final StringBuilder text = new StringBuilder();

    String write() {
        text.append("# Every setting\n\n");
        text.append(
                "Generated from the records in `org.nec4j.config` and the comments of their default settings, and checked by a"
                        + " test; do not edit.\n");
        text.append("`nec4j config FILE` prints the resolved settings of an experiment and where each was stated.\n\n");
        text.append(
                "A relative path is relative to the file that states it. A text or a path that looks like a number keeps its letters"
                        + " (`name = 2024.10`),\nand a text that is a number is one where the setting is a number, as environment"
                        + " variables give it (`batch-size = ${?BATCH}`).\n\n"
                        + "On the command line, `key=value` wins over the file. The value is taken as it stands, be there quotes, `#`"
                        + " or `//` in it;\nlists in `[]` and blocks in `{}` are HOCON. `key=null` takes an optional value away.\n\n"
                        + "`include \"FILE\"` names a file relative to the file that includes it; it must exist, and `file(..)`,"
                        + " `classpath(..)`, `url(..)` and\n`required(..)` mean the same. Nothing is fetched. Files are UTF-8."
                        + " `${other.key}` works as HOCON has it.\n");
        text.append("\n## Experiments (`configs/`)\n");
        ConfigObject experiment = Sources.defaults("reference.conf").root();
        block(Experiment.class, experiment, "");
        text.append("\n### sweep\n\n").append(comment(experiment.get("sweep"))).append('\n');
        table(SweepSettings.class, (ConfigObject) experiment.get("sweep"), "sweep.");
        presets((ConfigObject) experiment.get("presets"));
        text.append("\n## Experiments on gridded fields (`objective.kind = vq-grid`)\n");
        block(GridExperiment.class, Sources.defaults("grid-reference.conf").root(), "");
        text.append("\n## Experiments of compressed learning (`objective.kind = compressed-learning`)\n");
        block(
                SensingExperiment.class,
                Sources.defaults("sensing-reference.conf").root(),
                "");
        text.append("\n## Experiments of codes for re-identification (`objective.kind = reid`)\n");
        block(ReidExperiment.class, Sources.defaults("reid-reference.conf").root(), "");
        text.append("\n## Data set descriptions (`datasets/`)\n");
        table(
                DatasetDescription.class,
                Sources.defaults("dataset-reference.conf").root(),
                "");
        text.append("\n## Checkpoint descriptions (`checkpoints/`)\n");
        table(
                CheckpointDescription.class,
                Sources.defaults("checkpoint-reference.conf").root(),
                "");
        text.append("\n## Studies (`experiments/*/study.conf`)\n");
        table(StudySettings.class, Sources.defaults("study-reference.conf").root(), "");
        text.append("\n## Studies of gridded fields (`experiments/*/study.conf` with `grids`)\n");
        table(
                GridStudySettings.class,
                Sources.defaults("grid-study-reference.conf").root(),
                "");
        text.append("\n## Studies of compressed learning (`experiments/*/study.conf` with `entrants`)\n");
        table(
                SensingStudySettings.class,
                Sources.defaults("sensing-study-reference.conf").root(),
                "");
        return text.toString();
    }

    List<String> undocumented() {
        return undocumented;
    }

    private void block(Class<?> record, ConfigObject defaults, String prefix) {
        for (RecordComponent component : record.getRecordComponents()) {
            String key = Names.key(component.getName());
            text.append("\n### ").append(prefix).append(key).append('\n');
            table(component.getType(), (ConfigObject) defaults.get(key), prefix + key + ".");
        }
    }

    private void table(Class<?> record, ConfigObject defaults, String prefix) {
        text.append("\n| key | type | default | meaning |\n|---|---|---|---|\n");
        rows(record, defaults, prefix);
    }

    private void rows(Class<?> record, ConfigObject defaults, String prefix) {
        for (RecordComponent component : record.getRecordComponents()) {
            String key = Names.key(component.getName());
            ConfigValue value = Optional.ofNullable(defaults.get(key))
                    .orElseThrow(() -> new AssertionError(prefix + key + " is not among the default settings"));
            String comment = comment(value);
            if (comment.isEmpty()) {
                undocumented.add(prefix + key);
            }
            if (Schema.isBlock(component.getType())) {
                rows(component.getType(), (ConfigObject) value, prefix + key + ".");
            } else {
                row(prefix + key, type(component), value(value), comment);
            }
        }
        for (Choice choice : Choices.withSettings(record)) {
            // Of choices that reference.conf knows: others are none of nec4j's.
            if (defaults.get(choice.word()) instanceof ConfigObject own) {
                rows(choice.getClass(), own, prefix + choice.word() + ".");
            }
        }
        List<String> keys = Schema.keys(record, "");
        defaults.keySet().stream()
                .filter(k -> !keys.contains(k) && !k.equals("presets"))
                .forEach(k -> undocumented.add(prefix + k + " (a default that no record takes)"));
    }

    private void row(String key, String type, String value, String meaning) {
        text.append("| `").append(key).append("` | ").append(type).append(" | ");
        text.append(value).append(" | ").append(meaning).append(" |\n");
    }

    private void presets(ConfigObject presets) {
        text.append("\n### presets\n\n");
        presets.keySet().stream().sorted().forEach(name -> {
            ConfigObject sizes = (ConfigObject) presets.get(name);
            text.append("- `").append(name).append("`: ").append(comment(sizes));
            String list = sizes.keySet().stream()
                    .sorted()
                    .map(k -> k + " " + sizes.get(k).unwrapped())
                    .collect(Collectors.joining(", "));
            text.append(list.isEmpty() ? "" : " (" + list + ")").append('\n');
        });
    }

    private static String comment(ConfigValue value) {
        return value.origin().comments().stream()
                .map(String::strip)
                .collect(Collectors.joining(" "))
                .replace("|", "\\|");
    }

    private static String value(ConfigValue value) {
        return value.valueType() == ConfigValueType.NULL ? "" : "`" + value.render(ConfigRenderOptions.concise()) + "`";
    }

    private static String type(RecordComponent component) {
        Interval interval = component.getAnnotation(Interval.class);
        String type = Schema.describe(component.getGenericType())
                .replaceFirst("^an? ", "")
                .replace("|", "\\|");
        if (Choices.isKind(component.getType())) {
            type = Choices.known(component.getType()).stream()
                    .filter(choice -> isOurs(choice.getClass()))
                    .map(Choice::word)
                    .collect(Collectors.joining(" \\| "));
        }
        if (Optional.of(component.getGenericType())
                .filter(ConfigDocument::isListOfBlocks)
                .isPresent()) {
            type = "list of blocks";
        }
        return interval == null ? type : type + " in " + interval.value();
    }

    /** Tests have choices of their own on the class path. */
    private static boolean isOurs(Class<?> type) {
        return type.getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .equals(Experiment.class.getProtectionDomain().getCodeSource().getLocation());
    }

    private static boolean isListOfBlocks(Type type) {
        return type instanceof ParameterizedType list
                && list.getActualTypeArguments()[0] instanceof Class<?> element
                && element.isRecord()
                && Schema.isBlock(element);
    }
}
