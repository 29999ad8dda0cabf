// SPDX-License-Identifier: Apache-2.0
/** A program that names the api alone: the SIMD backend comes by its service. */
module consumer {
    requires org.ringloss;

    exports consumer;
}
