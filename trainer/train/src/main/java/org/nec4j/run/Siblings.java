package org.nec4j.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Setting;

/** The other rates of a run: finished runs in the same folder that differ from it in lambda and in what they are called. */
public final class Siblings {
    private static final String LAMBDA = "objective.lambda";

    /** What may differ. */
    private static final Set<String> NAMES = Set.of("experiment.name", "experiment.title", LAMBDA);

    /** More would make the pictures too small. */
    private static final int MOST = 4;

    private Siblings() {}

    /** At most {@value #MOST} of them, by rising lambda and spread over the lambdas; of runs with one lambda the last. */
    public static List<RunFolder> of(Path run, List<Setting> settings) {
        Map<String, String> own = without(settings);
        String lambda = lambda(settings);
        TreeMap<Double, RunFolder> found = new TreeMap<>();
        for (Path folder : finished(run)) {
            List<Setting> theirs = StatedSettings.read(folder.resolve(RunFolder.CONFIG));
            if (without(theirs).equals(own) && !lambda(theirs).equals(lambda)) {
                found.put(Double.valueOf(lambda(theirs)), new RunFolder(folder));
            }
        }
        List<RunFolder> all = List.copyOf(found.values());
        int count = Math.min(MOST, all.size());
        return Stream.iterate(0, i -> i + 1)
                .limit(count)
                .map(i -> all.get(count == 1 ? 0 : i * (all.size() - 1) / (count - 1)))
                .toList();
    }

    private static List<Path> finished(Path run) {
        Path here = run.toAbsolutePath().normalize();
        try (Stream<Path> folders = Files.list(here.getParent())) {
            return folders.filter(folder -> !folder.equals(here))
                    .filter(folder -> Stream.of(
                                    RunFolder.CONFIG, RunFolder.SUMMARY, RunState.FOLDER + "/" + RunState.POINTER)
                            .allMatch(name -> Files.isRegularFile(folder.resolve(name))))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UserException(here.getParent() + ": cannot be listed (" + e.getMessage() + ")", e);
        }
    }

    private static Map<String, String> without(List<Setting> settings) {
        TreeMap<String, String> rest = new TreeMap<>();
        settings.stream()
                .filter(setting -> !NAMES.contains(setting.key()))
                .forEach(setting -> rest.put(setting.key(), setting.value()));
        return rest;
    }

    private static String lambda(List<Setting> settings) {
        return settings.stream()
                .filter(setting -> setting.key().equals(LAMBDA))
                .map(Setting::value)
                .findFirst()
                .orElse("0");
    }
}
