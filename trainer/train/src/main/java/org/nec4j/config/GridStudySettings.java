package org.nec4j.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A comparison of codecs for gridded fields, as {@code nec4j reproduce} measures it.
 *
 * @param title  first line of the table
 * @param grids  what is measured
 * @param bounds what values are held to, as {@code nec4j encode --bound} takes it
 */
public record GridStudySettings(String title, List<Grid> grids, List<String> bounds) {
    public GridStudySettings {
        Violations wrong = new Violations();
        wrong.unless(!grids.isEmpty(), "grids", "is empty; name a field");
        wrong.unless(!bounds.isEmpty(), "bounds", "is empty; none is one");
        wrong.report();
    }

    /**
     * A variable and who codes it.
     *
     * @param field      what the table calls it
     * @param experiment its experiment
     * @param settings   {@code key=value} on top of it
     * @param blocks     sizes of codecs of blocks that are fitted: R
     * @param networks   those that are trained
     * @param peers      what other programs reached, measured once
     * @param unlike     what other programs were measured on, where it is not what is measured here
     */
    public record Grid(
            String field,
            @ExistingFile Path experiment,
            List<String> settings,
            @Interval("[1, 6]") List<Integer> blocks,
            List<Network> networks,
            List<Peer> peers,
            Optional<String> unlike) {
        public Grid {
            Violations wrong = new Violations();
            wrong.unless(
                    networks.stream().map(Network::name).distinct().count() == networks.size(),
                    "networks",
                    "gives two of them one name");
            wrong.report();
        }
    }

    /**
     * A network by a name.
     *
     * @param name     how the table calls it
     * @param settings {@code key=value} on top of the field's own
     */
    public record Network(String name, List<String> settings) {}

    /**
     * A number of another program.
     *
     * @param system its name
     * @param ratio  bytes of the fields as float32 over its own
     * @param psnr   dB, where it was told
     * @param bound  what it held values to, where it did
     */
    public record Peer(
            String system, @Interval("(0, inf)") double ratio, Optional<Double> psnr, Optional<String> bound) {}
}
