// SPDX-License-Identifier: Apache-2.0
package org.ringloss.benchmarks.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;

/**
 * A promise about speed.
 *
 * @param id for the reasons of misses
 * @param text what is measured
 * @param wanted the bound in words, which {@code isAtLeast} and {@code bound} say in numbers
 * @param figures what results have to say about it, given those of the newest JDK of the same CPU too
 */
record Target(
        String id,
        String text,
        String wanted,
        boolean isAtLeast,
        ToDoubleFunction<Facts> bound,
        BiFunction<Results, Results, List<Figure>> figures) {
    /** The worst figure. */
    record Outcome(Figure worst, boolean isMet, String text) {}

    /** Empty without figures. */
    Optional<Outcome> of(Results results, Results newest) {
        Comparator<Figure> byValue = Comparator.comparingDouble(Figure::value);
        return figures.apply(results, newest).stream()
                .min(isAtLeast ? byValue : byValue.reversed())
                .map(worst -> outcome(worst, bound.applyAsDouble(results.facts())));
    }

    private Outcome outcome(Figure worst, double limit) {
        double value = worst.value();
        boolean isMet = isAtLeast ? value >= limit : value <= limit;
        double missing = 100 * (isAtLeast ? 1 - value / limit : value / limit - 1);
        String point = worst.point().isEmpty() ? "" : " (" + worst.point() + ")";
        String verdict = isMet ? "met" : "**missed** by " + Numbers.text(missing) + " %";
        return new Outcome(worst, isMet, Numbers.text(value) + point + ", " + verdict);
    }
}
