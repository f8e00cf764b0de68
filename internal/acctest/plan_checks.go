// SPDX-License-Identifier: MPL-2.0

package acctest

import (
	"context"
	"fmt"
	"reflect"

	"github.com/hashicorp/terraform-plugin-testing/plancheck"
)

// Before is the plan check of what a refresh has found: the value that an attribute had before the plan's changes.
type Before struct {
	// Address is the resource's.
	Address string
	// Attribute is a top-level one.
	Attribute string
	// Want is the value as JSON decodes it.
	Want any
}

// CheckPlan looks the value up.
func (b Before) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	for _, change := range req.Plan.ResourceChanges {
		if change.Address != b.Address {
			continue
		}
		values, _ := change.Change.Before.(map[string]any)
		if got := values[b.Attribute]; !reflect.DeepEqual(b.Want, got) {
			resp.Error = fmt.Errorf("%s.%s was %v before, not %v", b.Address, b.Attribute, got, b.Want)
		}
		return
	}
	resp.Error = fmt.Errorf("%s is not in the plan", b.Address)
}
