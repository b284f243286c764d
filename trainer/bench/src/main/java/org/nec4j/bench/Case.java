package org.nec4j.bench;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.nec4j.vit.VitShape;

/** What is timed, here and by the peer in pytorch_peer.py under the same names. */
enum Case {
    /** Embeddings of ViT-B/16 at 224 px: 197 tokens, inference. */
    VIT_B_ENCODER(224, 768, 12, 512, 8, 16, 8, Trains.NOTHING),
    /** The codec on ViT-B/16: last encoder block, bottleneck and first decoder block train. */
    VIT_B_FROZEN(224, 768, 12, 512, 8, 16, 8, Trains.BLOCKS),
    /** The same with products of frozen blocks in bfloat16, beside a peer in float32. */
    VIT_B_FROZEN_BF16(224, 768, 12, 512, 8, 16, 8, Trains.BLOCKS),
    /** The same beside a peer that computes in bfloat16 whatever its autocast lets it. */
    VIT_B_FROZEN_BF16_AUTOCAST(224, 768, 12, 512, 8, 16, 8, Trains.BLOCKS),
    /** The codec on ViT-Tiny/16 at 128 px, batch 64. */
    VIT_TINY_FROZEN(128, 192, 3, 128, 4, 4, 64, Trains.BLOCKS),
    /** Pretraining of ViT-Tiny/16: everything trains, no bottleneck. */
    VIT_TINY_FULL(128, 192, 3, 128, 4, 4, 64, Trains.EVERYTHING);

    /** What trains. */
    enum Trains {
        NOTHING,
        BLOCKS,
        EVERYTHING
    }

    final VitShape shape;
    final int batch;
    final Trains trains;

    Case(int size, int dim, int heads, int decoderDim, int decoderDepth, int decoderHeads, int batch, Trains trains) {
        this.shape = new VitShape(size, 16, 3, dim, 12, heads, decoderDim, decoderDepth, decoderHeads, 4, 1e-6);
        this.batch = batch;
        this.trains = trains;
    }

    /** Whether products of frozen blocks are in bfloat16 here. */
    boolean isBfloat16() {
        return name().contains("BF16");
    }

    /** The name on the command line, such as vit-b-frozen. */
    String label() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    static Case of(String label) {
        return Arrays.stream(values())
                .filter(one -> one.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no case " + label + ", there are "
                        + Arrays.stream(values()).map(Case::label).collect(Collectors.joining(", "))));
    }
}
