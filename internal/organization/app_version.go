// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// aVersion is a version: numbers, and what follows them, such as "-AC". A number after a hyphen is one more of the numbers, as in
// 2026-11-26, because an update may change nothing but that.
var aVersion = regexp.MustCompile(`^[vV]?([0-9]+(?:[-._+][0-9]+)*)(?:[-._+~]?[A-Za-z][0-9A-Za-z._+~-]*)?$`)

// appVersion is the numbers of a version. They have no bound: what an app calls its version is the choice of its vendor.
type appVersion []string

// parseVersion splits a version into its numbers; ok is false for a text that is no version.
func parseVersion(text string) (numbers appVersion, ok bool) {
	found := aVersion.FindStringSubmatch(strings.TrimSpace(text))
	if found == nil {
		return nil, false
	}
	for number := range strings.FieldsFuncSeq(found[1], func(r rune) bool { return strings.ContainsRune("-._+", r) }) {
		numbers = append(numbers, strings.TrimLeft(number, "0"))
	}
	return numbers, true
}

// first are the first numbers of a version, with zeros (which are empty here) where it has fewer.
func (v appVersion) first(count int) appVersion {
	if len(v) >= count {
		return v[:count]
	}
	return append(slices.Clone(v), make(appVersion, count-len(v))...)
}

// compare is negative where v is the older version, positive where it is the newer one.
func (v appVersion) compare(other appVersion) int {
	return slices.CompareFunc(v, other, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) })
}

// newerThan says that a version is newer than the newest that was reviewed, or that this is not known; else it is empty. What
// follows the numbers, as "AC" in 1.4.2-AC, does not count, nor do numbers that were not reviewed: 1.4 is every 1.4.x.
func newerThan(installed, reviewed string) string {
	if reviewed == "" {
		return ""
	}
	if installed == "" {
		return "Atlassian does not say which version it has"
	}
	have, known := parseVersion(installed)
	most, understood := parseVersion(reviewed)
	switch {
	case !known || !understood:
		return fmt.Sprintf("its version %s cannot be compared with %s", Quoted(installed), Word(reviewed))
	case have.first(len(most)).compare(most) > 0:
		return fmt.Sprintf("its version %s is newer than %s, the newest that was reviewed", Word(installed), Word(reviewed))
	}
	return ""
}

// CheckVersion says what is wrong with a version that others are to be compared with.
func CheckVersion(text string) error {
	if _, ok := parseVersion(text); !ok || strings.TrimSpace(text) != text {
		return fmt.Errorf("%q is not a version such as 2.1.0", text)
	}
	return nil
}
