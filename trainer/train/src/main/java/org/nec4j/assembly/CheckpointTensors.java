package org.nec4j.assembly;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nec4j.checkpoint.Checkpoint;
import org.nec4j.checkpoint.TensorExpectation;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.Printable;
import org.nec4j.config.EncoderSettings;
import org.nec4j.config.ModelSettings;
import org.nec4j.progress.Console;
import org.nec4j.vit.PatchGrid;
import org.nec4j.vit.PositionEmbeddings;
import org.nec4j.vit.Resampling;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

/** A checkpoint's tensors as those of the model that the settings describe. */
final class CheckpointTensors {
    private static final String POSITIONS = "pos_embed";
    private static final String DECODER_POSITIONS = "decoder_pos_embed";
    private static final String DECODER = "decoder_";

    /** What stands behind an encoder in published files, and is not read. */
    private static final String[] HEADS = {
        "head.",
        "head_dist.",
        "heads.",
        "fc_norm.",
        "attn_pool.",
        "pre_logits.",
        "classifier.",
        "cls_classifier.",
        "distillation_classifier.",
        "pooler.",
        "dino_head.",
        "ibot_head.",
        "text.",
        "logit_scale",
        "logit_bias"
    };

    private final Checkpoint checkpoint;
    private final VitShape shape;
    private final EncoderSettings settings;
    private final ModelSettings.ChannelAdaptation bands;
    private final boolean freshDecoder;

    CheckpointTensors(Checkpoint checkpoint, VitShape shape, ModelSettings settings) {
        this.checkpoint = checkpoint;
        this.shape = shape;
        this.settings = settings.encoder();
        this.bands = settings.channelAdaptation();
        this.freshDecoder = settings.decoder() == ModelSettings.DecoderStart.WARM_UP;
    }

    /** The model's tensors, without those of a decoder that the file does not hold; the console is told what is not read of it. */
    Tensors read(Console console) {
        BlockKind.require(checkpoint);
        requireForm();
        boolean decoder = !freshDecoder
                && Stream.concat(checkpoint.names().stream(), checkpoint.unread().stream())
                        .anyMatch(name -> name.startsWith(DECODER));
        Map<String, long[]> wanted = decoder ? shape.tensors() : shape.encoderTensors();
        Map<String, long[]> expected = new LinkedHashMap<>(wanted);
        requirePositions(decoder);
        ChannelAdaptation channels = ChannelAdaptation.of(checkpoint, shape, bands);
        channels.expect(expected);
        Positions encoder = positions(POSITIONS, shape.prefix(), expected);
        Positions ofDecoder = positions(DECODER_POSITIONS, 1, expected);
        TensorExpectation expectation = TensorExpectation.of(expected).mayHold(HEADS);
        checkpoint.require(freshDecoder ? expectation.mayHold(DECODER, "mask_token") : expectation);
        tellHeads(expected, console);
        Map<String, float[]> values = new LinkedHashMap<>();
        wanted.keySet().forEach(name -> {
            float[] numbers = checkpoint.finite(name, "row");
            values.put(
                    name,
                    switch (name) {
                        case POSITIONS -> encoder.fitted(numbers);
                        case DECODER_POSITIONS -> ofDecoder.fitted(numbers);
                        default -> channels.adapted(name, numbers);
                    });
        });
        return new Tensors(values);
    }

    /** What of the encoder's form shows in a file must be what the settings say. */
    private void requireForm() {
        String key = "model.encoder.";
        boolean classToken = checkpoint.contains("cls_token");
        unless(
                classToken == settings.classToken() || !checkpoint.contains(POSITIONS),
                "holds " + (classToken ? "a" : "no") + " class token",
                key + "class-token = " + classToken);
        long registers = 0;
        if (checkpoint.contains("reg_token")) {
            long[] sizes = checkpoint.shape("reg_token");
            registers = sizes.length == 3 ? sizes[1] : settings.registers();
        }
        unless(
                registers == settings.registers(),
                "holds " + (registers == 0 ? "no" : registers)
                        + " register tokens (or tokens like them, such as DeiT's for distillation)",
                key + "registers = " + registers);
        boolean preNorm = checkpoint.contains("norm_pre.weight");
        unless(
                preNorm == settings.preNorm(),
                "holds " + (preNorm ? "a" : "no") + " norm before the first block",
                key + "pre-norm = " + preNorm);
        if (!checkpoint.contains("norm.weight") && checkpoint.contains("fc_norm.weight")) {
            throw new UserException(checkpoint.path()
                    + ": norms only the mean of its tokens (fc_norm), so that its tokens come without a final norm, which codecs are"
                    + " made for; take a checkpoint from before its fine-tuning");
        }
    }

