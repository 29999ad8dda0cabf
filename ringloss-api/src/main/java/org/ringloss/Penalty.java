// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

import java.io.Serializable;
import java.util.function.DoubleUnaryOperator;
import org.ringloss.internal.PenaltyKind;

/**
 * What a residual costs: {@code value(e)} is rho(e), {@code derivative(e)} is rho'(e), for a residual e = norm - radius
 * in the unit of the features.
 *
 * <p>The built-in penalties all have rho(0) = 0, rho'(0) = 0 and curvature 1 at 0, so that the weight lambda keeps its
 * meaning when the penalty changes. A parameter c or delta is from 2^-100 to 2^100. For residuals of float rows, which are
 * below 2^150, both numbers have a relative error of at most 1e-12 (a result below the smallest normal double: an absolute
 * error of a few of the smallest doubles). A residual of NaN gives NaN.
 *
 * <p>A penalty of your own comes from {@link #of}, or is a class that implements the two methods; it runs with everything else, in scalar code. It
 * must be safe for use by many threads at once, and should return NaN for NaN. If it throws, the exception reaches the
 * caller as it is; the rows of the gradient that were done by then stay done.
 */
public interface Penalty {
    /**
     * rho(residual).
     *
     * @param residual e, the norm of a row less its radius; may be negative, or NaN
     * @return rho(e), 0 for 0
     */
    double value(double residual);

    /**
     * rho'(residual).
     *
     * @param residual e, the norm of a row less its radius; may be negative, or NaN
     * @return rho'(e), 0 for 0
     */
    double derivative(double residual);

    /** {@return the penalty e^2/2, as in the paper} */
    static Penalty squared() {
        return BuiltInPenalty.of(PenaltyKind.SQUARED);
    }

    /**
     * Huber (1964): e^2/2 for |e| up to delta, delta (|e| - delta/2) beyond.
     *
     * @param delta from 2^-100 to 2^100
     * @return the penalty with this parameter
     * @throws IllegalArgumentException if it is not
     */
    static Penalty huber(double delta) {
        return BuiltInPenalty.of(PenaltyKind.HUBER, delta);
    }

    /** {@return {@link #huber(double)} with delta 1, the default penalty} */
    static Penalty huber() {
        return BuiltInPenalty.byDefault(PenaltyKind.HUBER);
    }

    /**
     * e^2/2 for every e up to delta, however negative; delta (e - delta/2) above. Some systems compute this under the
     * name huber.
     *
     * @param delta from 2^-100 to 2^100
     * @return the penalty with this parameter
     * @throws IllegalArgumentException if it is not
     */
    static Penalty oneSidedHuber(double delta) {
        return BuiltInPenalty.of(PenaltyKind.ONE_SIDED_HUBER, delta);
    }

    /** {@return {@link #oneSidedHuber(double)} with delta 1} */
    static Penalty oneSidedHuber() {
        return BuiltInPenalty.byDefault(PenaltyKind.ONE_SIDED_HUBER);
    }

    /**
     * c^2/2 log1p((e/c)^2).
     *
     * @param c from 2^-100 to 2^100
     * @return the penalty with this parameter
     * @throws IllegalArgumentException if it is not
     */
    static Penalty cauchy(double c) {
        return BuiltInPenalty.of(PenaltyKind.CAUCHY, c);
    }

    /** {@return {@link #cauchy(double)} with the default c, 95 % as efficient as least squares where residuals are normal} */
    static Penalty cauchy() {
        return BuiltInPenalty.byDefault(PenaltyKind.CAUCHY);
    }

    /**
     * c^2/2 e^2/(c^2 + e^2).
     *
     * @param c from 2^-100 to 2^100
     * @return the penalty with this parameter
     * @throws IllegalArgumentException if it is not
     */
    static Penalty gemanMcClure(double c) {
        return BuiltInPenalty.of(PenaltyKind.GEMAN_MCCLURE, c);
    }

    /** {@return {@link #gemanMcClure(double)} with c 1} */
    static Penalty gemanMcClure() {
        return BuiltInPenalty.byDefault(PenaltyKind.GEMAN_MCCLURE);
    }

