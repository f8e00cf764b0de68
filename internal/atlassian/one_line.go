// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"strings"
	"unicode"
)

// oneLine turns a text into one line. It removes what a terminal would execute. It also removes invisible characters, such as
// those that change the direction of the text and so make it read differently. The replacement character takes the place of what has no
// form, such as a code point without a character.
func oneLine(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point) {
			return -1
		}
		if !unicode.IsPrint(r) && !unicode.IsSpace(r) && !unicode.IsControl(r) {
			return unicode.ReplacementChar
		}
		return r
	}, text)
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
}
