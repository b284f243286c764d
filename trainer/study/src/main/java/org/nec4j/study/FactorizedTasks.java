package org.nec4j.study;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.nec4j.assembly.StartingPoint;
import org.nec4j.baseline.CodecCoder;
import org.nec4j.baseline.SetCoder;
import org.nec4j.codec.Codec;
import org.nec4j.codec.model.CodecWriter;
import org.nec4j.config.StudySettings.FactorizedEncoder;
import org.nec4j.data.ImageSource;
import org.nec4j.data.SubsetImages;
import org.nec4j.eval.Embeddings;
import org.nec4j.eval.Splits;
import org.nec4j.export.CodecBuilder;
import org.nec4j.export.Preprocessing;
import org.nec4j.factorize.RankRule;
import org.nec4j.factorize.SmallerEncoders;
import org.nec4j.progress.Console;
import org.nec4j.report.FactorizedEncoders;
import org.nec4j.report.Measurement;
import org.nec4j.transform.TransformFit;
import org.nec4j.vit.DecoderLayer;
import org.nec4j.vit.Tensors;

/**
 * The study's encoder made smaller: its tokens as they leave it and out of a transform codec's streams, and what file and encoding cost.
 *
 * @param start         the whole encoder
 * @param preprocessing how images become its input
 * @param batch         images at a time
 * @param learning      training images
 * @param judge         what is judged, and how
 */
record FactorizedTasks(
        StartingPoint start,
        Preprocessing preprocessing,
        int batch,
        ImageSource learning,
        Judge judge,
        Console console) {
    /** What a study makes of an encoder. */
    interface Judge {
        /** The study's images as this encoder embeds them. */
        Splits embed(Pretrained encoder);

        /** One measurement a head. */
        List<Measurement> judge(OperatingPoint point, Splits decoded, Optional<DecoderLayer> layer);

        /** Embeddings of a test image. */
        double tiles();

        /** What the numbers of its heads depend on. */
        String identity();
    }

    /**
     * One task an encoder and share.
     *
     * @param whole the whole encoder's embeddings
     */
    List<RatePointTask> tasks(List<FactorizedEncoder> factorized, Supplier<Splits> whole) {
        Map<String, SmallerEncoders> known = new HashMap<>();
        List<RatePointTask> tasks = new ArrayList<>();
        for (FactorizedEncoder one : factorized) {
            for (double share : one.shares()) {
                String setting = String.format(Locale.ROOT, "%.4g %%", 100 * share);
                String identity = one.system()
                        + ' '
                        + setting
                        + ' '
                        + one.method()
                        + ' '
                        + one.ranks()
                        + ' '
                        + one.images()
                        + ' '
                        + one.step()
                        + one.distill().map(steps -> " distilled " + steps).orElse("")
                        + ' '
                        + judge.identity();
                tasks.add(new RatePointTask(one.system(), setting, identity, () -> {
                    StartingPoint small = share == 1
                            ? start
                            : known.computeIfAbsent(one.method() + " " + one.images(), key -> encoders(one))
                                    .keeping(
                                            share,
                                            RankRule.valueOf(one.ranks().name()),
                                            one.distill().orElse(0),
                                            SubsetImages.spread(learning, one.images()),
                                            preprocessing,
                                            new Pretrained(start, preprocessing, batch).kernels(),
                                            console);
                    return measured(one, setting, small, whole.get());
                }));
            }
        }
        return tasks;
    }

    private SmallerEncoders encoders(FactorizedEncoder one) {
        return switch (one.method()) {
            case AWARE ->
                SmallerEncoders.aware(
                        start,
                        learning,
                        one.images(),
                        preprocessing,
                        new Pretrained(start, preprocessing, batch).kernels(),
                        console);
            case SVD -> SmallerEncoders.svd(start);
        };
    }

    private List<Measurement> measured(FactorizedEncoder one, String setting, StartingPoint small, Splits whole) {
        Pretrained encoder = new Pretrained(small, preprocessing, batch);
        Splits embedded = small == start ? whole : judge.embed(encoder);
        byte[] file = codec(small, embedded, one.step());
        SetCoder<float[]> coder = new CodecCoder(Codec.of(file, "the fitted codec"), file.length);
        SetCoder.Coded<float[]> test = coder.code(embedded.test().values());
        Function<Embeddings, Embeddings> through =
                of -> of.withValues(coder.code(of.values()).decoded());
        Splits decoded = new Splits(
                through.apply(embedded.train()),
                through.apply(embedded.val()),
                embedded.test().withValues(test.decoded()));
        Map<String, Double> numbers = new TreeMap<>();
        numbers.put(FactorizedEncoders.NUMBERS, (double) SmallerEncoders.numbers(small));
        numbers.put(FactorizedEncoders.KEPT, (double) SmallerEncoders.numbers(small) / SmallerEncoders.numbers(start));
        numbers.put(FactorizedEncoders.MODEL_BYTES, (double) file.length);
        numbers.put(FactorizedEncoders.IMAGES_A_SECOND, encoder.imagesASecond(learning));
        numbers.put(FactorizedEncoders.ERROR, TokenError.of(whole.test(), embedded.test()));
        OperatingPoint point =
                new OperatingPoint(one.system(), setting, judge.tiles() * test.meanBytes(), file.length, numbers);
        List<Measurement> asEmbedded = judge.judge(point, embedded, encoder.decoderLayer());
        List<Measurement> rows = judge.judge(point, decoded, encoder.decoderLayer());
        List<Measurement> both = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            both.add(FactorizedEncoders.with(rows.get(i), asEmbedded.get(i)));
        }
        return both;
    }

    /** What {@code nec4j fit} writes of the encoder, without a decoder. */
    private byte[] codec(StartingPoint small, Splits embedded, double step) {
        Map<String, float[]> encoder = new TreeMap<>(small.tensors().all());
        encoder.keySet().removeIf(name -> name.startsWith("decoder_") || name.equals("mask_token"));
        CodecWriter writer =
                TransformFit.fit(embedded.train().values(), embedded.train().dim(), step);
        return CodecBuilder.describe(
                        writer,
                        small.shape(),
                        new Tensors(encoder),
                        preprocessing,
                        Map.of(),
                        Optional.empty(),
                        Map.of())
                .toBytes();
    }
}
