// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ringloss.properties.Refusals.assertIllegal;
import static org.ringloss.properties.Refusals.assertOutOfBounds;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ringloss.FloatMatrix;
import org.ringloss.GradientMode;
import org.ringloss.Norms;
import org.ringloss.Penalty;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;
import org.ringloss.RingLossBatch;
import org.ringloss.RingLossResult;

/** Sizes whose products leave the range of an int: the right bits, or a refusal before any memory is touched. */
class MaximalSizesTest {
    private static final int MAX = Integer.MAX_VALUE;
    /** The longest array that HotSpot gives. */
    private static final int LONGEST = MAX - 2;

    private final RingLoss ring = RingLoss.builder().build();

    @Test
    void shapesThatNoMemoryCouldHold() {
        float[] data = new float[16];
        FloatBuffer buffer = FloatBuffer.wrap(data);
        // 65536 * 65536 is 0 as an int; the others are anything.
        int[][] shapes = {{65536, 65536}, {65537, 65536}, {MAX, MAX}, {1 << 30, 4}, {3, 715_827_883}};
        for (int[] shape : shapes) {
            long product = (long) shape[0] * shape[1];
            String need = "need " + product + " floats";
            assertOutOfBounds(() -> FloatMatrix.of(data, shape[0], shape[1]), need, "has 16");
            assertOutOfBounds(() -> FloatMatrix.of(buffer, shape[0], shape[1]), need, "has 16");
        }
        assertOutOfBounds(() -> FloatMatrix.of(data, 16, MAX, 1, MAX), "offset 16", "stride 2147483647");
        assertOutOfBounds(() -> FloatMatrix.of(buffer, 16, MAX, MAX, MAX), "offset 16", "stride 2147483647");
        // (1 + 2^30 * 4) and offset + stride wrap to numbers that would fit.
        assertOutOfBounds(() -> FloatMatrix.of(data, 0, (1 << 30) + 1, 1, 4), "need 4294967297 floats");
        assertOutOfBounds(() -> FloatMatrix.of(data, 15, 2, 1, MAX), "need 2147483663 floats");
        assertOutOfBounds(() -> FloatMatrix.of(data, 15, 2, 2, MAX), "need 2147483664 floats");
        assertOutOfBounds(() -> FloatMatrix.of(data, 15, 1, MAX, MAX), "need 2147483662 floats");
        assertIllegal(() -> FloatMatrix.of(data, 0, 1, MAX, 1 << 31), "stride is -2147483648");
    }

    @Test
    void aStrideThatIsNeverStepped() {
        float[] data = new SplitMix64(1).floats(16, 1);
        for (int dim : new int[] {1, 5, 16}) {
            for (int stride : new int[] {MAX, MAX - 1, 1 << 30}) {
                FloatMatrix wide = FloatMatrix.of(data, 16 - dim, 1, dim, stride);
                FloatMatrix plain = FloatMatrix.of(data, 16 - dim, 1, dim, dim);
                float[] gradient = new float[16];
                float[] expected = new float[16];
                RingLossResult result =
                        ring.forwardBackward(wide, 1, FloatMatrix.of(gradient, 16 - dim, 1, dim, stride));
                Bits.assertSame(
                        result, ring.forwardBackward(plain, 1, FloatMatrix.of(expected, 16 - dim, 1, dim, dim)), true);
                Bits.assertSame("gradient", gradient, expected);
                // The same row in place: the stride of one row does not make it another one.
                float[] inPlace = data.clone();
                FloatMatrix own = FloatMatrix.of(inPlace, 16 - dim, 1, dim, dim);
                ring.forwardBackward(own, 1, FloatMatrix.of(inPlace, 16 - dim, 1, dim, stride));
                Bits.assertSame(
                        "gradient in place",
                        Arrays.copyOfRange(inPlace, 16 - dim, 16),
                        Arrays.copyOfRange(expected, 16 - dim, 16));
            }
        }
    }

