// SPDX-License-Identifier: Apache-2.0
/** The command {@code audit}: a table and a report page of the embeddings in a Parquet file. */
@NullMarked
package org.ringloss.spark.command;

import org.jspecify.annotations.NullMarked;
