package org.nec4j;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.nec4j.backend.Backend;

/** Runs the test classes that are named after a core, in a process whose products are by the kernels for that core. */
final class TestsUnderACore {
    private TestsUnderACore() {}

    public static void main(String[] words) throws ClassNotFoundException {
        String core = Backend.products().getOrDefault("core", "");
        if (!core.equalsIgnoreCase(words[0])) {
            System.out.println("asked for kernels for " + words[0] + ", got those for " + core);
            System.exit(2);
        }
        List<ClassSelector> selected = new ArrayList<>();
        for (String name : Arrays.asList(words).subList(1, words.length)) {
            selected.add(selectClass(Class.forName(name)));
        }
        LauncherDiscoveryRequest request =
                LauncherDiscoveryRequestBuilder.request().selectors(selected).build();
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, summary);
        summary.getSummary().printFailuresTo(new PrintWriter(System.out, true));
        boolean right = summary.getSummary().getTotalFailureCount() == 0
                && summary.getSummary().getTestsSucceededCount() > 0;
        System.exit(right ? 0 : 1);
    }
}
