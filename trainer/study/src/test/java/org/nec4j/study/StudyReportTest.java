package org.nec4j.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.config.Configs;
import org.nec4j.progress.Console;
import org.nec4j.report.Results;

class StudyReportTest {
    private static final Path STUDY = Path.of(System.getProperty("nec4j.root"), "experiments", "ucmerced");

    @TempDir
    private Path folder;

    @Test
    void drawsPublishedAccuraciesWhereAHeadMeasuresAccuracyOfATrainedClassifierAlone() {
        StudyReport report =
                new StudyReport(Configs.study(STUDY.resolve("study.conf")).settings(), 420, Console.silent());
        report.write(Results.read(STUDY.resolve("results.json")), folder, Set.of());

        assertThat(folder.resolve("curve.svg")).content().contains("(paper)");
        for (String other : new String[] {"curve-20-nn.svg", "curve-20-nn-all.svg", "curve-retrieval.svg"}) {
            assertThat(folder.resolve(other)).content().as(other).doesNotContain("(paper)");
        }
    }

    @Test
    void knowsTheHeadsOfPublications() {
        assertThat(new String[] {"linear", "linear-moments", "attention+decoder", "attention", "segmentation"})
                .allMatch(StudyReport::isPublished);
        assertThat(new String[] {"20-nn", "retrieval", "segmentation-miou", "ridge", "ridge-miou"})
                .noneMatch(StudyReport::isPublished);
    }
}
