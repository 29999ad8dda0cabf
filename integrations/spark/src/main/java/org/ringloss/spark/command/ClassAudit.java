// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark.command;

import org.ringloss.NormSummary;
import org.ringloss.RingLoss;
import org.ringloss.spark.EmbeddingAudit;
import org.ringloss.spark.EmbeddingTotals;

/**
 * What was found of a class.
 *
 * @param name the class
 * @param all the audit of all its rows, which counts the bad ones
 * @param good the audit of its good rows, finite and of the right length: their norms and their loss
 */
record ClassAudit(String name, EmbeddingAudit all, EmbeddingAudit good) {

    static ClassAudit of(String name, EmbeddingTotals all, EmbeddingTotals good, RingLoss ring) {
        return new ClassAudit(name, EmbeddingAudit.of(all, ring), EmbeddingAudit.of(good, ring));
    }

    NormSummary norms() {
        return good.norms();
    }

    /** The loss of the good rows, NaN if there are none. */
    double loss() {
        return good.norms().rows() == 0 ? Double.NaN : good.loss();
    }

    long badRows() {
        return all.rowsWithoutNorm() + all.norms().nonFiniteRows();
    }
}
