// SPDX-License-Identifier: Apache-2.0
package org.ringloss.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import org.junit.jupiter.api.Test;

/** Sums are those of BigDecimal, rounded once, however the terms are ordered and divided. */
class ExactSumTest {
    private static ExactSum sum(double... terms) {
        ExactSum sum = new ExactSum();
        for (double term : terms) {
            sum.add(term);
        }
        return sum;
    }

    private static ExactSum sum(List<Double> terms) {
        return sum(terms.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** The same sum after others came and went, which leave a wider window of digits. */
    private static ExactSum sumInAWideWindow(double... terms) {
        ExactSum sum = sum(0x1p1000, -0x1p1000, 0x1p-1000, -0x1p-1000);
        for (double term : terms) {
            sum.add(term);
        }
        return sum;
    }

    private static double value(double... terms) {
        double value = sum(terms).value();
        assertThat(sumInAWideWindow(terms).value()).isEqualTo(value);
        return value;
    }

    /** The number that the bytes of a sum without NaN and infinities tell. */
    private static BigDecimal exact(ExactSum sum) {
        ByteBuffer bytes = ByteBuffer.wrap(bytes(sum));
        assertThat(bytes.get()).as("flags").isZero();
        int base = bytes.get();
        int count = bytes.get();
        BigInteger total = BigInteger.ZERO;
        for (int i = 0; i < count; i++) {
            int digit = bytes.getInt();
            BigInteger value = BigInteger.valueOf(i == count - 1 ? digit : Integer.toUnsignedLong(digit));
            total = total.add(value.shiftLeft(32 * (base + i)));
        }
        int zeros = Math.min(1074, Math.max(0, total.getLowestSetBit()));
        // 2^-k is 5^k in k decimal places.
        int k = 1074 - zeros;
        return new BigDecimal(
                total.shiftRight(zeros).multiply(BigInteger.valueOf(5).pow(k)), k);
    }

    private static BigDecimal exact(double... terms) {
        return Arrays.stream(terms).mapToObj(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** BigDecimal rounds correctly; on JDK 17 its doubleValue goes through a decimal text, which does too. */
    private static void assertCorrectlyRounded(double... terms) {
        BigDecimal expected = exact(terms);
        for (ExactSum sum : List.of(sum(terms), sumInAWideWindow(terms))) {
            assertThat(Double.doubleToLongBits(sum.value()))
                    .as("sum of %s", Arrays.toString(Arrays.copyOf(terms, Math.min(20, terms.length))))
                    .isEqualTo(Double.doubleToLongBits(expected.doubleValue() + 0.0));
            assertThat(exact(sum)).isEqualByComparingTo(expected);
            assertThat(exact(throughBytes(sum))).isEqualByComparingTo(expected);
        }
    }

    /** Doubles of every exponent, small ones, powers of two and opposites. */
    @Provide
    Arbitrary<List<Double>> terms() {
        Arbitrary<Double> anyBits =
                Arbitraries.longs().map(Double::longBitsToDouble).filter(Double::isFinite);
        Arbitrary<Double> powers = Arbitraries.integers().between(-1074, 1020).map(k -> Math.scalb(1.0, k));
        Arbitrary<Double> negativePowers = powers.map(x -> -x);
        Arbitrary<Double> ordinary = Arbitraries.doubles().between(-100, 100).ofScale(17);
        Arbitrary<Double> subnormal = Arbitraries.longs().between(1, 1L << 52).map(Double::longBitsToDouble);
        return Arbitraries.oneOf(anyBits.map(x -> x / 1024), powers, negativePowers, ordinary, subnormal)
                .list()
                .ofMaxSize(40);
    }

    @Property(tries = 1000)
    void areCorrectlyRounded(@ForAll("terms") List<Double> terms) {
        assertCorrectlyRounded(terms.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** Those that lie half a bit apart, and a little more or less, are hard to round. */
    @Property(tries = 5000)
    void ofThreeTermsAreCorrectlyRounded(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int exponent = random.nextInt(-1074, 1024);
        double[] terms = new double[3];
        for (int i = 0; i < terms.length; i++) {
            double mantissa = switch (random.nextInt(4)) {
                case 0 -> 1;
                case 1 -> Math.nextUp(1.0);
                case 2 -> Math.nextDown(2.0);
                default -> 1 + random.nextDouble();
            };
            terms[i] = (random.nextBoolean() ? mantissa : -mantissa) * Math.scalb(1.0, exponent);
            int[] steps = {-1, -52, -53, -54, -random.nextInt(110)};
            exponent = Math.max(-1074, exponent + steps[random.nextInt(steps.length)]);
        }
        for (int[] order : new int[][] {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}) {
            assertCorrectlyRounded(terms[order[0]], terms[order[1]], terms[order[2]]);
        }
    }

    @Property
    void doNotDependOnTheOrder(@ForAll("terms") List<Double> terms, @ForAll Random random) {
        double before = sum(terms).value();
        Collections.shuffle(terms, random);
        assertThat(sum(terms).value()).isEqualTo(before);
    }

    @Property
    void doNotDependOnTheTreeOfMerges(@ForAll("terms") List<Double> terms, @ForAll Random random) {
        Deque<ExactSum> parts = new ArrayDeque<>(List.of(new ExactSum()));
        for (double term : terms) {
            if (random.nextInt(3) == 0) {
                parts.add(new ExactSum());
            }
            parts.getLast().add(term);
        }
        while (parts.size() > 1) {
            ExactSum one = parts.poll();
            ExactSum other = parts.poll();
            BigDecimal kept = exact(other);
            one.add(other);
            assertThat(exact(other)).isEqualByComparingTo(kept);
            if (random.nextBoolean()) {
                parts.addFirst(one);
            } else {
                parts.addLast(one);
            }
        }
        assertThat(parts.getFirst().value()).isEqualTo(sum(terms).value());
        assertThat(exact(parts.getFirst())).isEqualByComparingTo(exact(sum(terms)));
    }

    @Property
    void travelAsBytes(@ForAll("terms") List<Double> terms) {
        ExactSum before = sum(terms);
        ExactSum after = throughBytes(before);
        assertThat(exact(after)).isEqualByComparingTo(exact(before));
        assertThat(after.value()).isEqualTo(before.value());
        after.add(before);
        assertThat(exact(after)).isEqualByComparingTo(exact(before).multiply(BigDecimal.valueOf(2)));
    }

    private static byte[] bytes(ExactSum sum) {
        ByteBuffer bytes = ByteBuffer.allocate(sum.maxBytes());
        sum.write(bytes);
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    @Test
    void thatAreEqualHaveEqualBytes() {
        assertThat(bytes(sumInAWideWindow(3))).isEqualTo(bytes(sum(3)));
        assertThat(bytes(sumInAWideWindow(3, -3))).isEqualTo(bytes(new ExactSum()));
        for (int k = -1074; k < 1020; k++) {
            double power = Math.scalb(1.0, k);
            for (double term : new double[] {power, -power}) {
                assertThat(bytes(sumInAWideWindow(0x1p1000, term, -0x1p1000)))
                        .as("%s", term)
                        .isEqualTo(bytes(sum(term)));
            }
        }
    }

    private static ByteBuffer sumOf(int flags, int base, int count) {
        return ByteBuffer.allocate(3 + Integer.BYTES * Math.max(0, count))
                .put((byte) flags)
                .put((byte) base)
                .put((byte) count)
                .rewind();
    }

    @Test
    void areReadWithinTheirRangeOnly() {
        assertThat(ExactSum.read(sumOf(0, 60, 10)).value()).isZero();
        assertThatThrownBy(() -> ExactSum.read(sumOf(0, 60, 10).limit(42)))
                .isInstanceOf(BufferUnderflowException.class);
        int[][] bad = {{8, 0, 0}, {-1, 0, 0}, {0, -1, 0}, {0, 0, -1}, {0, 60, 11}, {0, 71, 0}};
        for (int[] fields : bad) {
            assertThatThrownBy(() -> ExactSum.read(sumOf(fields[0], fields[1], fields[2])))
                    .as(Arrays.toString(fields))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("out of range");
        }
    }

    private static ExactSum throughBytes(ExactSum sum) {
        ByteBuffer bytes = ByteBuffer.allocate(sum.maxBytes());
        sum.write(bytes);
        bytes.flip();
        assertThat(bytes.remaining()).isGreaterThanOrEqualTo(ExactSum.MIN_BYTES);
        ExactSum read = ExactSum.read(bytes);
        assertThat(bytes.hasRemaining()).isFalse();
        return read;
    }

    @Property
    void startAnewAfterReset(@ForAll("terms") List<Double> first, @ForAll("terms") List<Double> second) {
        ExactSum sum = sum(first);
        sum.add(Double.NaN);
        sum.add(Double.POSITIVE_INFINITY);
        sum.reset();
        assertThat(bytes(sum)).isEqualTo(bytes(new ExactSum()));
        assertThat(sum.value()).isEqualTo(0.0);
        assertThat(exact(sum)).isZero();
        for (double term : second) {
            sum.add(term);
        }
        assertThat(exact(sum)).isEqualByComparingTo(exact(sum(second)));
        assertThat(sum.value()).isEqualTo(sum(second).value());
    }

    @Test
    void startAnewAtAnyExponent() {
        for (int before = -1000; before <= 1000; before += 40) {
            for (int after = -1000; after <= 1000; after += 40) {
                ExactSum sum = sumInAWideWindow(Math.scalb(1.0, before));
                sum.reset();
                sum.add(sumInAWideWindow(Math.scalb(1.0, after)));
                assertThat(sum.value()).isEqualTo(Math.scalb(1.0, after));
            }
        }
    }

    @Test
    void ofAnyLengthMergeIntoAnEmptyOne() {
        for (int k = -1000; k < 1000; k += 16) {
            double[] terms = {1, Math.scalb(1.0, k)};
            ExactSum merged = new ExactSum();
            merged.add(sumInAWideWindow(terms));
            assertThat(exact(merged)).isEqualByComparingTo(exact(terms));
        }
    }

    @Property
    void mayBeAskedForInBetween(@ForAll("terms") List<Double> terms) {
        ExactSum asked = new ExactSum();
        BigDecimal expected = BigDecimal.ZERO;
        for (double term : terms) {
            asked.add(term);
            expected = expected.add(new BigDecimal(term));
            assertThat(asked.value()).isEqualTo(expected.doubleValue() + 0.0);
        }
    }

    /** What rounding takes away is there to be had, rounded itself. */
    @Property
    void haveARemainder(@ForAll("terms") List<Double> terms) {
        ExactSum sum = sum(terms);
        BigDecimal remainder = exact(sum).subtract(new BigDecimal(sum.value()));
        assertThat(sum.remainder()).isEqualTo(remainder.doubleValue() + 0.0);
        assertThat(exact(sum)).isEqualByComparingTo(exact(sum(terms)));
    }

    /** No carry is propagated by a reader: many at once see one sum. */
    @Test
    void areReadByManyThreadsAtOnce() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 50; round++) {
            double[] terms = random.doubles(300, -0x1p40, 0x1p40).toArray();
            ExactSum sum = sum(terms);
            double expected = exact(terms).doubleValue();
            byte[] bytes = bytes(sum);
            assertThat(IntStream.range(0, 64)
                            .parallel()
                            .allMatch(i -> sum.value() == expected
                                    && Arrays.equals(bytes(sum), bytes)
                                    && Math.abs(sum.remainder()) <= Math.ulp(expected) / 2))
                    .isTrue();
        }
    }

    @Test
    void ofNothingIsZero() {
        assertThat(Double.doubleToRawLongBits(new ExactSum().value())).isZero();
        assertThat(Double.doubleToRawLongBits(sum(-0.0, -0.0).value())).isZero();
        assertThat(bytes(sum(0.0, -0.0))).isEqualTo(new byte[3]);
    }

    @Test
    void cancelToPositiveZero() {
        assertCorrectlyRounded(1, -1);
        assertCorrectlyRounded(1e308, 1e-308, -1e308, -1e-308);
        assertCorrectlyRounded(Double.MIN_VALUE, -Double.MIN_VALUE);
        assertThat(Double.doubleToRawLongBits(sum(3e300, -3e300).value())).isZero();
    }

    @Test
    void ofHugeAndTinyTermsInTurn() {
        double[] terms = new double[6001];
        for (int i = 0; i < terms.length; i++) {
            terms[i] = switch (i % 4) {
                case 0 -> 1e300;
                case 1 -> 1e-300 * (i + 1);
                case 2 -> -1e300;
                default -> -0x1p-1074 * i;
            };
        }
        assertCorrectlyRounded(terms);
        terms[6000] = -1e-320;
        assertCorrectlyRounded(terms);
    }

    @Test
    void ofThousandsOfTermsOfOneSignCarry() {
        for (double term : new double[] {
            Math.nextDown(1.0),
            -Math.nextDown(1.0),
            Math.nextDown(0x1p32),
            // Of all mantissas these reach highest within their digits.
            Math.nextDown(4.0),
            -Math.nextDown(4.0),
            Double.MIN_VALUE,
            -Double.MIN_NORMAL,
            Double.MAX_VALUE / 8192,
            -Double.MAX_VALUE / 8192
        }) {
            for (int count : new int[] {511, 512, 513, 1024, 5003, 8192}) {
                double[] terms = new double[count];
                Arrays.fill(terms, term);
                assertCorrectlyRounded(terms);
                // The window of digits grows upwards then, and carries meet its end.
                terms[0] = term * 0x1p-200;
                assertCorrectlyRounded(terms);
            }
        }
    }

    /** Whose digits need more and more room at the top. */
    @Test
    void mergedWithItselfAgainAndAgainDoubles() {
        for (double term : new double[] {1, -1, 0x1p-1074, -0x1.8p-300, Double.MAX_VALUE}) {
            ExactSum sum = sum(term, term, term, term, term, term, term);
            BigDecimal expected = new BigDecimal(term).multiply(BigDecimal.valueOf(7));
            for (int i = 0; i < 59; i++) {
                sum.add(sum);
                expected = expected.add(expected);
                assertThat(exact(sum)).isEqualByComparingTo(expected);
            }
        }
    }

    /** As many terms as may wait for a carry, on both sides, with the mantissas that fill their digits most. */
    @Test
    void thatAreDueToCarryMerge() {
        double[] terms = new double[511];
        for (int k = 0; k < 32; k++) {
            for (double sign : new double[] {1, -1}) {
                Arrays.fill(terms, sign * Math.scalb(Math.nextDown(2.0), k));
                ExactSum merged = sum(terms);
                merged.add(sum(terms));
                assertThat(exact(merged)).isEqualByComparingTo(exact(terms).multiply(BigDecimal.valueOf(2)));
            }
        }
    }

    /** NaN has many bit patterns, and which one an addition passes on is up to the CPU. */
    @Test
    void ofAnyNaNIsTheCanonicalOne() {
        for (long bits : new long[] {0x7ff8_0000_0000_0001L, 0xfff8_0000_0000_0000L, 0x7fff_ffff_ffff_ffffL}) {
            double nan = Double.longBitsToDouble(bits);
            for (ExactSum sum : new ExactSum[] {sum(nan), sum(1, nan), sum(nan, nan), sum(1, 2, 3, 4, 5, nan)}) {
                assertThat(Double.doubleToRawLongBits(sum.value())).isEqualTo(0x7ff8_0000_0000_0000L);
            }
        }
    }

    @Test
    void ofSubnormals() {
        assertCorrectlyRounded(Double.MIN_VALUE);
        assertCorrectlyRounded(-Double.MIN_VALUE, -Double.MIN_VALUE);
        assertCorrectlyRounded(Double.MIN_NORMAL, -Double.MIN_VALUE);
        assertCorrectlyRounded(Math.nextDown(Double.MIN_NORMAL), Double.MIN_VALUE);
        assertCorrectlyRounded(0x1p-1000, Double.MIN_VALUE, -0x1p-1000);
    }

    @Test
    void roundTiesToEven() {
        assertCorrectlyRounded(1, 0x1p-53);
        assertCorrectlyRounded(1 + 0x1p-52, 0x1p-53);
        assertCorrectlyRounded(1, 0x1p-53, Double.MIN_VALUE);
        assertCorrectlyRounded(1, 0x1p-53, -Double.MIN_VALUE);
        assertCorrectlyRounded(-1, -0x1p-53, -0x1p-600);
        assertCorrectlyRounded(1 + 0x1p-52, 0x1p-53, -0x1p-900);
        assertCorrectlyRounded(Math.nextDown(2.0), 0x1p-53);
        for (int k = -1020; k < 1020; k++) {
            double one = Math.scalb(1.0, k);
            double half = Math.ulp(one) / 2;
            assertCorrectlyRounded(one, half);
            assertCorrectlyRounded(one + Math.ulp(one), half);
            assertCorrectlyRounded(one, half, half / 1024);
        }
    }

    @Test
    void overflowExactlyWhereRoundingDoes() {
        double max = Double.MAX_VALUE;
        double half = Math.ulp(max) / 2;
        assertThat(value(max, half)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(value(max, Math.nextDown(half))).isEqualTo(max);
        assertThat(value(max, half, -Double.MIN_VALUE)).isEqualTo(max);
        assertThat(value(-max, -half)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(value(-max, -half, Double.MIN_VALUE)).isEqualTo(-max);
        assertThat(value(max, max)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(value(max, max, -max)).isEqualTo(max);
        double[] many = new double[5000];
        Arrays.fill(many, max);
        ExactSum sum = sum(many);
        for (int i = 0; i < 4999; i++) {
            sum.add(-max);
        }
        assertThat(sum.value()).isEqualTo(max);
    }

    @Test
    void followTheRulesOfInfinitiesAndNaN() {
        double inf = Double.POSITIVE_INFINITY;
        assertThat(sum(1, inf).value()).isEqualTo(inf);
        assertThat(sum(-inf, 1e308).value()).isEqualTo(-inf);
        assertThat(sum(inf, inf).value()).isEqualTo(inf);
        assertThat(sum(inf, -inf).value()).isNaN();
        assertThat(sum(1, Double.NaN).value()).isNaN();
        assertThat(sum(inf, Double.NaN).value()).isNaN();
        ExactSum merged = sum(inf);
        merged.add(sum(-inf));
        assertThat(merged.value()).isNaN();
        for (double special : new double[] {inf, -inf, Double.NaN}) {
            ExactSum spoilt = sum(1);
            spoilt.add(sum(2, special));
            assertThat(Double.compare(spoilt.value(), special)).isZero();
            assertThat(Double.compare(throughBytes(sum(2, special)).value(), special))
                    .isZero();
        }
    }

    @Test
    void mergedIntoThemselvesDouble() {
        ExactSum sum = sum(1e300, 1e-300, -3);
        sum.add(sum);
        assertThat(exact(sum)).isEqualByComparingTo(exact(2e300, 2e-300, -6));
    }

    @Test
    void ofManyMergesCarry() {
        ExactSum all = new ExactSum();
        for (int i = 0; i < 5000; i++) {
            all.add(sum(-Math.nextDown(1.0), Double.MIN_VALUE));
        }
        assertThat(exact(all))
                .isEqualByComparingTo(
                        exact(-Math.nextDown(1.0), Double.MIN_VALUE).multiply(BigDecimal.valueOf(5000)));
    }

    /** All orders of six terms, and for each all ways to divide it into two sums that are merged. */
    @Tag("long")
    @Property(tries = 20)
    void areTheSameInAllOrdersAndSplits(@ForAll("sixTerms") List<Double> terms) {
        BigDecimal expected =
                exact(terms.stream().mapToDouble(Double::doubleValue).toArray());
        permute(new ArrayList<>(terms), 0, order -> {
            for (int split = 0; split <= order.length; split++) {
                ExactSum left = sum(Arrays.copyOf(order, split));
                left.add(sum(Arrays.copyOfRange(order, split, order.length)));
                assertThat(left.value()).isEqualTo(expected.doubleValue() + 0.0);
                assertThat(exact(left)).isEqualByComparingTo(expected);
            }
        });
    }

    @Provide
    Arbitrary<List<Double>> sixTerms() {
        return terms().filter(list -> list.size() >= 6).map(list -> list.subList(0, 6));
    }

    private static void permute(List<Double> terms, int from, Consumer<double[]> action) {
        if (from == terms.size()) {
            action.accept(terms.stream().mapToDouble(Double::doubleValue).toArray());
            return;
        }
        for (int i = from; i < terms.size(); i++) {
            Collections.swap(terms, from, i);
            permute(terms, from + 1, action);
            Collections.swap(terms, from, i);
        }
    }

    /** Ten million terms of every exponent in 37 sums, merged at the end; the oracle adds whole numbers. */
    @org.junit.jupiter.api.Tag("long")
    @Test
    void ofTenMillionTermsAreExact() {
        SplittableRandom random = new SplittableRandom(1);
        ExactSum[] parts = new ExactSum[37];
        Arrays.setAll(parts, k -> new ExactSum());
        WholeNumbers oracle = new WholeNumbers();
        double last = 0;
        for (int i = 0; i < 10_000_000; i++) {
            double term = switch (i & 7) {
                case 0 -> Double.longBitsToDouble(random.nextLong()) / 0x1p30;
                case 1 -> 0x1.fffffffffffffp990;
                case 2 -> Double.longBitsToDouble(random.nextLong(1L << 52));
                case 3 -> random.nextDouble() - 0.5;
                // Most of what came before goes away again.
                case 4 -> -last;
                case 5 -> -0x1.ffffffffffffep990;
                default -> Math.scalb(1 + random.nextDouble(), random.nextInt(-1074, 990));
            };
            last = Double.isFinite(term) ? term : 0;
            parts[random.nextInt(parts.length)].add(last);
            oracle.add(last);
        }
        ExactSum all = new ExactSum();
        for (ExactSum part : parts) {
            all.add(part);
        }
        assertThat(exact(all)).isEqualByComparingTo(oracle.sum());
        assertThat(all.value()).isEqualTo(oracle.sum().doubleValue());
    }

    /** One long for each exponent: the mantissas of 2^9 terms fit, then they move to a BigInteger. */
    private static final class WholeNumbers {
        private final long[] mantissas = new long[2047];
        private int terms;
        private BigInteger sum = BigInteger.ZERO;

        void add(double x) {
            long bits = Double.doubleToRawLongBits(x);
            int exponent = (int) (bits >>> 52) & 0x7ff;
            long mantissa = (bits & (1L << 52) - 1) | (exponent == 0 ? 0 : 1L << 52);
            mantissas[Math.max(exponent, 1)] += bits < 0 ? -mantissa : mantissa;
            if (++terms == 1 << 9) {
                move();
            }
        }

        private void move() {
            terms = 0;
            // From the highest exponent down: each step doubles what is above.
            BigInteger moved = BigInteger.ZERO;
            int lowest = 1;
            while (lowest < mantissas.length - 1 && mantissas[lowest] == 0) {
                lowest++;
            }
            int above = mantissas.length - 1;
            for (int exponent = above; exponent >= lowest; exponent--) {
                if (mantissas[exponent] != 0) {
                    moved = moved.shiftLeft(above - exponent).add(BigInteger.valueOf(mantissas[exponent]));
                    above = exponent;
                    mantissas[exponent] = 0;
                }
            }
            sum = sum.add(moved.shiftLeft(above - 1));
        }

        /** In units of 2^-1074, to be exact in decimals. */
        BigDecimal sum() {
            move();
            return new BigDecimal(sum.multiply(BigInteger.valueOf(5).pow(1074)), 1074);
        }
    }

    @Property(tries = 2000)
    void readAnyBytesOrRefuseThem(@ForAll byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            ExactSum sum = ExactSum.read(in);
            double value = sum.value();
            assertThat(Double.compare(throughBytes(sum).value(), value)).isZero();
        } catch (IllegalArgumentException | BufferUnderflowException expected) {
            assertThat(expected).isNotNull();
        }
    }
}
