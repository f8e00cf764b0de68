// SPDX-License-Identifier: MPL-2.0

package base

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
)

// reportBug says what to do about a bug of the provider.
const reportBug = "This is a bug in the provider, not in your configuration: please report it. This message has none of your values in it. " +
	"If Terraform was applying, something may have changed already: plan again to see."

// Bug is the diagnostic of a panic that a deferred function has recovered. It is nil if there was no panic.
func Bug(doing string, recovered any) diag.Diagnostic {
	caught := organization.Recovered(recovered)
	if caught == nil {
		return nil
	}
	text := fmt.Sprintf("%s (%s).\n\n", Capitalized(caught.Error()), doing)
	if len(caught.Callers) > 0 {
		text += "Called from:\n  " + strings.Join(caught.Callers, "\n  ") + "\n\n"
	}
	return diag.NewErrorDiagnostic("The provider has failed", text+reportBug)
}
