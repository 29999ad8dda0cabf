// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

/**
 * Which backend runs, and why.
 *
 * @param name {@code scalar} or {@code simd}
 * @param vectorBits the width of the vectors in bits; 0 for the scalar backend
 * @param reason one sentence; where the scalar backend is a fallback, it says what to do about it
 */
public record BackendInfo(String name, int vectorBits, String reason) {}
