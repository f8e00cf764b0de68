// SPDX-License-Identifier: MPL-2.0

package rpc

import (
	"reflect"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
)

// A terminal prints the texts of an answer as they are. So every text has its control characters escaped, whatever the message
// quotes. Line breaks stay where a message may have them.
const (
	oneLine  = ""
	oneBreak = "\n"
)

// printable escapes control characters in all texts of an answer.
func printable[Response any](resp *Response) {
	if resp == nil {
		return
	}
	field := reflect.ValueOf(resp).Elem().FieldByName("Diagnostics")
	if !field.IsValid() {
		return
	}
	if all, ok := reflect.TypeAssert[[]*tfprotov6.Diagnostic](field); ok {
		printableDiagnostics(all)
	}
}

func printableDiagnostics(all diagnostics) {
	for _, one := range all {
		if one != nil {
			one.Summary, one.Detail = organization.Escaped(one.Summary, oneLine), organization.Escaped(one.Detail, oneBreak)
		}
	}
}

func printableResult(one tfprotov6.ListResourceResult) tfprotov6.ListResourceResult {
	printableDiagnostics(one.Diagnostics)
	one.DisplayName = organization.Escaped(one.DisplayName, oneLine)
	return one
}

func printableEvent(one tfprotov6.InvokeActionEvent) tfprotov6.InvokeActionEvent {
	switch event := one.Type.(type) {
	case tfprotov6.ProgressInvokeActionEventType:
		event.Message = organization.Escaped(event.Message, oneLine)
		one.Type = event
	case tfprotov6.CompletedInvokeActionEventType:
		printableDiagnostics(event.Diagnostics)
	}
	return one
}
