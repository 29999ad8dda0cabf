// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.Platform;
import org.jspecify.annotations.Nullable;

/** Why a value of an embedding column has no norm. */
enum RowProblem {
    NULL,
    WRONG_LENGTH,
    NULL_ELEMENT;

    /** The problem of a value, or null if it is {@code dim} floats. */
    static @Nullable RowProblem of(@Nullable ArrayData value, int dim) {
        if (value == null) {
            return NULL;
        }
        if (value.numElements() != dim) {
            return WRONG_LENGTH;
        }
        return firstNull(value) < value.numElements() ? NULL_ELEMENT : null;
    }

    /** The problem in words, also of a row whose norm is not finite; null where all is well. */
    static @Nullable String describe(@Nullable ArrayData value, int dim) {
        if (value == null) {
            return "null";
        }
        int length = value.numElements();
        if (length != dim) {
            return "length " + length + " instead of " + dim;
        }
        int firstNull = firstNull(value);
        if (firstNull < length) {
            return "null at element " + firstNull;
        }
        for (int i = 0; i < length; i++) {
            float x = value.getFloat(i);
            if (!(Math.abs(x) <= Float.MAX_VALUE)) {
                return x + " at element " + i;
            }
        }
        return null;
    }

    /**
     * Index of the first null element, or the length. Spark's own conversion to {@code float[]} makes 0 of a null without
     * a word.
     */
    private static int firstNull(ArrayData value) {
        int length = value.numElements();
        if (value instanceof UnsafeArrayData unsafe && !hasNullBits(unsafe)) {
            return length;
        }
        int i = 0;
        while (i < length && !value.isNullAt(i)) {
            i++;
        }
        return i;
    }

    /** The number of elements, 8 bytes, is followed by a bit for each that tells whether it is null, in whole words. */
    private static boolean hasNullBits(UnsafeArrayData value) {
        long bits = 0;
        int header = UnsafeArrayData.calculateHeaderPortionInBytes(value.numElements());
        for (int at = Long.BYTES; at < header; at += Long.BYTES) {
            bits |= Platform.getLong(value.getBaseObject(), value.getBaseOffset() + at);
        }
        return bits != 0;
    }
}
