package org.nec4j.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nec4j.config.Configs.Kind;
import org.nec4j.progress.Suggestion;

/** What a settings file describes, as far as its keys tell. */
final class StatedKind {
    /** Keys that one kind alone has; the first that a file states decides. */
    private static final List<Map.Entry<String, Kind>> KEYS = List.of(
            Map.entry("systems", Kind.STUDY),
            Map.entry("grids", Kind.GRID_STUDY),
            Map.entry("entrants", Kind.SENSING_STUDY),
            Map.entry("codes", Kind.REID_STUDY),
            Map.entry("key-style", Kind.CHECKPOINT));

    /** Words of {@code objective.kind} of experiments that have a record of their own. */
    private static final Map<String, Kind> OBJECTIVES =
            Map.of("vq-grid", Kind.GRID, "compressed-learning", Kind.SENSING, "reid", Kind.REID);

    private StatedKind() {}

    /** The kind of what is stated; the other one where no key tells. */
    static Kind of(Config stated, Kind otherwise) {
        Set<String> keys = stated.root().keySet();
        return KEYS.stream()
                .filter(one -> keys.contains(one.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .or(() -> ofObjective(stated))
                .or(() -> ofSchema(keys))
                .orElse(otherwise);
    }

    private static Optional<Kind> ofObjective(Config stated) {
        try {
            ConfigValue block = stated.root().get("objective");
            return block instanceof ConfigObject objective && objective.containsKey("kind")
                    ? Optional.ofNullable(objective.get("kind").unwrapped()).flatMap(StatedKind::ofWord)
                    : Optional.empty();
        } catch (ConfigException.NotResolved e) {
            return Optional.empty(); // a kind that is no plain word is one of the others
        }
    }

    /** A slip in a word still says which settings were meant. */
    private static Optional<Kind> ofWord(Object word) {
        return Suggestion.closest(word.toString(), OBJECTIVES.keySet()).map(OBJECTIVES::get);
    }

    private static Optional<Kind> ofSchema(Set<String> keys) {
        if (keys.stream().anyMatch(Schema.keys(Experiment.class, "")::contains)) {
            return Optional.of(Kind.EXPERIMENT);
        }
        return keys.stream().anyMatch(Schema.keys(DatasetDescription.class, "")::contains)
                ? Optional.of(Kind.DATASET)
                : Optional.empty();
    }
}
