// SPDX-License-Identifier: MPL-2.0

package protocol

import (
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Diagnostics are the errors and warnings of one answer.
type Diagnostics []*tfprotov6.Diagnostic

// Errors are the errors, one text each: "summary: detail (at path)".
func (d Diagnostics) Errors() []string { return d.texts(tfprotov6.DiagnosticSeverityError) }

// Warnings are the warnings, in the form of Errors.
func (d Diagnostics) Warnings() []string { return d.texts(tfprotov6.DiagnosticSeverityWarning) }

// Err is nil without errors; warnings are none.
func (d Diagnostics) Err() error {
	texts := d.Errors()
	if len(texts) == 0 {
		return nil
	}
	return errors.New(strings.Join(texts, "\n"))
}

func (d Diagnostics) texts(severity tfprotov6.DiagnosticSeverity) []string {
	var texts []string
	for _, one := range d {
		if one.Severity != severity {
			continue
		}
		text := one.Summary
		if one.Detail != "" {
			text += ": " + one.Detail
		}
		if one.Attribute != nil && len(one.Attribute.Steps()) > 0 {
			text += " (at " + one.Attribute.String() + ")"
		}
		texts = append(texts, text)
	}
	return texts
}

func failure(summary, detail string) *tfprotov6.Diagnostic {
	return &tfprotov6.Diagnostic{Severity: tfprotov6.DiagnosticSeverityError, Summary: summary, Detail: detail}
}
