// SPDX-License-Identifier: MPL-2.0

// Package seed says which random cases a test tries. With make they are the same in each run, so that one commit has one verdict: a case that
// no commit has tried before is for the nightly run, which sets RAPID_SEED=0, and for `make chaos`.
package seed

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
)

// variable is what the library for properties reads, too: the first seed, or 0 for a random one.
const variable = "RAPID_SEED"

// Cases returns the first seed and the number of the cases to try, which have consecutive seeds. A variable of the environment that has a
// seed repeats that case alone.
func Cases(t testing.TB, repeat string, count uint64) (first, many uint64) {
	t.Helper()
	if only, set := Number(t, repeat); set {
		return only, 1
	}
	first, _ = Number(t, variable)
	if first == 0 {
		first = rand.Uint64() >> 16
	}
	t.Logf("seeds from %d on: %s=… repeats one", first, repeat)
	return first, count
}

// Number is a number in the environment.
func Number(t testing.TB, variable string) (n uint64, set bool) {
	t.Helper()
	text := os.Getenv(variable)
	if text == "" {
		return 0, false
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatalf("%s: %s", variable, err)
	}
	return n, true
}
