// SPDX-License-Identifier: MPL-2.0

package group_test

import (
	"context"
	"fmt"
	"reflect"

	"github.com/hashicorp/terraform-plugin-testing/plancheck"
)

// before checks what a plan shows as the present value of an attribute: what a refresh found.
type before struct {
	address, attribute string
	want               any
}

func (b before) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	for _, change := range req.Plan.ResourceChanges {
		if change.Address != b.address {
			continue
		}
		values, _ := change.Change.Before.(map[string]any)
		if got := values[b.attribute]; !reflect.DeepEqual(b.want, got) {
			resp.Error = fmt.Errorf("%s.%s was %v before, not %v", b.address, b.attribute, got, b.want)
		}
		return
	}
	resp.Error = fmt.Errorf("%s is not in the plan", b.address)
}
