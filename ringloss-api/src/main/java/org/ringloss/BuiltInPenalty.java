package org.ringloss;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.DoubleFunction;
import org.ringloss.internal.PenaltyForm;
import org.ringloss.internal.PenaltyForm.Kind;
import org.ringloss.internal.ScalarPenalties;

/** A penalty that every backend has kernels for. Its text is its identity. */
final class BuiltInPenalty implements Penalty {
    private static final String NAMES = "squared, huber(delta), outwardHuber(delta), cauchy(c), gemanMcClure(c),"
            + " pseudoHuber(c), welsch(c), tukey(c), logCosh, barron(alpha, c)";

    /** No penalty takes more. */
    private static final int MAX_PARAMETERS = 2;

    private final String text;
    private final PenaltyForm form;

    private BuiltInPenalty(String text, PenaltyForm form) {
        this.text = text;
        this.form = form;
    }

    static Penalty of(String name, Kind kind) {
        return new BuiltInPenalty(name + "()", PenaltyForm.of(kind, 1));
    }

    static Penalty of(String name, Kind kind, String parameter, double c) {
        Checks.positive(parameter, c);
        return new BuiltInPenalty(name + "(" + c + ")", PenaltyForm.of(kind, c));
    }

    static Penalty barron(double alpha, double c) {
        if (Double.isNaN(alpha) || alpha == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("alpha is " + alpha + ", must be finite or -Infinity");
        }
        Checks.positive("c", c);
        return new BuiltInPenalty("barron(" + alpha + ", " + c + ")", PenaltyForm.barron(alpha, c));
    }

    PenaltyForm form() {
        return form;
    }

    @Override
    public double value(double residual) {
        return evaluate(residual)[0];
    }

    @Override
    public double derivative(double residual) {
        return evaluate(residual)[1];
    }

    private double[] evaluate(double residual) {
        double[] value = {residual};
        double[] derivative = new double[1];
        ScalarPenalties.evaluate(form, new double[] {residual}, 0, 1, value, derivative);
        return new double[] {value[0], derivative[0]};
    }

    static Penalty parse(String text) {
        Objects.requireNonNull(text, "text is null");
        String trimmed = text.strip();
        int open = trimmed.indexOf('(');
        String name = open < 0 ? trimmed : trimmed.substring(0, open).strip();
        double[] parameters = {};
        if (open >= 0) {
            if (!trimmed.endsWith(")")) {
                throw malformed(text, "the closing parenthesis is missing");
            }
            String inside = trimmed.substring(open + 1, trimmed.length() - 1).strip();
            if (!inside.isEmpty()) {
                // What is beyond stays in one piece: a long text must not become very many.
                parameters = Arrays.stream(inside.split(",", MAX_PARAMETERS + 1))
                        .mapToDouble(part -> number(text, part))
                        .toArray();
            }
        }
        return switch (name) {
            case "squared" -> none(text, parameters, Penalty.squared());
            case "huber" -> oneOrDefault(text, parameters, 1, Penalty::huber);
            case "outwardHuber" -> oneOrDefault(text, parameters, 1, Penalty::outwardHuber);
            case "cauchy" -> oneOrDefault(text, parameters, 2.3849, Penalty::cauchy);
            case "gemanMcClure" -> oneOrDefault(text, parameters, 1, Penalty::gemanMcClure);
            case "pseudoHuber" -> oneOrDefault(text, parameters, 1, Penalty::pseudoHuber);
            case "welsch" -> oneOrDefault(text, parameters, 2.9846, Penalty::welsch);
            case "tukey" -> oneOrDefault(text, parameters, 4.6851, Penalty::tukey);
            case "logCosh" -> none(text, parameters, Penalty.logCosh());
            case "barron" -> {
                if (parameters.length != 2) {
                    throw malformed(text, "barron takes two parameters, alpha and c");
                }
                yield barron(parameters[0], parameters[1]);
            }
            default -> throw malformed(text, "the penalties are " + NAMES);
        };
    }

    private static double number(String text, String part) {
        try {
            return Double.parseDouble(part.strip());
        } catch (NumberFormatException e) {
            throw malformed(text, "\"" + part.strip() + "\" is not a number");
        }
    }

    private static Penalty none(String text, double[] parameters, Penalty penalty) {
        if (parameters.length != 0) {
            throw malformed(text, "it takes no parameter");
        }
        return penalty;
    }

    private static Penalty oneOrDefault(
            String text, double[] parameters, double byDefault, DoubleFunction<Penalty> factory) {
        if (parameters.length > 1) {
            throw malformed(text, "it takes one parameter");
        }
        return factory.apply(parameters.length == 0 ? byDefault : parameters[0]);
    }

    private static IllegalArgumentException malformed(String text, String why) {
        return new IllegalArgumentException("penalty is \"" + text + "\": " + why);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BuiltInPenalty penalty && penalty.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The text that {@link Penalty#parse} reads back to an equal penalty. */
    @Override
    public String toString() {
        return text;
    }
}
