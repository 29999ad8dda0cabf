// SPDX-License-Identifier: Apache-2.0
package org.ringloss.simd;

import static org.ringloss.simd.Lanes.F;
import static org.ringloss.simd.Lanes.FLOATS;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import org.ringloss.internal.ScalarBackend;
import org.ringloss.internal.Scratch;

/** Sums of squares in float lanes: the counterpart of {@link ScalarBackend}, for rows in arrays. */
final class RowSums {
    private static final int LANES = ScalarBackend.LANES;
    private static final int FOLDED = ScalarBackend.FOLDED;
    private static final int BLOCK = ScalarBackend.BLOCK;

    /**
     * Floats between two accumulators: four of 16 lanes, eight of 8, or eight of 4 that hold lanes 0 to 3 of every eight in a
     * first turn and lanes 4 to 7 in a second one. So there are eight accumulators at most, and registers for all.
     */
    private static final int GAP = Math.max(FOLDED, FLOATS);

    private static final boolean EIGHT = GAP == FOLDED;
    private static final VectorShuffle<Float> OTHER_EIGHT = VectorShuffle.fromOp(F, i -> (i + FOLDED) % FLOATS);

    /** Room for a part of a row: the widest vector. */
    private static final int PART = 16;

    private RowSums() {}

    /**
     * Sums of squares of rows, which stand in {@code sums} from index {@code at} on; {@code false} if a sum may lie outside of
     * the range in which float lanes are good enough.
     */
    static boolean of(float[] x, int offset, int stride, int rows, int dim, double[] sums, int at, Scratch scratch) {
        if (dim <= 4) {
            return upToFour(x, offset, stride, rows, dim, sums, at);
        }
        if (dim <= BLOCK) {
            blocks(x, offset, stride, rows, dim, scratch);
            return LaneFold.sums(scratch.lanes, rows, sums, at);
        }
        boolean inRange = true;
        for (int i = 0; i < rows; i++) {
            sums[at + i] = ofLongRow(x, offset + i * stride, dim, scratch);
            inRange &= ScalarBackend.isInRange(sums[at + i]);
        }
        return inRange;
    }

    private static double ofLongRow(float[] x, int start, int dim, Scratch scratch) {
        double[] lanes = scratch.doubles;
        Arrays.fill(lanes, 0, FOLDED, 0);
        int blocks = dim / BLOCK;
        for (int from = 0; from < blocks; from += Scratch.MAX_SUMS) {
            int count = Math.min(Scratch.MAX_SUMS, blocks - from);
            blocks(x, start + from * BLOCK, BLOCK, count, BLOCK, scratch);
            ScalarBackend.addLanes(scratch.lanes, count, lanes);
        }
        int tail = dim % BLOCK;
        if (tail > 0) {
            blocks(x, start + blocks * BLOCK, 0, 1, tail, scratch);
            ScalarBackend.addLanes(scratch.lanes, 1, lanes);
        }
        return ScalarBackend.fold(lanes);
    }

    /** The folded lanes of blocks of equal length, 8 floats each, into {@code scratch.lanes}. */
    private static void blocks(float[] x, int offset, int stride, int count, int length, Scratch scratch) {
        int whole = length & -LANES;
        int tail = length - whole;
        int part = tail % FLOATS;
        if (part > 0) {
            parts(x, offset + length - part, stride, count, part, scratch.parts);
        }
        for (int lane = 0; lane < FOLDED; lane += FLOATS) {
            if (length <= LANES) {
                shortLanes(x, offset + lane, stride, count, length - lane, scratch.parts, scratch.lanes, lane);
                continue;
            }
            lanes(x, offset + lane, stride, count, whole, tail - lane, scratch.parts, scratch.lanes, lane, LANES);
        }
    }

    /** The ends of rows, which do not fill a vector, with zeros behind. */
    private static void parts(float[] x, int offset, int stride, int count, int length, float[] parts) {
        FloatVector zeros = FloatVector.zero(F);
        int last = Memory.length(x) - FLOATS;
        for (int row = 0; row < count; row++) {
            int i = offset + row * stride;
            if (i <= last) {
                Memory.load(x, i).intoArray(parts, PART * row);
                // Reaches into the next part, which is written after this one.
                zeros.intoArray(parts, PART * row + length);
            } else {
                for (int j = 0; j < FLOATS; j++) {
                    parts[PART * row + j] = j < length ? Memory.get(x, i + j) : 0;
                }
            }
        }
    }

