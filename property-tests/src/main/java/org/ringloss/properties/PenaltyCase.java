// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.ringloss.Penalty;
import org.ringloss.internal.PenaltyKind;

/**
 * A penalty by its name in the table of formulas and its two parameters: what the library makes of it, and the formulas
 * themselves in plain double arithmetic. {@link PenaltyOracle} has them to 40 digits.
 */
record PenaltyCase(String name, double first, double second) {
    static PenaltyCase of(String name) {
        return new PenaltyCase(name, Double.NaN, Double.NaN);
    }

    static PenaltyCase of(String name, double c) {
        return new PenaltyCase(name, c, Double.NaN);
    }

    static PenaltyCase barron(double alpha, double c) {
        return new PenaltyCase("barron", alpha, c);
    }

    /** The rows of the table that have defaults, with them. */
    private static Stream<PenaltyCase> defaults() {
        return Arrays.stream(PenaltyKind.values())
                .filter(kind -> kind.defaults().length == kind.parameters.size())
                .map(kind -> new PenaltyCase(
                        kind.title, kind.parameters.isEmpty() ? Double.NaN : kind.defaults()[0], Double.NaN));
    }

    private static Stream<PenaltyCase> withParameter(double c) {
        return defaults().filter(one -> !Double.isNaN(one.first)).map(one -> of(one.name, c));
    }

    /** The built-in penalties by default and with other parameters, and a penalty that only a user has. */
    static final List<PenaltyCase> ALL = Stream.of(
                    defaults(),
                    withParameter(1.5),
                    Stream.of(
                            of("huber", 30),
                            of("gemanMcClure", 5),
                            barron(1, 1),
                            barron(-2, 1),
                            barron(0.5, 1.5),
                            barron(2, 3),
                            barron(0, 1),
                            barron(Double.NEGATIVE_INFINITY, 2),
                            barron(3, 4),
                            barron(-7.5, 0.5),
                            barron(1.9999, 2),
                            barron(1e-7, 2),
                            of("quartic")))
            .flatMap(Function.identity())
            .toList();

    /** The built-in ones of {@link #ALL}, and those at the ends of what parameters may be and about their limits. */
    static final List<PenaltyCase> SWEPT = Stream.of(
                    ALL.stream().filter(PenaltyCase::isBuiltIn),
                    withParameter(0x1p-100),
                    withParameter(0x1p100),
                    DoubleStream.of(-1000, 1000, -1e-18, 1e-15, 2 - 0x1p-52, 2 + 0x1p-51)
                            .boxed()
                            .flatMap(alpha ->
                                    Stream.of(barron(alpha, 0x1p-100), barron(alpha, 1), barron(alpha, 0x1p100))))
            .flatMap(Function.identity())
            .toList();

    /** e^2/2 + e^4/4, which no table has. */
    private record Quartic() implements Penalty {
        @Override
        public double value(double residual) {
            return residual * residual * (0.5 + 0.25 * residual * residual);
        }

        @Override
        public double derivative(double residual) {
            return residual * (1 + residual * residual);
        }
    }

    boolean isBuiltIn() {
        return !name.equals("quartic");
    }

    /** The residual at which the penalty leaves e^2/2. */
    double scale() {
        return Double.isNaN(first) ? 1 : name.equals("barron") ? second : first;
    }

    Penalty library() {
        return isBuiltIn() ? Penalty.parse(toString()) : new Quartic();
    }

    /** rho(e), as the table says it. */
    double value(double e) {
        double u = e / first * (e / first);
        double c2 = first * first;
        return switch (name) {
            case "squared" -> e * e / 2;
            case "huber" -> Math.abs(e) <= first ? e * e / 2 : first * (Math.abs(e) - first / 2);
            case "oneSidedHuber" -> e <= first ? e * e / 2 : first * (e - first / 2);
            case "cauchy" -> c2 / 2 * Math.log1p(u);
            case "gemanMcClure" -> c2 / 2 * e * e / (c2 + e * e);
            case "pseudoHuber" -> c2 * (Math.sqrt(1 + u) - 1);
            case "welsch" -> -c2 / 2 * Math.expm1(-u);
            case "tukey" -> u <= 1 ? c2 / 6 * (1 - Math.pow(1 - u, 3)) : c2 / 6;
            case "logCosh" -> Math.abs(e) + Math.log1p(Math.exp(-2 * Math.abs(e))) - Math.log(2);
            case "barron" -> barronValue(e);
            case "quartic" -> e * e / 2 + e * e * e * e / 4;
            default -> throw new AssertionError(name);
        };
    }

    private double barronValue(double e) {
        double c2 = second * second;
        double u = e / second * (e / second);
        if (first == 2) {
            return c2 * u / 2;
        }
        if (first == 0) {
            return c2 * Math.log1p(u / 2);
        }
        if (first == Double.NEGATIVE_INFINITY) {
            return -c2 * Math.expm1(-u / 2);
        }
        double b = Math.abs(first - 2);
        return c2 * b / first * Math.expm1(first / 2 * Math.log1p(u / b));
    }

    /** rho'(e), as the table says it. */
    double derivative(double e) {
        double u = e / first * (e / first);
        return switch (name) {
            case "squared" -> e;
            case "huber" -> Math.max(-first, Math.min(e, first));
            case "oneSidedHuber" -> Math.min(e, first);
            case "cauchy" -> e / (1 + u);
            case "gemanMcClure" -> e / ((1 + u) * (1 + u));
            case "pseudoHuber" -> e / Math.sqrt(1 + u);
            case "welsch" -> e * Math.exp(-u);
            case "tukey" -> u <= 1 ? e * (1 - u) * (1 - u) : 0;
            case "logCosh" -> Math.tanh(e);
            case "barron" -> barronDerivative(e);
            case "quartic" -> e + e * e * e;
            default -> throw new AssertionError(name);
        };
    }

    private double barronDerivative(double e) {
        double u = e / second * (e / second);
        if (first == 2) {
            return e;
        }
        if (first == 0) {
            return e / (1 + u / 2);
        }
        if (first == Double.NEGATIVE_INFINITY) {
            return e * Math.exp(-u / 2);
        }
        return e * Math.pow(1 + u / Math.abs(first - 2), first / 2 - 1);
    }

    @Override
    public String toString() {
        return Double.isNaN(first)
                ? name + "()"
                : name + "(" + first + (Double.isNaN(second) ? "" : ", " + second) + ")";
    }
}
