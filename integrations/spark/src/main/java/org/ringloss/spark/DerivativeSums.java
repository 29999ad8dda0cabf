// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import java.nio.ByteBuffer;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.ringloss.FloatMatrix;
import org.ringloss.RingLossTotals;

/**
 * An aggregate of two arguments, embeddings and an array of radii that is the same in all rows of a group: the sum of rho'(n -
 * R) for each radius R, correctly rounded. Rows without a norm are left out.
 */
final class DerivativeSums extends RingAggregate<DerivativeSums.Buffer> {
    private static final long serialVersionUID = 1;

    private final LossSettings settings;

    DerivativeSums(LossSettings settings, Place place) {
        super(settings, place);
        this.settings = settings;
    }

    /** Totals for each radius; no radii before the first row. */
    static final class Buffer {
        private final LossSettings settings;
        private final WaitingRows waiting;
        private double[] radii = new double[0];
        private RingLossTotals[] totals = new RingLossTotals[0];

        Buffer(LossSettings settings) {
            this.settings = settings;
            this.waiting = new WaitingRows(settings.dim());
        }

        private void begin(double[] newRadii) {
            radii = newRadii;
            totals = new RingLossTotals[newRadii.length];
            for (int k = 0; k < totals.length; k++) {
                totals[k] = new RingLossTotals();
            }
        }

        private void flush() {
            if (waiting.isEmpty()) {
                return;
            }
            FloatMatrix rows = waiting.take();
            for (int k = 0; k < radii.length; k++) {
                settings.withRadius(radii[k]).forward(rows).result().addTo(totals[k]);
            }
        }

        private void merge(Buffer other) {
            flush();
            other.flush();
            if (other.radii.length == 0) {
                return;
            }
            if (radii.length == 0) {
                begin(other.radii);
            }
            for (int k = 0; k < totals.length; k++) {
                totals[k].merge(other.totals[k]);
            }
        }
    }

    @Override
    DerivativeSums at(Place newPlace) {
        return new DerivativeSums(settings, newPlace);
    }

    @Override
    public String prettyName() {
        return "ring_derivative_sums";
    }

    @Override
    public DataType dataType() {
        return DataTypes.createArrayType(DataTypes.DoubleType, false);
    }

    @Override
    public boolean nullable() {
        return false;
    }

    @Override
    public Buffer createAggregationBuffer() {
        return new Buffer(settings);
    }

    @Override
    public Buffer update(Buffer buffer, InternalRow row) {
        ArrayData value = (ArrayData) children().head().eval(row);
        if (value == null || RowProblem.of(value, settings.dim()) != null) {
            return buffer;
        }
        if (buffer.radii.length == 0) {
            buffer.begin(((ArrayData) children().apply(1).eval(row)).toDoubleArray());
        }
        buffer.waiting.add(value.toFloatArray());
        if (buffer.waiting.isFull()) {
            buffer.flush();
        }
        return buffer;
    }

    @Override
    public Buffer merge(Buffer buffer, Buffer other) {
        buffer.merge(other);
        return buffer;
    }

    @Override
    public Object eval(Buffer buffer) {
        buffer.flush();
        double[] sums = new double[buffer.totals.length];
        for (int k = 0; k < sums.length; k++) {
            sums[k] = buffer.totals[k].derivativeSum();
        }
        return UnsafeArrayData.fromPrimitiveArray(sums);
    }

    @Override
    public byte[] serialize(Buffer buffer) {
        buffer.flush();
        byte[][] totals = new byte[buffer.totals.length][];
        int size = Integer.BYTES;
        for (int k = 0; k < totals.length; k++) {
            totals[k] = buffer.totals[k].toBytes();
            size += Double.BYTES + Integer.BYTES + totals[k].length;
        }
        ByteBuffer out = ByteBuffer.allocate(size).putInt(totals.length);
        for (int k = 0; k < totals.length; k++) {
            out.putDouble(buffer.radii[k]).putInt(totals[k].length).put(totals[k]);
        }
        return out.array();
    }

    @Override
    public Buffer deserialize(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        Buffer buffer = createAggregationBuffer();
        buffer.begin(new double[in.getInt()]);
        for (int k = 0; k < buffer.radii.length; k++) {
            buffer.radii[k] = in.getDouble();
            byte[] totals = new byte[in.getInt()];
            in.get(totals);
            buffer.totals[k] = RingLossTotals.fromBytes(totals);
        }
        return buffer;
    }
}
