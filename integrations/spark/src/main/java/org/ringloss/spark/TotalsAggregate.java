// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataType;

/** What {@code ring_audit} and {@code ring_merge} share: totals that grow, travel as bytes, and end as a struct. */
abstract class TotalsAggregate extends RingAggregate<AuditBuffer> {
    private static final long serialVersionUID = 1;

    final LossSettings settings;
    /** The argument as the query has it: on executors the expression knows its position only. */
    final String column;

    TotalsAggregate(LossSettings settings, String column, Place place) {
        super(settings, place);
        this.settings = settings;
        this.column = column;
    }

    final Expression argument() {
        return children().head();
    }

    @Override
    public final DataType dataType() {
        return AuditStruct.TYPE;
    }

    @Override
    public final boolean nullable() {
        return false;
    }

    @Override
    public final AuditBuffer createAggregationBuffer() {
        return new AuditBuffer(settings, new EmbeddingTotals(settings.dim()));
    }

    @Override
    public final AuditBuffer merge(AuditBuffer buffer, AuditBuffer other) {
        buffer.merge(other);
        return buffer;
    }

    @Override
    public final Object eval(AuditBuffer buffer) {
        return AuditStruct.of(buffer.totals(), settings.ring());
    }

    @Override
    public final byte[] serialize(AuditBuffer buffer) {
        return buffer.totals().toBytes();
    }

    @Override
    public final AuditBuffer deserialize(byte[] bytes) {
        return new AuditBuffer(settings, EmbeddingTotals.fromBytes(bytes));
    }
}
