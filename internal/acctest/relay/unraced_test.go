// SPDX-License-Identifier: MPL-2.0

//go:build !race

package relay_test

// raced says that the race detector is on.
const raced = false
