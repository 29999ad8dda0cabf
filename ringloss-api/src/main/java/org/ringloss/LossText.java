// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

import java.util.List;

/** Reads a configuration from its text. */
final class LossText {
    private static final String EXAMPLE = "ringloss(penalty=huber(1.0), weight=0.1, reduction=mean, relative=false)";

    private LossText() {}

    static RingLoss parse(String text) {
        KeyedText keyed = KeyedText.parse(text, EXAMPLE, List.of("penalty", "weight", "reduction", "relative"));
        RingLoss defaults = RingLoss.builder().build();
        return RingLoss.builder()
                .penalty(Penalty.parse(keyed.get("penalty", defaults.penalty().toString())))
                .weight(keyed.number("weight", defaults.weight()))
                .reduction(parseReduction(keyed.get("reduction", "mean")))
                .relative(parseRelative(keyed.get("relative", "false")))
                .build();
    }

    private static Reduction parseReduction(String text) {
        return switch (text) {
            case "mean" -> Reduction.MEAN;
            case "sum" -> Reduction.SUM;
            case "none" -> Reduction.NONE;
            default -> throw new IllegalArgumentException("reduction is \"" + text + "\", must be mean, sum or none");
        };
    }

    private static boolean parseRelative(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("relative is \"" + text + "\", must be true or false");
        };
    }
}
