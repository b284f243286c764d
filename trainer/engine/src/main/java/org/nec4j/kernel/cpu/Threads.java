package org.nec4j.kernel.cpu;

import org.nec4j.codec.error.UserException;

/** How many threads compute. */
public final class Threads {
    private static final String NUMBER = "[1-9][0-9]{0,5}";

    private Threads() {}

    /**
     * What the system property nec4j.threads says, else the processors of this virtual machine, of which a job of Slurm takes no more than its
     * share.
     *
     * @throws UserException where the property is no number of threads
     */
    public static int askedFor() {
        return askedFor(
                System.getProperty("nec4j.threads"),
                System.getenv("SLURM_CPUS_PER_TASK"),
                Runtime.getRuntime().availableProcessors());
    }

    static int askedFor(String property, String share, int processors) {
        if (property == null) {
            return share != null && share.matches(NUMBER) ? Math.min(processors, Integer.parseInt(share)) : processors;
        }
        if (!property.matches(NUMBER)) {
            throw new UserException(
                    "system property nec4j.threads must be a number of 1 or more, not \"" + property + "\"");
        }
        return Integer.parseInt(property);
    }
}
