// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"strings"
	"unicode"
)

// oneLine makes one line of a text, without what a terminal would take for a command, and without characters that cannot
// be seen: those that turn the direction of writing around make a text read as another one.
func oneLine(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point) {
			return -1
		}
		return r
	}, text)
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
}
