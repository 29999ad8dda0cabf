// SPDX-License-Identifier: Apache-2.0
/**
 * Audits of embeddings on Apache Spark: norms, ring loss and its radius, with the same bits however Spark splits, orders
 * and repeats the work.
 *
 * <p>{@link org.ringloss.spark.RingLossFunctions} brings the functions of SQL, {@link org.ringloss.spark.EmbeddingAudit}
 * the same from Java and Scala. Embeddings are columns of {@code array<float>}.
 */
@NullMarked
package org.ringloss.spark;

import org.jspecify.annotations.NullMarked;
