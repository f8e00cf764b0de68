// SPDX-License-Identifier: MPL-2.0

// Package ids compares IDs that Atlassian's answers spell in different ways, or hide in longer texts.
package ids

import (
	"regexp"
	"strings"
)

// UUID finds UUIDs, with or without hyphens, anywhere in a text.
var UUID = regexp.MustCompile(`(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}`)

// Normalize is an ID without what its spelling may vary in: case and hyphens.
func Normalize(id string) string { return strings.ReplaceAll(strings.ToLower(id), "-", "") }
