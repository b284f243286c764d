package org.nec4j.cli;

import org.nec4j.export.Shard;
import picocli.CommandLine.Option;

/** Which part of a job this process does, for commands whose work several processes share. */
final class ShardOption {
    @Option(
            names = "--shard",
            defaultValue = "0/1",
            paramLabel = "INDEX/COUNT",
            description = {
                "Only the keys of one of COUNT processes, INDEX counting from 0; run again, it goes on.",
                "An archive NAME.nema becomes NAME.part-INDEX-of-COUNT.nema; `nec4j archive merge NAME.nema` joins the parts."
            })
    private String words;

    Shard shard() {
        return Shard.of(words);
    }
}
