// SPDX-License-Identifier: MPL-2.0

// Package raced tells tests that try many cases, or a large organization, whether they are to try a part of it. The race detector takes ten
// times as long, and looks at what runs at once, which is the same for all cases: so it gets a part of them. So does -short, which is to
// take seconds. `make thorough` tries all, without either.
package raced

import "testing"

// Part is all, or some where the race detector is on or -short is set.
func Part[T any](all, some T) T {
	if Detector || testing.Short() {
		return some
	}
	return all
}