    /**
     * c^2 (sqrt(1 + (e/c)^2) - 1), a smooth Huber.
     *
     * @param c from 2^-100 to 2^100
     * @return the penalty with this parameter
     * @throws IllegalArgumentException if it is not
     */
    static Penalty pseudoHuber(double c) {
        return BuiltInPenalty.of(PenaltyKind.PSEUDO_HUBER, c);
    }

    /** {@return {@link #pseudoHuber(double)} with c 1} */
    static Penalty pseudoHuber() {
        return BuiltInPenalty.byDefault(PenaltyKind.PSEUDO_HUBER);
    }

    /**
     * c^2/2 (1 - exp(-(e/c)^2)).
     *
     * @param c from 2^-100 to 2^100
     * @return the penalty with this parameter
     * @throws IllegalArgumentException if it is not
     */
    static Penalty welsch(double c) {
        return BuiltInPenalty.of(PenaltyKind.WELSCH, c);
    }

    /** {@return {@link #welsch(double)} with the default c, 95 % as efficient as least squares where residuals are normal} */
    static Penalty welsch() {
        return BuiltInPenalty.byDefault(PenaltyKind.WELSCH);
    }

    /**
     * Tukey's biweight: c^2/6 (1 - (1 - (e/c)^2)^3), and c^2/6 for |e| beyond c.
     *
     * @param c from 2^-100 to 2^100
     * @return the penalty with this parameter
     * @throws IllegalArgumentException if it is not
     */
    static Penalty tukey(double c) {
        return BuiltInPenalty.of(PenaltyKind.TUKEY, c);
    }

    /** {@return {@link #tukey(double)} with the default c, 95 % as efficient as least squares where residuals are normal} */
    static Penalty tukey() {
        return BuiltInPenalty.byDefault(PenaltyKind.TUKEY);
    }

    /** {@return the penalty ln cosh e} */
    static Penalty logCosh() {
        return BuiltInPenalty.of(PenaltyKind.LOG_COSH);
    }

    /**
     * c^2 times the general loss of Barron ("A General and Adaptive Robust Loss Function", CVPR 2019), with b = |alpha -
     * 2|: c^2 b/alpha (((e/c)^2/b + 1)^(alpha/2) - 1), and its limits at alpha 2 (squared), 0 (c^2 log1p((e/c)^2/2)) and
     * -Infinity (c^2 (1 - exp(-(e/c)^2/2))). It is the pseudo-Huber penalty at alpha 1 and Geman-McClure's (of 2c) at -2.
     *
     * @param alpha from -1000 to 1000, or -Infinity
     * @param c from 2^-100 to 2^100
     * @return the penalty with these parameters
     * @throws IllegalArgumentException if they are not
     */
    static Penalty barron(double alpha, double c) {
        return BuiltInPenalty.of(PenaltyKind.BARRON, alpha, c);
    }

    /**
     * A penalty of your own from two functions.
     *
     * @param name its text and its identity: two penalties of one name are equal. Not the name of a built-in one
     * @param value rho
     * @param derivative rho'; nothing checks that it is the derivative of the other
     * @return the penalty, serializable as far as the functions are: lambdas are, if all that they capture is
     * @throws NullPointerException if an argument is null
     * @throws IllegalArgumentException if the name is blank, longer than 100 characters, or that of a built-in penalty
     */
    static Penalty of(String name, Function value, Function derivative) {
        return new OwnPenalty(name, value, derivative);
    }

    /** A function of the residual. */
    @FunctionalInterface
    interface Function extends DoubleUnaryOperator, Serializable {}

    /**
     * Reads what {@code toString()} of a built-in penalty gives, such as {@code huber(1.0)}, {@code squared()} or
     * {@code barron(-Infinity, 2.0)}. Parameters may be left out where there is a default: {@code cauchy}. The text {@code
     * outwardHuber(...)} of earlier versions is read as {@code oneSidedHuber(...)}.
     *
     * @param text the text of a penalty
     * @return the penalty
     * @throws IllegalArgumentException if the text is not of that form, or names no built-in penalty: the message lists
     *     them
     */
    static Penalty parse(String text) {
        return BuiltInPenalty.parse(text);
    }
}
