// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A bad argument is refused by the right exception, in a message that names the argument and what is wrong. */
final class Refusals {
    private Refusals() {}

    static void assertNull(String argument, ThrowingCallable call) {
        assertThatThrownBy(call).isExactlyInstanceOf(NullPointerException.class).hasMessageContaining(argument);
    }

    static void assertIllegal(ThrowingCallable call, String... named) {
        assertThatThrownBy(call)
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> names(e, named));
    }

    static void assertOutOfBounds(ThrowingCallable call, String... named) {
        assertThatThrownBy(call)
                .isExactlyInstanceOf(IndexOutOfBoundsException.class)
                .satisfies(e -> names(e, named));
    }

    static void assertIllegalState(ThrowingCallable call, String... named) {
        assertThatThrownBy(call)
                .isExactlyInstanceOf(IllegalStateException.class)
                .satisfies(e -> names(e, named));
    }

    private static void names(Throwable e, String... named) {
        assertThat(e.getMessage()).contains(named);
    }
}