    /** Rows as far apart as they can be in a buffer: 2 GB of a file with holes, of which only the rows take memory. */
    @Test
    void fewRowsFarApart() throws IOException {
        FloatBuffer buffer = sparse(MAX - 7);
        int floats = buffer.capacity();
        int dim = 37;
        for (int rows : new int[] {2, 3, 9}) {
            int stride = (floats - dim) / (rows - 1);
            int offset = floats - dim - (rows - 1) * stride;
            float[] x = new SplitMix64(rows).floats(rows * dim, 1);
            for (int row = 0; row < rows; row++) {
                buffer.put(offset + row * stride, x, row * dim, dim);
            }
            float[] gradient = new float[x.length];
            float[] expected = new float[x.length];
            RingLossResult far = ring.forwardBackward(
                    FloatMatrix.of(buffer, offset, rows, dim, stride), 1, FloatMatrix.of(gradient, rows, dim));
            RingLossResult near =
                    ring.forwardBackward(FloatMatrix.of(x, rows, dim), 1, FloatMatrix.of(expected, rows, dim));
            Bits.assertSame("gradient", gradient, expected);
            Bits.assertSame(far, near, true);
            // One float more does not fit.
            assertOutOfBounds(() -> FloatMatrix.of(buffer, offset + 1, rows, dim, stride), (floats + 1L) + " floats");
        }
    }

    private static FloatBuffer sparse(int bytes) throws IOException {
        Path folder = Files.createTempDirectory("ringloss");
        Path file = folder.resolve("sparse");
        try (FileChannel channel = FileChannel.open(
                file,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.SPARSE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
        } finally {
            // Deleted in reverse order.
            folder.toFile().deleteOnExit();
            file.toFile().deleteOnExit();
        }
    }

    /** The last rows of the longest array, and all of it as rows of one element; 8 GB, two minutes. */
    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void theLongestArray() {
        long needed = 4L * LONGEST + (1L << 29);
        Assumptions.assumeTrue(
                Runtime.getRuntime().maxMemory() > needed,
                () -> "needs a heap of 9 GB: -Dringloss.test.jvm=-Xmx9g, has "
                        + (Runtime.getRuntime().maxMemory() >> 20) + " MB");
        float[] data = new float[LONGEST];
        for (int dim : new int[] {1, 3, 8, 31, 100, 128, 129, 1000, 1024, 5000}) {
            for (int rows : new int[] {1, 9}) {
                int start = LONGEST - rows * dim;
                float[] x = new SplitMix64(dim).floats(rows * dim, 1);
                System.arraycopy(x, 0, data, start, x.length);
                float[] gradient = new float[x.length];
                float[] expected = new float[x.length];
                RingLossResult atTheEnd = ring.forwardBackward(
                        FloatMatrix.of(data, start, rows, dim, dim), 1, FloatMatrix.of(gradient, rows, dim));
                RingLossResult alone =
                        ring.forwardBackward(FloatMatrix.of(x, rows, dim), 1, FloatMatrix.of(expected, rows, dim));
                Bits.assertSame("gradient of rows of " + dim, gradient, expected);
                Bits.assertSame(atTheEnd, alone, true);
                // The gradient there, too: in place.
                FloatMatrix own = FloatMatrix.of(data, start, rows, dim, dim);
                ring.forwardBackward(RingLossBatch.of(own, 1), 1, own, GradientMode.WRITE);
                for (int i = 0; i < expected.length; i++) {
                    Bits.assertSame("gradient in place", data[start + i], expected[i]);
                    data[start + i] = 0;
                }
            }
        }
        // As many rows as there can be, all but two of them zero, and one row as long as it can be.
        data[LONGEST - 1] = 3;
        data[LONGEST - 300] = -4;
        FloatMatrix column = FloatMatrix.of(data, LONGEST, 1);
        RingLossResult all = ring.toBuilder()
                .penalty(Penalty.squared())
                .reduction(Reduction.SUM)
                .build()
                .forwardBackward(column, 0, column);
        assertThat(all.rows()).isEqualTo(LONGEST);
        assertThat(all.zeroRows()).isEqualTo(LONGEST - 2);
        assertThat(all.loss()).isEqualTo(4.5 + 8);
        assertThat(data[LONGEST - 1]).isEqualTo(3f);
        assertThat(data[LONGEST - 300]).isEqualTo(-4f);
        double[] norm = new double[1];
        Norms.compute(FloatMatrix.of(data, 1, LONGEST), norm);
        assertThat(norm[0]).isEqualTo(5);
    }
}
