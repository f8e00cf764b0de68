// SPDX-License-Identifier: MPL-2.0

//go:build race

package raced

// Detector says that the race detector is on.
const Detector = true