    /** Nothing else in a file tells fixed positions from learnt ones that were lost, or from none, so none are made up. */
    private void requirePositions(boolean decoder) {
        for (String name : decoder ? List.of(POSITIONS, DECODER_POSITIONS) : List.of(POSITIONS)) {
            boolean ofDecoder = name.startsWith(DECODER);
            // Where another name might be theirs, the comparison of all names says more.
            if (Stream.concat(checkpoint.names().stream(), checkpoint.unread().stream())
                    .noneMatch(held -> held.startsWith(DECODER) == ofDecoder && held.contains("pos"))) {
                throw new UserException(checkpoint.path() + ": holds no positions (" + name
                        + "), and fixed sine-cosine ones are not made up, as nothing else in a file tells that they were"
                        + " meant; save the model with them, as the state dicts of MAE, timm and transformers do");
            }
        }
    }

    private void unless(boolean holds, String what, String setting) {
        if (!holds) {
            throw new UserException(
                    checkpoint.path() + ": " + what + ", unlike the model that the settings describe; set " + setting
                            + ", or choose another checkpoint");
        }
    }

    /** Finds the grid of a file's positions and expects them as they are. */
    private Positions positions(String name, int prefix, Map<String, long[]> expected) {
        PatchGrid to = shape.grid();
        long[] wanted = expected.get(name);
        if (wanted == null || !checkpoint.contains(name)) {
            return new Positions(0, prefix, PatchGrid.square(1), to, rule(), 0);
        }
        int dim = Math.toIntExact(wanted[2]);
        long[] actual = checkpoint.shape(name);
        if (actual.length != 3 || actual[0] != 1 || actual[2] != dim || actual[1] > Integer.MAX_VALUE / dim) {
            return new Positions(dim, prefix, to, to, rule(), prefix); // the comparison of shapes tells it
        }
        int rows = (int) actual[1];
        int[] befores = {prefix, settings.classToken() ? 1 : 0, 0};
        Optional<Positions> own = IntStream.of(befores)
                .filter(before -> rows == before + to.cells() && mayBe(to))
                .mapToObj(before -> new Positions(dim, before, to, to, rule(), prefix))
                .findFirst();
        Optional<Positions> other = IntStream.of(befores)
                .filter(before -> grid(rows - before).cells() == rows - before)
                .mapToObj(before -> new Positions(dim, before, grid(rows - before), to, rule(), prefix))
                .findFirst();
        if (own.isPresent()
                && other.isPresent()
                && !to.isSquare()
                && settings.positionGrid().isEmpty()) {
            throw new UserException(checkpoint.path() + ": tensor " + name + " has " + rows
                    + " positions, a square grid or the model's " + to.rows() + " x " + to.columns()
                    + "; state which, rows and columns, in model.encoder.position-grid");
        }
        Optional<Positions> found = own.or(() -> other);
        if (found.isPresent()) {
            expected.put(name, actual);
            return found.get();
        }
        throw new UserException(checkpoint.path() + ": tensor " + name + " has " + rows + " positions, which are no "
                + (settings.positionGrid().isEmpty() ? "square grid" : "grid of " + settings.positionGrid())
                + " behind the model's " + prefix
                + " other tokens; state rows and columns in model.encoder.position-grid, or choose another checkpoint");
    }

    /** Whether a file's grid can be this one by what the settings state. */
    private boolean mayBe(PatchGrid to) {
        return settings.positionGrid().isEmpty() || settings.positionGrid().equals(List.of(to.rows(), to.columns()));
    }

    /** The grid that the settings state, or the square next to so many cells. */
    private PatchGrid grid(int cells) {
        List<Integer> stated = settings.positionGrid();
        return stated.isEmpty()
                ? PatchGrid.square(Math.max(1, (int) Math.round(Math.sqrt(Math.max(0, cells)))))
                : new PatchGrid(stated.get(0), stated.get(1));
    }

    private Resampling rule() {
        return Resampling.valueOf(settings.positionResampling().name());
    }

    private void tellHeads(Map<String, long[]> expected, Console console) {
        List<String> heads = checkpoint.names().stream()
                .filter(name -> !expected.containsKey(name))
                .toList();
        if (!heads.isEmpty()) {
            console.say(checkpoint.path().getFileName() + ": " + heads.size()
                    + (heads.size() == 1 ? " tensor behind the encoder is" : " tensors behind the encoder are")
                    + " not read, "
                    + Printable.of(heads.get(0)) + (heads.size() > 1 ? " among them." : "."));
        }
    }

    /**
     * Positions on their way from a file's grid to the model's.
     *
     * @param before rows before the cells in the file: of all tokens that belong to no patch, of the class token alone, or none
     * @param prefix rows before the cells in the model; those that the file has not are zeros
     */
    private record Positions(int dim, int before, PatchGrid from, PatchGrid to, Resampling rule, int prefix) {
        float[] fitted(float[] numbers) {
            float[] cells = PositionEmbeddings.interpolate(numbers, dim, before, from, to, rule);
            if (before == prefix) {
                return cells;
            }
            float[] all = new float[(prefix + to.cells()) * dim]; // [N + L, D]
            System.arraycopy(cells, 0, all, 0, before * dim);
            System.arraycopy(cells, before * dim, all, prefix * dim, to.cells() * dim);
            return all;
        }
    }
}
