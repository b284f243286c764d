package org.nec4j.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nec4j.codec.error.UserException;

class ParameterRulesTest {
    private static final List<String> NAMES = List.of(
            "cls_token",
            "blocks.0.norm1.weight",
            "blocks.1.norm1.weight",
            "blocks.11.norm1.weight",
            "decoder_blocks.0.norm1.weight",
            "decoder_blocks.3.norm1.weight",
            "bottleneck.quantiles");

    @Test
    void bracesMayHoldBlocksThatCountFromTheEnd() {
        Map<String, ParameterRule> rules =
                assign(rule("{,decoder_}blocks.{-1,-11}.{norm1,mlp}.weight", true), rule("*", false));

        assertThat(rules.keySet().stream().filter(name -> rules.get(name).train()))
                .containsExactly("blocks.1.norm1.weight", "blocks.11.norm1.weight", "decoder_blocks.3.norm1.weight");
    }

    @Test
    void refusesBracesThatDoNotPairOrMultiply() {
        assertThatThrownBy(() -> rule("}a{", true)).hasMessageContaining("braces that do not pair");
        assertThatThrownBy(() -> rule("{a,{b,c}}", true)).hasMessageContaining("braces that do not pair");
        assertThatThrownBy(() -> rule("{a,b}".repeat(40), true)).hasMessageContaining("more than 1000 names");
    }

    @Test
    void theFirstMatchDecides() {
        Map<String, ParameterRule> rules = assign(rule("blocks.11.*", true), rule("*", false));

        assertThat(rules.get("blocks.11.norm1.weight").train()).isTrue();
        assertThat(rules.get("blocks.1.norm1.weight").train()).isFalse();
        assertThat(rules.keySet()).containsExactlyElementsOf(NAMES);
    }

    @Test
    void countsBlocksFromTheEnd() {
        Map<String, ParameterRule> rules =
                assign(rule("blocks.-1.*", true), rule("decoder_blocks.-4.*", true), rule("*", false));

        assertThat(rules.entrySet().stream().filter(e -> e.getValue().train()).map(Map.Entry::getKey))
                .containsExactly("blocks.11.norm1.weight", "decoder_blocks.0.norm1.weight");
    }

    @Test
    void dotsMeanDotsAndBracesMeanEither() {
        Map<String, ParameterRule> rules = assign(rule("{cls_token,bottleneck.quantiles}", true), rule("*", false));

        assertThat(rules.get("cls_token").train()).isTrue();
        assertThat(rules.get("bottleneck.quantiles").train()).isTrue();
        assertThat(rules.get("blocks.0.norm1.weight").train()).isFalse();
        assertThatThrownBy(() -> assign(rule("blocks.1?norm1.weight", true), rule("cls-token", true), rule("*", false)))
                .hasMessageContaining("no parameter matches \"cls-token\".");
    }

    @Test
    void namesEveryTensorLeftOverAndEveryIdlePattern() {
        assertThatThrownBy(() -> assign(rule("blocks.*", true), rule("blocks.-13.*", false), rule("head.*", true)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("no rule covers cls_token, decoder_blocks.0.norm1.weight,"
                        + " decoder_blocks.3.norm1.weight, bottleneck.quantiles (")
                .hasMessageContaining("; no parameter matches \"blocks.-13.*\"; no parameter matches \"head.*\".");
    }

    @Test
    void namesARuleThatEarlierOnesLeaveNothingTo() {
        assertThatThrownBy(() -> assign(rule("blocks.*", true), rule("blocks.-1.*", false), rule("*", false)))
                .isInstanceOf(UserException.class)
                .hasMessage("training.parameters: \"blocks.-1.*\" can never be reached, for \"blocks.*\" takes all its"
                        + " parameters before it.");
        assertThatThrownBy(() -> assign(rule("{cls_token,blocks.*}", true), rule("*", false), rule("decoder*", true)))
                .hasMessageContaining("\"decoder*\" can never be reached, for \"*\" takes");
    }

    private static Map<String, ParameterRule> assign(ParameterRule... rules) {
        return ParameterRules.assign(List.of(rules), NAMES, 12, 4);
    }

    private static ParameterRule rule(String pattern, boolean train) {
        return new ParameterRule(pattern, train, Optional.empty(), Optional.empty());
    }
}
