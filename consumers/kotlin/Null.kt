// SPDX-License-Identifier: Apache-2.0
package consumer

import org.ringloss.RingLoss

// Does not compile: the compiler knows from the jar alone that no null may be passed here.
val ring = RingLoss.parse(null)