    /**
     * Lanes of rows of up to 64 elements, without the loop of {@link #lanes}: 1024x64 took 13.9 ns a row with it (AMD EPYC 9004, JDK
     * 25, 2026-11).
     */
    private static void shortLanes(
            float[] x, int offset, int stride, int rows, int length, float[] parts, float[] lanes, int at) {
        // The accumulator that takes the part, if this turn has it.
        int part = length > 0 && length % GAP < FLOATS && length % FLOATS > 0 ? length / GAP : -1;
        if (length <= FLOATS && FLOATS >= FOLDED) {
            // Rows of one vector, without loops over the row. Here, since this method is compiled apart from its
            // callers.
            boolean full = length == FLOATS;
            for (int row = 0; row < rows; row++) {
                FloatVector v =
                        full ? Memory.load(x, offset + row * stride) : FloatVector.fromArray(F, parts, PART * row);
                FloatVector sum = v.mul(v);
                if (!EIGHT) {
                    sum = sum.add(sum.rearrange(OTHER_EIGHT));
                }
                sum.intoArray(lanes, at + FOLDED * row);
            }
            return;
        }
        for (int row = 0; row < rows; row++) {
            FloatVector a = FloatVector.zero(F);
            FloatVector b = FloatVector.zero(F);
            FloatVector c = FloatVector.zero(F);
            FloatVector d = FloatVector.zero(F);
            FloatVector e = FloatVector.zero(F);
            FloatVector f = FloatVector.zero(F);
            FloatVector g = FloatVector.zero(F);
            FloatVector h = FloatVector.zero(F);
            int i = offset + row * stride;
            if (length >= FLOATS) {
                FloatVector v = Memory.load(x, i);
                a = v.mul(v).add(a);
            }
            if (length >= GAP + FLOATS) {
                FloatVector v = Memory.load(x, i + GAP);
                b = v.mul(v).add(b);
            }
            if (length >= 2 * GAP + FLOATS) {
                FloatVector v = Memory.load(x, i + 2 * GAP);
                c = v.mul(v).add(c);
            }
            if (length >= 3 * GAP + FLOATS) {
                FloatVector v = Memory.load(x, i + 3 * GAP);
                d = v.mul(v).add(d);
            }
            if (EIGHT && length > 4 * GAP) {
                if (length >= 4 * GAP + FLOATS) {
                    FloatVector v = Memory.load(x, i + 4 * GAP);
                    e = v.mul(v).add(e);
                }
                if (length >= 5 * GAP + FLOATS) {
                    FloatVector v = Memory.load(x, i + 5 * GAP);
                    f = v.mul(v).add(f);
                }
                if (length >= 6 * GAP + FLOATS) {
                    FloatVector v = Memory.load(x, i + 6 * GAP);
                    g = v.mul(v).add(g);
                }
                if (length >= 7 * GAP + FLOATS) {
                    FloatVector v = Memory.load(x, i + 7 * GAP);
                    h = v.mul(v).add(h);
                }
            }
            if (part >= 0) {
                FloatVector v = FloatVector.fromArray(F, parts, PART * row);
                FloatVector square = v.mul(v);
                if (part == 0) {
                    a = square.add(a);
                }
                if (part == 1) {
                    b = square.add(b);
                }
                if (part == 2) {
                    c = square.add(c);
                }
                if (part == 3) {
                    d = square.add(d);
                }
                if (EIGHT) {
                    if (part == 4) {
                        e = square.add(e);
                    }
                    if (part == 5) {
                        f = square.add(f);
                    }
                    if (part == 6) {
                        g = square.add(g);
                    }
                    if (part == 7) {
                        h = square.add(h);
                    }
                }
            }
            // By halves: lane l with l + 32, with l + 16, with l + 8.
            FloatVector sum;
            if (EIGHT) {
                sum = a.add(e).add(c.add(g)).add(b.add(f).add(d.add(h)));
            } else {
                sum = a.add(c).add(b.add(d));
                sum = sum.add(sum.rearrange(OTHER_EIGHT));
            }
            sum.intoArray(lanes, at + FOLDED * row);
        }
    }

