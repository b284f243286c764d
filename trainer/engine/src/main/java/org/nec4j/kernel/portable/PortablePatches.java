package org.nec4j.kernel.portable;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nec4j.kernel.PatchKernels;

/** Patches by permutation. */
final class PortablePatches implements PatchKernels {
    @Override
    public void channelsFirst(INDArray images, int patchSize, int[][] keep, INDArray patches) {
        try (MemoryWorkspace scratch = Nd.scratch()) {
            long numbers = patches.size(-1);
            INDArray all = split(images, patchSize).permute(0, 2, 4, 1, 3, 5).dup('c'); // [B, h, w, C, P, P]
            int cells = (int) (all.size(1) * all.size(2));
            int[] rows = new int[keep.length * keep[0].length];
            for (int i = 0; i < rows.length; i++) {
                int image = i / keep[0].length;
                rows[i] = image * cells + keep[image][i % keep[0].length];
            }
            Nd4j.pullRows(Nd.rows(all, numbers), Nd.rows(patches, numbers), 1, rows);
        }
    }

    @Override
    public void channelsLast(INDArray images, int patchSize, INDArray patches) {
        try (MemoryWorkspace scratch = Nd.scratch()) {
            INDArray all = split(images, patchSize).permute(0, 2, 4, 3, 5, 1).dup('c'); // [B, h, w, P, P, C]
            patches.assign(all.reshape('c', patches.shape()));
        }
    }

    /** A view of [B, C, H, W] as [B, C, h, P, w, P]. */
    private static INDArray split(INDArray images, int patchSize) {
        long rows = images.size(2) / patchSize;
        long columns = images.size(3) / patchSize;
        return images.reshape('c', true, images.size(0), images.size(1), rows, patchSize, columns, patchSize);
    }

    @Override
    public void standardize(INDArray patches) {
        try (MemoryWorkspace scratch = Nd.scratch()) {
            INDArray rows = Nd.rows(patches, patches.size(-1));
            INDArray centred = rows.castTo(DataType.DOUBLE);
            centred = centred.subColumnVector(centred.mean(true, 1)); // [R, N]
            INDArray variance = centred.mul(centred).sum(true, 1).divi(rows.size(1) - 1.0); // [R, 1]
            centred.diviColumnVector(Transforms.sqrt(variance.addi(1e-6), true));
            rows.assign(centred.castTo(patches.dataType()));
        }
    }
}
