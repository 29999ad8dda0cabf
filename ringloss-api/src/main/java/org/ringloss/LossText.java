// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

import java.io.InvalidObjectException;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;

/** The configuration of a loss as text, and as Java serialization writes it. */
final class LossText {
    private static final String EXAMPLE = "ringloss(penalty=huber(1.0), weight=0.1, reduction=mean, relative=false)";

    private LossText() {}

    static String of(RingLoss ring) {
        return "ringloss(penalty=" + ring.penalty() + ", weight=" + ring.weight() + ", reduction="
                + ring.reduction().name().toLowerCase(Locale.ROOT) + ", relative=" + ring.isRelative() + ")";
    }

    static RingLoss parse(String text) {
        KeyedText keyed = KeyedText.parse(text, EXAMPLE, List.of("penalty", "weight", "reduction", "relative"));
        RingLossBuilder builder = RingLoss.builder();
        keyed.ifPresent("penalty", value -> builder.penalty(Penalty.parse(value)));
        keyed.ifPresent("weight", value -> builder.weight(keyed.number("weight")));
        keyed.ifPresent("reduction", value -> builder.reduction(parseReduction(value)));
        keyed.ifPresent("relative", value -> builder.relative(parseRelative(value)));
        return builder.build();
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

    /** What is written in place of a loss: a penalty of the caller's has no text to be read from. */
    record Serialized(Penalty penalty, double weight, Reduction reduction, boolean relative) implements Serializable {
        private Object readResolve() throws InvalidObjectException {
            try {
                return RingLoss.builder()
                        .penalty(penalty)
                        .weight(weight)
                        .reduction(reduction)
                        .relative(relative)
                        .build();
            } catch (IllegalArgumentException | NullPointerException e) {
                throw BuiltInPenalty.invalidObject(e);
            }
        }
    }
}
