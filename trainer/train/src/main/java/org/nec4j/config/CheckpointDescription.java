package org.nec4j.config;

import java.util.Optional;

/**
 * A public checkpoint, as {@code checkpoints/NAME.conf} describes it. The weights are never part of the project.
 *
 * @param name        what messages call it
 * @param description one line for people
 * @param homepage    its page
 * @param address     a direct address of the file, where one is certain
 * @param bytes       length of the file, where it is known
 * @param sha256      digest of the file, where it is known
 * @param licence     what may be done with it
 * @param citation    how to cite it
 * @param preset      the sizes it was trained with, a block under {@code presets}
 * @param patchSize   side of a patch, pixels
 * @param imageSize   of the input, pixels
 * @param decoder     whether it holds the decoder, where that is known
 * @param keyStyle    how it names its tensors
 * @param note        anything else a user should know
 */
public record CheckpointDescription(
        String name,
        String description,
        String homepage,
        Optional<String> address,
        @Interval("[1, inf)") Optional<Long> bytes,
        Optional<String> sha256,
        String licence,
        String citation,
        String preset,
        @Interval("[1, 1024]") int patchSize,
        ImageSides imageSize,
        Optional<Boolean> decoder,
        KeyStyle keyStyle,
        String note) {

    /** How a checkpoint names its tensors. */
    public enum KeyStyle {
        /** facebookresearch/mae and timm. */
        FACEBOOK_MAE,
        /** Hugging Face. */
        HUGGING_FACE_VITMAE,
        /** Hugging Face's CLIP and SigLIP. */
        HUGGING_FACE_CLIP,
        /** OpenAI's CLIP and open_clip. */
        OPEN_CLIP
    }

    public CheckpointDescription {
        Violations wrong = new Violations();
        wrong.unless(
                sha256.map(s -> s.matches("[0-9a-f]{64}")).orElse(true),
                "sha256",
                "must be 64 hexadecimal digits in lower case");
        wrong.report();
    }

    /** Where it comes from, as data sets state it. */
    public DatasetDescription.Source source() {
        return new DatasetDescription.Source(homepage, address, bytes, sha256, licence, citation, note);
    }

    /** What an experiment on it states, and what else it brings, in a line. */
    public String use() {
        return "model { preset = " + preset + ", image-size = " + imageSize + ", patch-size = " + patchSize + " }, "
                + decoder.map(there -> there ? "with its decoder" : "without a decoder")
                        .orElse("with or without a decoder")
                + ", tensors named as " + Names.word(keyStyle);
    }
}
