package org.ringloss.simd;

import static org.ringloss.simd.Lanes.F;

import org.ringloss.internal.RowScale;
import org.ringloss.internal.ScalarBackend;

/** Gradient rows: coefficient times feature row, written or added, by the {@link ScalingKernel} that fits. */
final class RowScaling {
    private static final int WIDE = F.length();
    private static final int BLOCK = ScalarBackend.BLOCK;
    private static final ScalarBackend SCALAR = new ScalarBackend();

    private RowScaling() {}

    /** Scales the next {@code rows} of the rows that wait, or as many as are left. */
    static void next(RowScale waiting, int rows) {
        int count = Math.min(rows, waiting.left());
        if (count > 0) {
            scale(waiting, waiting.take(count), count);
        }
    }

    /** Scales what {@code count} rows, from number {@code from} on, have from {@code column} on: a vector or more each. */
    static void rest(RowScale rows, int from, int count, int column) {
        ScalingKernel kernel = rows.add ? ScalingKernel.ADD : ScalingKernel.WRITE;
        kernel.scale(rows, from, count, column);
    }

    /** Scales one row. */
    static void one(RowScale rows, int row) {
        if (rows.dim < WIDE) {
            SCALAR.scaleRow(rows, row);
        } else if (rows.dim % BLOCK == 0 && !rows.add) {
            int xi = rows.offset + row * rows.stride;
            int gi = rows.gradientOffset + row * rows.gradientStride;
            ScalingKernel.writeBlocks(rows.x, xi, rows.coefficients[row], rows.dim, rows.gradient, gi);
        } else {
            scale(rows, row, 1);
        }
    }

    /**
     * Scales {@code count} rows, from number {@code from} on. The loops for what no kernel takes are written here, which makes it
     * too long a method to be inlined: a kernel must not become part of its callers' callers.
     */
    private static void scale(RowScale rows, int from, int count) {
        int dim = rows.dim;
        int stride = rows.stride;
        int gradientStride = rows.gradientStride;
        ScalingKernel kernel;
        int whole = count;
        if (dim > WIDE) {
            kernel = rows.add ? ScalingKernel.ADD : ScalingKernel.WRITE;
        } else if (dim == WIDE) {
            kernel = rows.add ? ScalingKernel.ADD : ScalingKernel.WRITE_VECTORS;
        } else if ((dim == 1 || dim == 2 || dim == 4) && stride == dim && gradientStride == dim) {
            kernel = rows.add ? ScalingKernel.ADD_EXPANDED : ScalingKernel.WRITE_EXPANDED;
            whole = count & -(WIDE / dim);
        } else {
            kernel = ScalingKernel.WRITE_VECTORS;
            boolean overwritten = 2 * dim >= WIDE && gradientStride == dim && !rows.add && rows.x != rows.gradient;
            whole = overwritten ? count - 1 : 0;
        }
        if (whole > 0) {
            kernel.scale(rows, from, whole, 0);
        }
        if (whole == count) {
            return;
        }
        float[] x = rows.x;
        float[] g = rows.gradient;
        float[] coefficients = rows.coefficients;
        for (int row = from + whole; row < from + count; row++) {
            float coefficient = coefficients[row];
            int xi = rows.offset + row * stride;
            int gi = rows.gradientOffset + row * gradientStride;
            if (rows.add) {
                for (int j = 0; j < dim; j++) {
                    g[gi + j] += coefficient * x[xi + j];
                }
            } else {
                for (int j = 0; j < dim; j++) {
                    g[gi + j] = coefficient * x[xi + j];
                }
            }
        }
    }
}
