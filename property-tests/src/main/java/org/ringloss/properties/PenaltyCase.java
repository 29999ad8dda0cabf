package org.ringloss.properties;

import java.util.List;
import java.util.stream.Stream;
import org.ringloss.Penalty;

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

    /** The ten built-in penalties as users get them by default, and Barron's in each of its regimes. */
    static final List<PenaltyCase> BUILT_IN = List.of(
            of("squared"),
            of("huber", 1),
            of("outwardHuber", 1),
            of("cauchy", 2.3849),
            of("gemanMcClure", 1),
            of("pseudoHuber", 1),
            of("welsch", 2.9846),
            of("tukey", 4.6851),
            of("logCosh"),
            barron(1, 1),
            barron(-2, 1),
            barron(0.5, 1.5),
            barron(2, 3),
            barron(0, 1),
            barron(Double.NEGATIVE_INFINITY, 2),
            barron(3, 4));

    /** With other parameters, and a penalty that only a user has. */
    static final List<PenaltyCase> ALL = List.of(
            of("squared"),
            of("huber", 1),
            of("huber", 0.25),
            of("huber", 30),
            of("outwardHuber", 1),
            of("outwardHuber", 0.1),
            of("cauchy", 2.3849),
            of("cauchy", 0.3),
            of("gemanMcClure", 1),
            of("gemanMcClure", 5),
            of("pseudoHuber", 1),
            of("pseudoHuber", 0.2),
            of("welsch", 2.9846),
            of("welsch", 1),
            of("tukey", 4.6851),
            of("tukey", 1.5),
            of("logCosh"),
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
            of("quartic"));

    /** The built-in ones of {@link #ALL}, and each with a small and a large parameter. */
    static final List<PenaltyCase> SWEPT = Stream.concat(
                    ALL.stream().filter(PenaltyCase::isBuiltIn),
                    Stream.of("huber", "outwardHuber", "cauchy", "gemanMcClure", "pseudoHuber", "welsch", "tukey")
                            .flatMap(name -> Stream.of(of(name, 1e-30), of(name, 1e30))))
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
        return switch (name) {
            case "squared" -> Penalty.squared();
            case "huber" -> Penalty.huber(first);
            case "outwardHuber" -> Penalty.outwardHuber(first);
            case "cauchy" -> Penalty.cauchy(first);
            case "gemanMcClure" -> Penalty.gemanMcClure(first);
            case "pseudoHuber" -> Penalty.pseudoHuber(first);
            case "welsch" -> Penalty.welsch(first);
            case "tukey" -> Penalty.tukey(first);
            case "logCosh" -> Penalty.logCosh();
            case "barron" -> Penalty.barron(first, second);
            case "quartic" -> new Quartic();
            default -> throw new AssertionError(name);
        };
    }

    /** rho(e), as the table says it. */
    double value(double e) {
        double u = e / first * (e / first);
        double c2 = first * first;
        return switch (name) {
            case "squared" -> e * e / 2;
            case "huber" -> Math.abs(e) <= first ? e * e / 2 : first * (Math.abs(e) - first / 2);
            case "outwardHuber" -> e <= first ? e * e / 2 : first * (e - first / 2);
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
            case "outwardHuber" -> Math.min(e, first);
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
