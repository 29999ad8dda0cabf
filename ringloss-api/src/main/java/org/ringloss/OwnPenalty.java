// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ringloss.internal.PenaltyKind;

/** A penalty of two functions of the user's own. Its name is its identity. */
final class OwnPenalty implements Penalty, Serializable {
    private static final long serialVersionUID = 1;
    private static final int MAX_NAME = 100;

    private final String name;
    private final Function value;
    private final Function derivative;

    OwnPenalty(String name, Function value, Function derivative) {
        this.name = checked(name);
        this.value = Objects.requireNonNull(value, "value is null");
        this.derivative = Objects.requireNonNull(derivative, "derivative is null");
    }

    private static String checked(String name) {
        Objects.requireNonNull(name, "name is null");
        if (name.isBlank() || name.length() > MAX_NAME) {
            throw new IllegalArgumentException(
                    "name is \"" + name + "\", must have from 1 to " + MAX_NAME + " characters and not be blank");
        }
        int open = name.indexOf('(');
        String title = (open < 0 ? name : name.substring(0, open)).strip();
        if (Arrays.stream(PenaltyKind.values()).anyMatch(kind -> kind.title.equals(title))) {
            throw new IllegalArgumentException(
                    "name is \"" + name + "\", must not be that of a built-in penalty: use Penalty.parse for those");
        }
        return name;
    }

    @Override
    public double value(double residual) {
        return value.applyAsDouble(residual);
    }

    @Override
    public double derivative(double residual) {
        return derivative.applyAsDouble(residual);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OwnPenalty penalty && penalty.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
