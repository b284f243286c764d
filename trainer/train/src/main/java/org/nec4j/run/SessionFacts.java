package org.nec4j.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who worked on a run, in a few lines for people: what {@link SessionRecord} keeps of its last session. */
public final class SessionFacts {
    private static final Pattern DL4J = Pattern.compile("deeplearning4j-nn-(.+)\\.jar");

    private SessionFacts() {}

    /** Versions and machine by name, in the order of the page; of a session that does not tell a thing it is absent. */
    public static Map<String, String> of(List<Map<String, Object>> sessions) {
        Map<String, String> facts = new LinkedHashMap<>();
        if (sessions.isEmpty()) {
            return facts;
        }
        Map<String, Object> last = sessions.get(sessions.size() - 1);
        text(last, "code", "nec4j").ifPresent(version -> facts.put("nec4j", version + commit(last)));
        if (last.get("libraries") instanceof List<?> libraries) {
            libraries.stream()
                    .map(library -> DL4J.matcher(String.valueOf(library)))
                    .filter(Matcher::matches)
                    .findFirst()
                    .ifPresent(found -> facts.put("DL4J", found.group(1)));
        }
        text(last, "java", "version")
                .ifPresent(version -> facts.put(
                        "Java",
                        version
                                + text(last, "java", "vendor")
                                        .map(v -> ", " + v)
                                        .orElse("")));
        text(last, "machine", "processor")
                .ifPresent(name -> facts.put(
                        "processor",
                        name
                                + text(last, "machine", "processors")
                                        .map(n -> ", " + n + " threads")
                                        .orElse("")));
        Optional.ofNullable(last.get("backend")).ifPresent(backend -> facts.put("backend", String.valueOf(backend)));
        facts.put("sessions", Integer.toString(sessions.size()));
        return facts;
    }

    /** ", git 0123456789ab with 3 changed files". */
    private static String commit(Map<String, Object> session) {
        int changed =
                session.get("code") instanceof Map<?, ?> code && code.get("git_changed_files") instanceof List<?> files
                        ? files.size()
                        : 0;
        return text(session, "code", "git_commit")
                .map(commit -> ", git " + commit.substring(0, Math.min(12, commit.length()))
                        + (changed == 0
                                ? ""
                                : " with " + changed + (changed == 1 ? " changed file" : " changed files")))
                .orElse("");
    }

    private static Optional<String> text(Map<String, Object> session, String block, String key) {
        return session.get(block) instanceof Map<?, ?> values && values.get(key) != null
                ? Optional.of(
                        values.get(key) instanceof Double number && number == Math.rint(number)
                                ? Long.toString(Math.round(number))
                                : String.valueOf(values.get(key)))
                : Optional.empty();
    }
}
