package org.nec4j.factorize;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.nec4j.codec.error.UserException;
import org.nec4j.vit.Encoder;
import org.nec4j.vit.Ranks;

/** An encoder's products, each with the directions in which its outputs vary. */
final class Factorization {
    private final EncoderModel model;
    private final Map<String, OutputAxes> axes = new LinkedHashMap<>();

    /**
     * Finds the directions.
     *
     * @param moments of the products by name, as {@link LayerMoments} gathers them; none for the singular vectors of the weights alone
     */
    Factorization(EncoderModel model, Map<String, Moments> moments) {
        this.model = model;
        for (String product : model.products()) {
            EncoderModel.Matrix matrix = model.matrix(product);
            axes.put(
                    product,
                    OutputAxes.of(
                            Matrices.of(matrix.weight(), matrix.out()),
                            matrix.bias(),
                            Optional.ofNullable(moments.get(product))));
        }
    }

    /**
     * The encoder with at most this share of its numbers.
     *
     * @param share of its numbers that may stay, biases, norms and class token counted
     * @throws UserException where less would be left than factors of rank 1 need
     */
    EncoderModel keeping(double share, RankRule rule) {
        List<String> products = Ranks.products(model.shape().depth());
        List<RankRule.Group> groups = products.stream().map(this::group).toList();
        long others = model.numbers()
                - groups.stream().mapToLong(RankRule.Group::whole).sum();
        long budget = (long) (share * model.numbers()) - others;
        int[] ranks = budget < RankRule.least(groups) ? new int[] {0} : rule.ranks(groups, budget);
        for (int rank : ranks) {
            if (rank < 1) {
                throw new UserException(String.format(
                        Locale.ROOT,
                        "--share %s leaves no rank for some product of this encoder, which has %,d numbers beside its products; keep at"
                                + " least a share of %.3f",
                        share,
                        others,
                        least(groups, others, rule)));
            }
        }
        Map<String, Integer> byProduct = new LinkedHashMap<>();
        Map<String, OutputAxes.Factors> factors = new LinkedHashMap<>();
        for (int i = 0; i < ranks.length; i++) {
            byProduct.put(products.get(i), ranks[i]);
            for (String member : members(products.get(i))) {
                EncoderModel.Matrix matrix = model.matrix(member);
                factors.put(
                        member,
                        axes.get(member).factors(Matrices.of(matrix.weight(), matrix.out()), matrix.bias(), ranks[i]));
            }
        }
        return model.with(Ranks.of(model.shape().depth(), byProduct::get), factors);
    }

    /** The smallest share that gives every product a rank, rounded up. */
    private double least(List<RankRule.Group> groups, long others, RankRule rule) {
        double numbers = RankRule.least(groups);
        if (rule == RankRule.UNIFORM) {
            double all = groups.stream().mapToLong(RankRule.Group::whole).sum();
            numbers = groups.stream()
                    .mapToDouble(group -> all * group.perRank() / group.whole())
                    .max()
                    .orElse(0);
        }
        return Math.ceil(1000 * (numbers + others + 1) / model.numbers()) / 1000;
    }

    private RankRule.Group group(String product) {
        List<String> members = members(product);
        EncoderModel.Matrix matrix = model.matrix(product);
        double[] shares = new double[axes.get(product).variances().length];
        for (String member : members) {
            double[] own = axes.get(member).shares();
            for (int k = 0; k < shares.length; k++) {
                shares[k] += own[k];
            }
        }
        return new RankRule.Group(matrix.out(), matrix.in(), members.size(), shares);
    }

    private List<String> members(String product) {
        List<String> members = new ArrayList<>(List.of(product));
        if (axes.containsKey(Encoder.POOLED + product)) {
            members.add(Encoder.POOLED + product);
        }
        return members;
    }
}
