// SPDX-License-Identifier: MPL-2.0

package base

import (
	"fmt"
	"strings"
	"unicode"
)

// ImportBlock returns the block that imports an object. The provider does not know the name of the resource in the configuration,
// so the block uses the name of the object, if it has one.
func ImportBlock(typeName, name, importID string) string {
	label, remark := "NAME", "this resource's name"
	if name != "" {
		label, remark = Label(name), "or this resource's own address"
	}
	return fmt.Sprintf("import {\n  to = %s.%s # %s\n  id = %s\n}", typeName, label, remark, HCLString(importID))
}

// ImportAdvice returns the block that imports an object, and what to do first if Terraform would ignore it. An object may have been deleted
// and made again: then the state still has the old one, and a plan that fails takes nothing out of the state.
func ImportAdvice(typeName, name, importID string) string {
	return ImportBlock(typeName, name, importID) + "\n\nTerraform ignores the block while the state has an object at that address. " +
		"If that object is gone, first run terraform apply -refresh-only, which removes it from the state."
}

// Label makes the name of a resource from the name of an object. It keeps letters, digits, underscores and dashes, and starts
// with none of digits and dashes.
func Label(name string) string {
	var label strings.Builder
	gap := false
	for _, r := range strings.ToLower(name) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '-' {
			gap = true
			continue
		}
		if gap && label.Len() > 0 {
			label.WriteByte('_')
		}
		if first := label.Len() == 0; first && (unicode.IsDigit(r) || r == '-') {
			label.WriteByte('_')
		}
		gap = false
		label.WriteRune(r)
	}
	if label.Len() == 0 {
		return "this"
	}
	return label.String()
}

// HCLString returns a string in HCL syntax. It escapes every character that a terminal would not print.
func HCLString(text string) string {
	var quoted strings.Builder
	for _, r := range text {
		switch escape := hclEscapes[r]; {
		case escape != "":
			quoted.WriteString(escape)
		case unicode.IsPrint(r):
			quoted.WriteRune(r)
		case r > 0xFFFF:
			fmt.Fprintf(&quoted, `\U%08x`, r)
		default:
			fmt.Fprintf(&quoted, `\u%04x`, r)
		}
	}
	return `"` + strings.NewReplacer("${", "$${", "%{", "%%{").Replace(quoted.String()) + `"`
}

var hclEscapes = map[rune]string{'"': `\"`, '\\': `\\`, '\n': `\n`, '\r': `\r`, '\t': `\t`}
