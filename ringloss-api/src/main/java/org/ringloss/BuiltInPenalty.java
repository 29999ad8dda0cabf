// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import org.ringloss.internal.PenaltyForm;
import org.ringloss.internal.PenaltyKind;
import org.ringloss.internal.ScalarPenalties;

/** A penalty that every backend has kernels for. Its text is its identity. */
@SuppressWarnings("serial") // Java serialization writes the text in place of the fields
final class BuiltInPenalty implements Penalty, Serializable {
    private static final long serialVersionUID = 1;
    private static final double SMALLEST = 0x1p-100;
    private static final double LARGEST = 0x1p100;
    private static final double MAX_ALPHA = 1000;

    private final String text;
    private final PenaltyForm form;

    private BuiltInPenalty(PenaltyKind kind, double[] parameters) {
        text = Arrays.stream(parameters)
                .mapToObj(Double::toString)
                .collect(Collectors.joining(", ", kind.title + "(", ")"));
        form = PenaltyForm.of(kind, parameters);
    }

    static Penalty byDefault(PenaltyKind kind) {
        return of(kind, kind.defaults());
    }

    static Penalty of(PenaltyKind kind, double... parameters) {
        for (int i = 0; i < parameters.length; i++) {
            check(kind.parameters.get(i), parameters[i]);
        }
        return new BuiltInPenalty(kind, parameters);
    }

    private static void check(String name, double value) {
        boolean isAlpha = name.equals("alpha");
        boolean allowed = isAlpha
                ? Math.abs(value) <= MAX_ALPHA || value == Double.NEGATIVE_INFINITY
                : value >= SMALLEST && value <= LARGEST;
        if (!allowed) {
            throw new IllegalArgumentException(name + " is " + value + ", must be "
                    + (isAlpha ? "from -1000 to 1000 or -Infinity" : "from 2^-100 to 2^100"));
        }
    }

    PenaltyForm form() {
        return form;
    }

    @Override
    public double value(double residual) {
        double[] value = {residual};
        ScalarPenalties.evaluate(form, value, 0, 1, value, new double[1]);
        return value[0];
    }

    @Override
    public double derivative(double residual) {
        double[] derivative = {residual};
        ScalarPenalties.evaluate(form, derivative, 0, 1, new double[1], derivative);
        return derivative[0];
    }

    static Penalty parse(String text) {
        Objects.requireNonNull(text, "text is null");
        String trimmed = text.strip();
        int open = trimmed.indexOf('(');
        if (open >= 0 && !trimmed.endsWith(")")) {
            throw malformed(text, "the closing parenthesis is missing");
        }
        PenaltyKind kind =
                kind(text, open < 0 ? trimmed : trimmed.substring(0, open).strip());
        String inside = open < 0
                ? ""
                : trimmed.substring(open + 1, trimmed.length() - 1).strip();
        int count = kind.parameters.size();
        if (inside.isEmpty() && kind.defaults().length == count) {
            return byDefault(kind);
        }
        // What is beyond stays in one piece: a long text must not become very many.
        String[] parts = inside.split(",", count + 1);
        if (parts.length != count) {
            throw malformed(text, "must be " + kind.signature());
        }
        return of(
                kind,
                Arrays.stream(parts).mapToDouble(part -> number(text, part)).toArray());
    }

    private static PenaltyKind kind(String text, String name) {
        // What oneSidedHuber was called once.
        String title = name.equals("outwardHuber") ? PenaltyKind.ONE_SIDED_HUBER.title : name;
        return Arrays.stream(PenaltyKind.values())
                .filter(kind -> kind.title.equals(title))
                .findFirst()
                .orElseThrow(() -> malformed(
                        text,
                        "the penalties are "
                                + Arrays.stream(PenaltyKind.values())
                                        .map(PenaltyKind::signature)
                                        .collect(Collectors.joining(", "))));
    }

    private static double number(String text, String part) {
        try {
            return Double.parseDouble(part.strip());
        } catch (NumberFormatException e) {
            throw malformed(text, "\"" + part.strip() + "\" is not a number");
        }
    }

    private static IllegalArgumentException malformed(String text, String why) {
        return new IllegalArgumentException("penalty is \"" + text + "\": " + why);
    }

    private Object writeReplace() {
        return new Serialized(text);
    }

    /** A penalty comes from its text only, which is checked. */
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("a penalty is read from its text");
    }

    /** What Java serialization writes in place of a penalty. */
    private record Serialized(String text) implements Serializable {
        private Object readResolve() throws InvalidObjectException {
            try {
                return parse(text);
            } catch (IllegalArgumentException | NullPointerException e) {
                throw invalidObject(e);
            }
        }
    }

    static InvalidObjectException invalidObject(RuntimeException cause) {
        InvalidObjectException invalid = new InvalidObjectException(cause.getMessage());
        invalid.initCause(cause);
        return invalid;
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
