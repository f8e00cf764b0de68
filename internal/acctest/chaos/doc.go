// SPDX-License-Identifier: MPL-2.0

// Package chaos tests the whole provider against random trouble. A case draws an organization and a configuration of any types, lets things
// go wrong while it is applied, and then insists that the next apply puts everything right.
//
// The page docs/proof/chaos.md says what is drawn, what is asserted, and how to repeat a case.
package chaos
