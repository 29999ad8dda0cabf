// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ringloss.properties.Refusals.assertIllegal;
import static org.ringloss.properties.Refusals.assertNull;
import static org.ringloss.properties.Refusals.assertOutOfBounds;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;
import org.ringloss.FloatMatrix;

/** Views that do not fit their memory cannot be made. */
class BadShapesTest {
    private final float[] data = new float[100];
    private final FloatBuffer buffer = FloatBuffer.allocate(110).position(10);

    @Test
    void nulls() {
        assertNull("data", () -> FloatMatrix.of((float[]) null, 1, 1));
        assertNull("data", () -> FloatMatrix.of((float[]) null, 0, 1, 1, 1));
        assertNull("buffer", () -> FloatMatrix.of((FloatBuffer) null, 1, 1));
        assertNull("buffer", () -> FloatMatrix.of((FloatBuffer) null, 0, 1, 1, 1));
    }

    @Test
    void negativeOrZeroSizes() {
        assertIllegal(() -> FloatMatrix.of(data, -1, 3), "rows is -1", "0 or more");
        assertIllegal(() -> FloatMatrix.of(data, 1, 0), "dim is 0", "1 or more");
        assertIllegal(() -> FloatMatrix.of(data, 1, -7), "dim is -7", "1 or more");
        assertIllegal(() -> FloatMatrix.of(buffer, Integer.MIN_VALUE, 3), "rows is -2147483648");
        assertIllegal(() -> FloatMatrix.of(buffer, 1, 0), "dim is 0");
    }

    @Test
    void aStrideBelowTheDimension() {
        assertIllegal(() -> FloatMatrix.of(data, 0, 2, 5, 4), "stride is 4", "5");
        assertIllegal(() -> FloatMatrix.of(data, 0, 2, 5, -5), "stride is -5");
        assertIllegal(() -> FloatMatrix.of(buffer, 0, 2, 5, 0), "stride is 0");
    }

    @Test
    void offsetsOutside() {
        assertOutOfBounds(() -> FloatMatrix.of(data, -1, 2, 5, 5), "offset is -1", "100");
        assertOutOfBounds(() -> FloatMatrix.of(data, 101, 0, 5, 5), "offset is 101", "100");
        assertOutOfBounds(() -> FloatMatrix.of(buffer, 101, 0, 5, 5), "offset is 101", "100");
        assertOutOfBounds(() -> FloatMatrix.of(buffer, Integer.MIN_VALUE, 1, 5, 5), "offset is -2147483648");
    }

    @Test
    void rowsThatDoNotFit() {
        assertOutOfBounds(() -> FloatMatrix.of(data, 11, 10), "11 rows", "110", "100");
        assertOutOfBounds(() -> FloatMatrix.of(data, 1, 10, 10, 10), "offset 1", "101", "100");
        assertOutOfBounds(() -> FloatMatrix.of(data, 0, 10, 9, 11), "108", "100");
        assertOutOfBounds(() -> FloatMatrix.of(buffer, 10, 11), "110", "100");
        assertThat(FloatMatrix.of(data, 1, 9, 10, 11).rows()).isEqualTo(9);
    }

    @Test
    void sizesWhoseProductOverflowsAnInt() {
        int large = 1 << 30;
        assertOutOfBounds(() -> FloatMatrix.of(data, 4, large), "4294967296");
        assertOutOfBounds(() -> FloatMatrix.of(data, 0, 3, 1, Integer.MAX_VALUE), "4294967295");
        assertOutOfBounds(() -> FloatMatrix.of(data, Integer.MAX_VALUE, Integer.MAX_VALUE), "100");
        assertOutOfBounds(
                () -> FloatMatrix.of(data, 100, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE), "100");
    }

    @Test
    void whileTheLastRowNeedsNoGapAndNoRowsNeedNothing() {
        assertThat(FloatMatrix.of(data, 0, 10, 1, 11).stride()).isEqualTo(11);
        assertThat(FloatMatrix.of(data, 100, 0, 50, 50).rows()).isZero();
        assertThat(FloatMatrix.of(new float[0], 0, 1).dim()).isEqualTo(1);
        assertThat(FloatMatrix.of(data, 3, 4, 5, 6)).hasToString("4 x 5 (offset 3, stride 6)");
        assertThat(FloatMatrix.of(data, 4, 5)).hasToString("4 x 5");
    }
}
