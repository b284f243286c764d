package org.nec4j.page;

import java.util.List;
import java.util.Map;
import org.nec4j.config.Setting;
import org.nec4j.run.MetricTable;

/**
 * What a run's folder tells.
 *
 * @param name     of the folder
 * @param title    the experiment's, in a line
 * @param state    how far the run is, in words
 * @param settings all of them, with their origins
 * @param steps    what was measured while training
 * @param heldOut  what was measured on images that the run does not learn from
 * @param summary  what the run came to; empty while it is not finished
 * @param facts    about the run and the machine, such as seed and versions
 */
public record RunRecord(
        String name,
        String title,
        String state,
        List<Setting> settings,
        MetricTable steps,
        MetricTable heldOut,
        Map<String, Object> summary,
        Map<String, String> facts) {}
