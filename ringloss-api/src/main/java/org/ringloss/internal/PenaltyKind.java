// SPDX-License-Identifier: Apache-2.0
package org.ringloss.internal;

import java.util.List;

/**
 * The built-in penalties, a row each: name, rho and rho' as documentation writes them, parameters and their defaults. The
 * factories, the parser, the tests and the README's table go by these rows.
 */
@SuppressWarnings("ImmutableEnumChecker") // lists of List.of, and an array that nobody else has
public enum PenaltyKind {
    SQUARED("squared", "e^2/2", "e", List.of()),
    HUBER(
            "huber",
            "e^2/2 if abs(e) <= delta, else delta(abs(e) - delta/2)",
            "clamp(e, -delta, delta)",
            List.of("delta"),
            1),
    ONE_SIDED_HUBER(
            "oneSidedHuber", "e^2/2 if e <= delta, else delta(e - delta/2)", "min(e, delta)", List.of("delta"), 1),
    CAUCHY("cauchy", "c^2/2 log1p((e/c)^2)", "e/(1+(e/c)^2)", List.of("c"), 2.3849),
    GEMAN_MCCLURE("gemanMcClure", "c^2/2 e^2/(c^2+e^2)", "e/(1+(e/c)^2)^2", List.of("c"), 1),
    PSEUDO_HUBER("pseudoHuber", "c^2(sqrt(1+(e/c)^2) - 1)", "e/sqrt(1+(e/c)^2)", List.of("c"), 1),
    WELSCH("welsch", "-c^2/2 expm1(-(e/c)^2)", "e exp(-(e/c)^2)", List.of("c"), 2.9846),
    TUKEY("tukey", "c^2/6 (1-(1-(e/c)^2)^3), c^2/6 outside", "e(1-(e/c)^2)^2, 0 outside", List.of("c"), 4.6851),
    LOG_COSH("logCosh", "ln cosh e", "tanh(e)", List.of()),
    BARRON(
            "barron",
            "c^2 abs(alpha-2)/alpha ((1+y)^(alpha/2) - 1), y = (e/c)^2/abs(alpha-2); its limits at alpha 2, 0, -Infinity",
            "e(1+y)^(alpha/2-1)",
            List.of("alpha", "c"));

    /** As factories and texts call it. */
    public final String title;

    public final String value;
    public final String derivative;
    public final List<String> parameters;
    private final double[] defaults;

    PenaltyKind(String title, String value, String derivative, List<String> parameters, double... defaults) {
        this.title = title;
        this.value = value;
        this.derivative = derivative;
        this.parameters = parameters;
        this.defaults = defaults;
    }

    /** As many as there are parameters, or none where the user must choose. */
    public double[] defaults() {
        return defaults.clone();
    }

    /** Such as {@code huber(delta)}. */
    public String signature() {
        return title + "(" + String.join(", ", parameters) + ")";
    }
}
