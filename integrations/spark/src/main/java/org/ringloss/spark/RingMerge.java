// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.types.BinaryType;

/** {@code ring_merge(totals)}. */
final class RingMerge extends TotalsAggregate {
    static final String NAME = "ring_merge";
    private static final long serialVersionUID = 1;

    RingMerge(LossSettings settings, String column, Place place) {
        super(settings, column, place);
    }

    @Override
    RingMerge at(Place newPlace) {
        return new RingMerge(settings, column, newPlace);
    }

    @Override
    public String prettyName() {
        return NAME;
    }

    @Override
    public TypeCheckResult checkInputDataTypes() {
        return argument().dataType() instanceof BinaryType
                ? EmbeddingColumn.success()
                : EmbeddingColumn.failure(NAME + " takes the binary totals that ring_audit gave, and " + column + " is "
                        + argument().dataType().simpleString());
    }

    @Override
    public AuditBuffer update(AuditBuffer buffer, InternalRow row) {
        byte[] bytes = (byte[]) argument().eval(row);
        if (bytes == null) {
            throw new IllegalArgumentException(
                    column + " is null in a row: that row's totals would be missing. To leave" + " such rows out write "
                            + NAME + "(" + column + ") FILTER (WHERE " + column + " IS NOT NULL)");
        }
        try {
            EmbeddingTotals totals = EmbeddingTotals.fromBytes(bytes);
            settings.requireSame(totals.ringLossTotals());
            buffer.totals().merge(totals);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    column + " holds totals that cannot be merged for " + settings + ": " + e.getMessage(), e);
        }
        return buffer;
    }
}
