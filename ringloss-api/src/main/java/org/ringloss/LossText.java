// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a configuration from its text. */
final class LossText {
    private static final Pattern TEXT =
            Pattern.compile("ringloss\\(penalty=(.*), weight=([^,]*), reduction=([^,]*), relative=([^,]*)\\)");

    private LossText() {}

    static RingLoss parse(String text) {
        Objects.requireNonNull(text, "text is null");
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("text is \"" + text + "\", must be like"
                    + " ringloss(penalty=huber(1.0), weight=0.1, reduction=mean, relative=false)");
        }
        return RingLoss.builder()
                .penalty(Penalty.parse(matcher.group(1)))
                .weight(parseWeight(matcher.group(2)))
                .reduction(parseReduction(matcher.group(3)))
                .relative(parseRelative(matcher.group(4)))
                .build();
    }

    private static double parseWeight(String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("weight is \"" + text + "\", must be a number", e);
        }
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
