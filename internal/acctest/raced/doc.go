// SPDX-License-Identifier: MPL-2.0

// Package raced tells tests that try many cases whether the race detector is on. It takes ten times as long, and looks at what runs at
// once, which is the same for all cases: so it gets a part of them, and `make thorough` tries all without it.
package raced
