package org.nec4j.info;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nec4j.checkpoint.Checkpoint;
import org.nec4j.codec.io.Printable;

/** Trained tensors in a file, whatever wrote it. */
final class CheckpointInfo {
    private static final Pattern BLOCK = Pattern.compile("(decoder_)?blocks\\.(\\d{1,6})\\..*");
    private static final String PATCHES = "patch_embed.proj.weight";
    private static final String FACTOR = "patch_embed.proj.v.weight";
    private static final String LAST_FACTOR = "patch_embed.proj.u.weight";
    private static final int PATCHES_AXES = 4;
    private static final Pattern FIRST_FACTOR = Pattern.compile("(.*)\\.v\\.weight");
    private static final String LAST = ".u.weight";

    private CheckpointInfo() {}

    static Facts of(Path path, Path project) {
        Checkpoint checkpoint = Checkpoint.read(path);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("bytes", Sizes.of(path));
        long numbers = 0;
        TreeSet<String> types = new TreeSet<>();
        for (String name : checkpoint.names()) {
            long elements = 1;
            for (long axis : checkpoint.shape(name)) {
                elements *= axis;
            }
            numbers += elements;
            types.add(checkpoint.dtype(name).name());
        }
        facts.put("tensors", (long) checkpoint.names().size());
        facts.put("numbers", numbers);
        facts.put("types", types.stream().toList());
        facts.putAll(model(checkpoint));
        checkpoint.note().ifPresent(note -> facts.put("names", note));
        if (!checkpoint.passedOver().isEmpty()) {
            facts.put("passed_over", checkpoint.passedOver());
        }
        if (!checkpoint.unread().isEmpty()) {
            facts.put(
                    "tensors_not_read",
                    checkpoint.unread().stream().map(Printable::of).toList());
        }
        facts.put("sha256", checkpoint.sha256());
        facts.put(
                "verified",
                checkpoint
                        .vouching()
                        .map(who -> "its SHA-256 is the one that is stated by " + who)
                        .orElse("no digest is stated to compare with"));
        Licences.ofCheckpoint(checkpoint.sha256(), project).ifPresent(licence -> facts.put("licence", licence));
        Path card = path.resolveSibling(String.valueOf(path.getFileName()).replaceFirst("\\.[^.]*$", "") + ".md");
        if (Files.exists(card)) {
            facts.put("described_in", card.toString());
        }
        facts.put("read_by", readBy(checkpoint));
        return new Facts(path, "a checkpoint", facts);
    }

    /** What of a vision transformer its tensors show. */
    private static Map<String, Object> model(Checkpoint checkpoint) {
        Map<String, Object> facts = new LinkedHashMap<>();
        if (!holdsPatches(checkpoint)) {
            return facts;
        }
        // [dim, channels, side, side], or [rank, channels, side, side] of an embedding that is factorized
        long[] patches = checkpoint.shape(patches(checkpoint));
        facts.put(
                "names_as_in",
                switch (checkpoint.keyStyle()) {
                    case FACEBOOK_MAE -> "facebookresearch/mae, facebookresearch/dinov2 and timm";
                    case HUGGING_FACE_VITMAE -> "Hugging Face ViTMAE, ViT, DeiT and DINOv2";
                    case HUGGING_FACE_CLIP -> "Hugging Face CLIP and SigLIP";
                    case OPEN_CLIP -> "OpenAI's CLIP and open_clip";
                });
        facts.put(
                "encoder",
                blocks(checkpoint, false) + " blocks of " + width(checkpoint)
                        + " numbers a token, patches of " + patches[2] + " x " + patches[3] + " pixels of " + patches[1]
                        + (patches[1] == 1 ? " band" : " bands"));
        factors(checkpoint).ifPresent(factors -> facts.put("factorized", factors));
        int decoder = blocks(checkpoint, true);
        facts.put("decoder", decoder == 0 ? "none" : decoder + " blocks");
        return facts;
    }

    /** Of products u v in the place of matrices u [N, r] v [r, K]: how many, their ranks, and the share of the matrices' numbers that they have. */
    private static Optional<String> factors(Checkpoint checkpoint) {
        IntSummaryStatistics ranks = new IntSummaryStatistics();
        double kept = 0;
        double whole = 0;
        for (String name : checkpoint.names()) {
            Matcher factor = FIRST_FACTOR.matcher(name);
            String other = factor.matches() ? factor.group(1) + LAST : "";
            if (factor.matches() && checkpoint.contains(other)) {
                long[] u = checkpoint.shape(other);
                long inputs = Arrays.stream(checkpoint.shape(name)).skip(1).reduce(1, (a, b) -> a * b);
                ranks.accept((int) checkpoint.shape(name)[0]);
                kept += (double) (u[0] + inputs) * checkpoint.shape(name)[0];
                whole += (double) u[0] * inputs;
            }
        }
        return ranks.getCount() == 0
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "%d products of two matrices, ranks from %d to %d, with %.1f %% of the numbers of one each",
                        ranks.getCount(),
                        ranks.getMin(),
                        ranks.getMax(),
                        100 * kept / whole));
    }

    private static String patches(Checkpoint checkpoint) {
        return checkpoint.names().contains(FACTOR) ? FACTOR : PATCHES;
    }

    /** Numbers a token, as the patch embedding makes them: its rows, or those of the factor that is applied last. */
    private static long width(Checkpoint checkpoint) {
        return checkpoint.shape(checkpoint.names().contains(FACTOR) ? LAST_FACTOR : PATCHES)[0];
    }

    private static boolean holdsPatches(Checkpoint checkpoint) {
        String name = patches(checkpoint);
        return checkpoint.names().contains(name)
                && checkpoint.shape(name).length == PATCHES_AXES
                && (!name.equals(FACTOR) || checkpoint.names().contains(LAST_FACTOR));
    }

    private static int blocks(Checkpoint checkpoint, boolean decoder) {
        int blocks = 0;
        for (String name : checkpoint.names()) {
            Matcher block = BLOCK.matcher(name);
            if (block.matches() && decoder == (block.group(1) != null)) {
                blocks = Math.max(blocks, 1 + Integer.parseInt(block.group(2)));
            }
        }
        return blocks;
    }

    private static String readBy(Checkpoint checkpoint) {
        if (checkpoint.names().stream().anyMatch(name -> name.startsWith("bottleneck."))) {
            return "nec4j import FILE CONFIG -o codec.nec, as it holds a trained bottleneck";
        }
        return holdsPatches(checkpoint)
                ? "nec4j train, as model.checkpoint of an experiment"
                : "no command of nec4j: it holds no patch embedding of a vision transformer";
    }
}
