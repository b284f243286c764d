package org.nec4j.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.nec4j.doctor.Doctor;
import org.nec4j.doctor.Examination;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code nec4j doctor}. */
@Command(
        name = "doctor",
        description =
                "Tells whether this machine is fit: Java, memory, disk, threads, backend, processor and five seconds of speed, each with a remedy.",
        footer = {
            "",
            "The exit status is 0 where nothing is bad.",
            "",
            "Examples:",
            "  nec4j doctor",
            "  nec4j doctor --runs experiments/runs --json"
        })
final class DoctorCommand implements Callable<Integer> {
    private final Context context;

    @Option(names = "--runs", paramLabel = "DIR", description = "Where runs will be kept. Default: experiments/runs.")
    private Path runs = Path.of("experiments", "runs");

    @Option(names = "--json", description = "Print JSON instead.")
    private boolean json;

    DoctorCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Examination examination = Doctor.examine(runs, context.console());
        (json ? context.out() : context.hints()).print(json ? examination.json() + "\n" : examination.text());
        return examination.fit() ? 0 : Failures.USER_CAN_MEND;
    }
}
