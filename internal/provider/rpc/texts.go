// SPDX-License-Identifier: MPL-2.0

package rpc

import (
	"reflect"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
)

// The texts of an answer go to a terminal as they are. So what a terminal would execute is written out in every one of them, whatever
// the message quotes; line breaks stay where a message may have some.
const (
	oneLine  = ""
	oneBreak = "\n"
)

// printable makes what an answer tells a person harmless.
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
