package org.ringloss.simd;

import static org.ringloss.simd.Lanes.DOUBLES;

import org.ringloss.internal.PenaltyForm;
import org.ringloss.internal.PenaltyKind;
import org.ringloss.internal.ScalarPenalties;

/** Value and derivative of every built-in penalty in lanes: the same bits as {@link ScalarPenalties}. */
final class SimdPenalties {
    /**
     * C2 on x86 has no masks of two lanes (it wants four bytes of booleans): compare and blend of two doubles would run
     * in the Vector API's Java code, slower than scalar code.
     */
    private static final boolean COMPILED_MASKS = DOUBLES > 2;

    /** Up to so many rows scalar code is faster: it does not wait for memory between lanes and scalars. */
    private static final int FEW_ROWS = 2;

    private SimdPenalties() {}

    /** All kernels read and write up to the next multiple of {@link Lanes#DOUBLES} past {@code to}. */
    private interface Kernel {
        void evaluate(PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives);
    }

    /** Three different arrays: the kernels keep intermediate results in those that they fill. */
    static void evaluate(PenaltyForm f, double[] residuals, int from, int to, double[] values, double[] derivatives) {
        if (!COMPILED_MASKS || to - from <= FEW_ROWS) {
            ScalarPenalties.evaluate(f, residuals, from, to, values, derivatives);
        } else {
            kernel(f.kind).evaluate(f, residuals, from, to, values, derivatives);
        }
    }

    /** An expression, so that a penalty without a kernel does not compile. */
    private static Kernel kernel(PenaltyKind kind) {
        return switch (kind) {
            case SQUARED -> BoundedPenalties::squared;
            case HUBER -> BoundedPenalties::huber;
            case ONE_SIDED_HUBER -> BoundedPenalties::oneSidedHuber;
            case CAUCHY -> TranscendentalPenalties::cauchy;
            case GEMAN_MCCLURE -> BoundedPenalties::gemanMcClure;
            case PSEUDO_HUBER -> BoundedPenalties::pseudoHuber;
            case WELSCH -> TranscendentalPenalties::welsch;
            case TUKEY -> BoundedPenalties::tukey;
            case LOG_COSH -> TranscendentalPenalties::logCosh;
            case BARRON -> TranscendentalPenalties::barron;
        };
    }
}
