// SPDX-License-Identifier: MPL-2.0

// Package thorough tells tests that try many cases, or a large organization, whether they are to try all or a part. A part is what `make test`
// and `make race` have time for; `make cases` and `make thorough` try all, and so do the targets that are about one such test.
package thorough

import "os"

// variable is set by the targets whose tests try all.
const variable = "ATLASSIAN_TEST_THOROUGH"

// Part returns all if tests try all, else some.
func Part[T any](all, some T) T {
	if os.Getenv(variable) != "" {
		return all
	}
	return some
}
