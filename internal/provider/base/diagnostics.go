// SPDX-License-Identifier: MPL-2.0

package base

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
)

// Failed turns an error into a diagnostic. Summary says in the user's words what failed ("Cannot create the group"), and the
// detail is the cause and what to do about it. An error that has nothing to do with the request itself, such as a failed
// connection, has a summary of its own, and its detail begins with the given one.
func Failed(summary string, err error) diag.Diagnostic {
	if general := generalSummary(err); general != "" {
		summary, err = general, fmt.Errorf("%s: %w", summary, err)
	}
	return diag.NewErrorDiagnostic(summary, explain(err))
}

// FailedAt is [Failed] for an error that one attribute causes.
func FailedAt(at path.Path, summary string, err error) diag.Diagnostic {
	if generalSummary(err) != "" {
		return Failed(summary, err) // the attribute is not to blame
	}
	return diag.NewAttributeErrorDiagnostic(at, summary, explain(err))
}

// FailedWith is [Failed] for an error about which the caller knows better what to do than its meaning says.
func FailedWith(summary string, err error, next string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(summary, causeOf(err)+"\n\n"+next)
}

// causeOf returns the cause of an error in sentences. An ID or a name in it may have line breaks, and no error of ours has any.
func causeOf(err error) string { return sentence(Escaped(withoutBidiControls(err.Error()))) }

// explain returns the cause of an error in sentences, and what to do next, if that is known.
func explain(err error) string {
	cause := causeOf(err)
	if next := hint(err); next != "" {
		return cause + "\n\n" + next
	}
	return cause
}

// TimeIsOver returns the paragraph that says what to do if one of several changes ran out of time. It is empty if none did.
func TimeIsOver(failed map[string]error) string {
	for _, err := range failed {
		if errors.Is(err, context.DeadlineExceeded) {
			return "\n\n" + timeIsOver
		}
	}
	return ""
}

// Exists is the refusal to adopt an object, with the block that imports it.
func Exists(typeName string, err *meaning.ExistsError) diag.Diagnostic {
	return diag.NewErrorDiagnostic("It exists already",
		sentence(err.Error())+" An object that exists is never adopted silently. To manage it from here, import it:\n\n"+ImportAdvice(typeName, err.Name, err.ImportID))
}

// sentence starts a text with a capital and ends it with a full stop.
func sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		return text
	}
	text = Capitalized(text)
	if !strings.HasSuffix(text, ".") {
		text += "."
	}
	return text
}
