package org.nec4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.nec4j.report.DotPlot.Dot;
import org.nec4j.report.DotPlot.Group;

class DotPlotTest {
    private static final String SVG = new DotPlot(
                    "Example <&>",
                    "nothing",
                    List.of(
                            new Group("noise", List.of(dot("one", 0.4), dot("other", 0.6))),
                            new Group("nobody", List.of()),
                            new Group("none", List.of(dot("one", 0.5)))))
            .toSvg();

    private static Dot dot(String system, double value) {
        return new Dot(system, value, value - 0.05, value + 0.05, List.of(value - 0.01, value + 0.01));
    }

    @Test
    void saysEveryNumberInWordsUnderItsCondition() {
        assertThat(SVG)
                .contains("Example &lt;&amp;&gt;")
                .contains("<title>noise, one: 40.0 % (35.0 - 45.0)</title>")
                .contains("<title>noise, other: 60.0 % (55.0 - 65.0)</title>")
                .contains("<title>none, one: 50.0 % (45.0 - 55.0)</title>")
                .doesNotContain("nobody");
    }

    @Test
    void aSystemHasOneColourAndLargerSharesLieToTheRight() {
        Matcher dots = Pattern.compile("<path d=\"M([0-9.]+) [^\"]*\" class=\"f-(c[0-9]+)[^>]*><title>")
                .matcher(SVG);
        assertThat(dots.find()).isTrue();
        double first = Double.parseDouble(dots.group(1));
        String colour = dots.group(2);
        assertThat(dots.find()).isTrue();
        assertThat(Double.parseDouble(dots.group(1))).isGreaterThan(first);
        assertThat(dots.group(2)).isNotEqualTo(colour);
        assertThat(dots.find()).isTrue();
        assertThat(Double.parseDouble(dots.group(1))).isGreaterThan(first);
        assertThat(dots.group(2)).isEqualTo(colour);
    }

    @Test
    void aFigureOfNothingIsRefused() {
        assertThatThrownBy(() -> new DotPlot("", "", List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
