package org.nec4j.runs;

import java.util.List;
import java.util.Map;
import org.nec4j.run.RunFolder;

/**
 * How far a run is.
 *
 * @param done  updates, as far as its lines of metrics tell
 * @param all   updates of the whole run; 0 where that is not known yet
 */
record StepCount(long done, long all) {
    /** As a run's folder tells, whether or not a process works on it. */
    static StepCount of(RunFolder run) {
        List<Map<String, Object>> sessions = run.sessions();
        boolean isKnown =
                !sessions.isEmpty() && sessions.get(sessions.size() - 1).get("steps") instanceof Number;
        double[] logged = run.measured().steps();
        return new StepCount(
                logged.length == 0 ? 0 : (long) logged[logged.length - 1] + 1,
                isKnown ? ((Number) sessions.get(sessions.size() - 1).get("steps")).longValue() : 0);
    }

    /** The part of the run that is done, 0 where its length is not known. */
    double share() {
        return all == 0 ? 0 : Math.min(1.0, (double) done / all);
    }
}
