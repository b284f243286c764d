package org.nec4j.page;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nec4j.report.LineChart;
import org.nec4j.report.Markup;
import org.nec4j.run.MetricTable;

/** The courses of everything that a run measured, a chart a quantity. */
final class RunCurves {
    /** What the columns are called, in the order of the charts; columns that are not here follow under their own names. */
    private static final Map<String, String> NAMES = names();

    private final RunRecord run;

    RunCurves(RunRecord run) {
        this.run = run;
    }

    String toHtml() {
        Map<String, LineChart> charts = new LinkedHashMap<>();
        NAMES.forEach((column, name) -> {
            chart(charts, run.steps(), column, name, !column.equals("learning_rate"));
            chart(charts, run.heldOut(), column, name + ", held-out images", false);
        });
        run.steps().columns().forEach(column -> chart(charts, run.steps(), column, words(column), true));
        run.heldOut()
                .columns()
                .forEach(column -> chart(charts, run.heldOut(), column, words(column) + ", held-out images", false));
        Markup html = new Markup();
        html.add("<h2>Curves</h2>");
        if (charts.isEmpty()) {
            return html.add("<p class=\"soft\">Nothing was measured yet.</p>").toString();
        }
        html.add("<div class=\"charts\">");
        charts.forEach((name, chart) -> html.add("<figure><figcaption>%s</figcaption>", Markup.escape(name))
                .add("%s", chart.toSvg())
                .add("</figure>"));
        return html.add("</div>").toString();
    }

    private static void chart(
            Map<String, LineChart> charts, MetricTable table, String column, String name, boolean noisy) {
        int at = table.columns().indexOf(column);
        if (at < 0) {
            return;
        }
        LineChart chart = new LineChart(name, table.steps(), table.values()[at], noisy);
        if (!chart.isEmpty() && chart.varies()) {
            charts.putIfAbsent(name, chart);
        }
    }

    private static String words(String column) {
        return NAMES.getOrDefault(column, column.replace('_', ' '));
    }

    private static Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("loss", "loss");
        names.put("distortion", "distortion");
        names.put("bits_per_image", "rate, bits an image");
        names.put("learning_rate", "learning rate");
        names.put("gradient_norm", "norm of the gradient");
        names.put("update_norm", "norm of the update");
        names.put("parameter_norm", "norm of the parameters");
        names.put("auxiliary", "loss of the quantiles");
        return names;
    }
}