    /**
     * Lanes of rows of {@code whole} elements, a multiple of 64, and a tail, of which {@code parts} has what does not fill a
     * vector. A product and an addition: see {@link ScalarBackend}. {@code step} is 64: see docs/c2.md.
     */
    private static void lanes(
            float[] x,
            int offset,
            int stride,
            int rows,
            int whole,
            int tail,
            float[] parts,
            float[] lanes,
            int at,
            int step) {
        // The accumulator that takes the part, if this turn has it.
        int part = tail > 0 && tail % GAP < FLOATS && tail % FLOATS > 0 ? tail / GAP : -1;
        for (int row = 0; row < rows; row++) {
            FloatVector a = FloatVector.zero(F);
            FloatVector b = FloatVector.zero(F);
            FloatVector c = FloatVector.zero(F);
            FloatVector d = FloatVector.zero(F);
            FloatVector e = FloatVector.zero(F);
            FloatVector f = FloatVector.zero(F);
            FloatVector g = FloatVector.zero(F);
            FloatVector h = FloatVector.zero(F);
            int start = offset + row * stride;
            for (int j = 0; j < whole; j += step) {
                FloatVector v = Memory.load(x, start + j);
                a = v.mul(v).add(a);
                v = Memory.load(x, start + j + GAP);
                b = v.mul(v).add(b);
                v = Memory.load(x, start + j + 2 * GAP);
                c = v.mul(v).add(c);
                v = Memory.load(x, start + j + 3 * GAP);
                d = v.mul(v).add(d);
                if (EIGHT) {
                    v = Memory.load(x, start + j + 4 * GAP);
                    e = v.mul(v).add(e);
                    v = Memory.load(x, start + j + 5 * GAP);
                    f = v.mul(v).add(f);
                    v = Memory.load(x, start + j + 6 * GAP);
                    g = v.mul(v).add(g);
                    v = Memory.load(x, start + j + 7 * GAP);
                    h = v.mul(v).add(h);
                }
            }
            int i = start + whole;
            if (tail >= FLOATS) {
                FloatVector v = Memory.load(x, i);
                a = v.mul(v).add(a);
            }
            if (tail >= GAP + FLOATS) {
                FloatVector v = Memory.load(x, i + GAP);
                b = v.mul(v).add(b);
            }
            if (tail >= 2 * GAP + FLOATS) {
                FloatVector v = Memory.load(x, i + 2 * GAP);
                c = v.mul(v).add(c);
            }
            if (tail >= 3 * GAP + FLOATS) {
                FloatVector v = Memory.load(x, i + 3 * GAP);
                d = v.mul(v).add(d);
            }
            if (EIGHT && tail > 4 * GAP) {
                if (tail >= 4 * GAP + FLOATS) {
                    FloatVector v = Memory.load(x, i + 4 * GAP);
                    e = v.mul(v).add(e);
                }
                if (tail >= 5 * GAP + FLOATS) {
                    FloatVector v = Memory.load(x, i + 5 * GAP);
                    f = v.mul(v).add(f);
                }
                if (tail >= 6 * GAP + FLOATS) {
                    FloatVector v = Memory.load(x, i + 6 * GAP);
                    g = v.mul(v).add(g);
                }
                if (tail >= 7 * GAP + FLOATS) {
                    FloatVector v = Memory.load(x, i + 7 * GAP);
                    h = v.mul(v).add(h);
                }
            }
            if (part >= 0) {
                FloatVector v = FloatVector.fromArray(F, parts, PART * row);
                FloatVector square = v.mul(v);
                if (part == 0) {
                    a = square.add(a);
                }
                if (part == 1) {
                    b = square.add(b);
                }
                if (part == 2) {
                    c = square.add(c);
                }
                if (part == 3) {
                    d = square.add(d);
                }
                if (EIGHT) {
                    if (part == 4) {
                        e = square.add(e);
                    }
                    if (part == 5) {
                        f = square.add(f);
                    }
                    if (part == 6) {
                        g = square.add(g);
                    }
                    if (part == 7) {
                        h = square.add(h);
                    }
                }
            }
            // By halves: lane l with l + 32, with l + 16, with l + 8.
            FloatVector sum;
            if (EIGHT) {
                sum = a.add(e).add(c.add(g)).add(b.add(f).add(d.add(h)));
            } else {
                sum = a.add(c).add(b.add(d));
                sum = sum.add(sum.rearrange(OTHER_EIGHT));
            }
            sum.intoArray(lanes, at + FOLDED * row);
        }
    }

    /** Rows of up to 4 elements, one to a lane: without vectors. */
    private static boolean upToFour(float[] x, int offset, int stride, int rows, int dim, double[] sums, int at) {
        boolean inRange = true;
        for (int row = 0; row < rows; row++) {
            int i = offset + row * stride;
            double even = square(Memory.get(x, i));
            if (dim > 2) {
                even += square(Memory.get(x, i + 2));
            }
            if (dim > 1) {
                double odd = square(Memory.get(x, i + 1));
                even += dim > 3 ? odd + square(Memory.get(x, i + 3)) : odd;
            }
            sums[at + row] = even;
            inRange &= ScalarBackend.isInRange(even);
        }
        return inRange;
    }

    private static double square(float v) {
        return v * v;
    }

    /** A sum of squares in double, for rows out of the range of float lanes. */
    static double inDouble(float[] x, int start, int dim) {
        double sum = 0;
        for (int j = 0; j < dim; j++) {
            double v = Memory.get(x, start + j);
            sum += v * v;
        }
        return sum;
    }
}
