package org.nec4j.train;

import org.nec4j.page.RunReport;
import org.nec4j.progress.Console;
import org.nec4j.run.RunFolder;
import org.nec4j.run.SessionRecord;

/** With every state keeps how long the session has worked, and writes the run's page without pictures, which costs next to nothing. */
record SessionKeeper(RunFolder folder, Meter meter, Console console) implements TrainingListener {
    @Override
    public void state(Moment.State state) {
        SessionRecord.keepTime(folder.path(), state.updates(), meter.seconds());
        RunReport.writeCurves(folder, console);
    }
}
