// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import java.nio.FloatBuffer;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.ringloss.FloatMatrix;
import org.ringloss.GradientMode;
import org.ringloss.RingLossPass;
import org.ringloss.RingLossResult;

/** Where the floats lie, heap or not, with which offset, stride and byte order, changes no bit and no gap. */
class MemoryLayoutTest {
    private static final float GAP = 7.25f;

    @Property
    void changesNoBit(
            @ForAll(supplier = LossCases.class) LossCase lossCase,
            @ForAll Memory from,
            @ForAll Memory into,
            @ForAll GradientMode mode,
            @ForAll @IntRange(max = 9) int offset,
            @ForAll @IntRange(max = 9) int gap,
            @ForAll long seed) {
        int rows = lossCase.rows();
        int dim = lossCase.dim();
        float[] before = new SplitMix64(seed).floats(rows * dim, 1);
        Outcome plain = Outcome.of(lossCase, lossCase.ring(), before.clone(), mode);

        FloatMatrix features = from.matrix(lossCase.x(), rows, dim, offset, dim + gap);
        Memory.Target target = into.target(before, GAP, rows, dim, gap, dim + offset);
        RingLossResult result =
                lossCase.ring().forwardBackward(lossCase.batch(features), lossCase.upstream(), target.matrix(), mode);
        float[] expected = spread(plain.gradient(), rows, dim, gap, dim + offset);
        Bits.assertSame(result, plain.result(), plain.reduced());
        Bits.assertSame("fused gradient", target.read(), expected);

        Memory.Target second = into.target(before, GAP, rows, dim, gap, dim + offset);
        RingLossPass pass = lossCase.ring().forward(lossCase.batch(features));
        pass.backward(lossCase.upstream(), second.matrix(), mode);
        Bits.assertSame("gradient of two passes", second.read(), expected);
    }

    @Property
    void aGradientInPlaceOfTheFeaturesIsTheSame(
            @ForAll(supplier = LossCases.class) LossCase lossCase, @ForAll Memory memory) {
        Outcome apart = Outcome.of(lossCase, lossCase.ring());
        Memory.Target both = memory.target(lossCase.x(), GAP, lossCase.rows(), lossCase.dim(), 2, lossCase.dim() + 1);
        RingLossResult result = lossCase.ring()
                .forwardBackward(lossCase.batch(both.matrix()), lossCase.upstream(), both.matrix(), GradientMode.WRITE);
        Bits.assertSame(result, apart.result(), apart.reduced());
        Bits.assertSame(
                "gradient",
                both.read(),
                spread(apart.gradient(), lossCase.rows(), lossCase.dim(), 2, lossCase.dim() + 1));
    }

    @Property
    void movingABufferLaterChangesNothing(@ForAll(supplier = LossCases.class) LossCase lossCase) {
        FloatBuffer buffer = FloatBuffer.allocate(lossCase.x().length + 4);
        buffer.put(2, lossCase.x()).position(2);
        FloatMatrix features = FloatMatrix.of(buffer, lossCase.rows(), lossCase.dim());
        buffer.position(0).limit(1);
        Bits.assertSame(
                "norms",
                lossCase.ring().forward(lossCase.batch(features)).norms(),
                lossCase.ring().forward(lossCase.batch()).norms());
    }

    private static float[] spread(float[] compact, int rows, int dim, int offset, int stride) {
        float[] spread = new float[offset + rows * stride];
        Arrays.fill(spread, GAP);
        for (int i = 0; i < rows; i++) {
            System.arraycopy(compact, i * dim, spread, offset + i * stride, dim);
        }
        return spread;
    }
}
