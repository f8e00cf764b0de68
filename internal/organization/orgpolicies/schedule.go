// SPDX-License-Identifier: MPL-2.0

package orgpolicies

import (
	"context"
	"errors"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies/windows"
)

// Scheduled is a resource whose data is to move in a window. A zero window leaves the time to Atlassian.
func Scheduled(id string, window windows.Window) Resource {
	return Resource{ID: id, Move: atlassian.PolicyMove{Start: window.Start, End: window.End}}
}

// WindowOf is what an answer says of the window of a resource.
func WindowOf(r Resource) windows.Answer {
	return windows.Answer{
		Window:      windows.Window{Start: r.Move.Start, End: r.Move.End},
		Contradicts: r.Move.OtherEnd != "" && !windows.Same(r.Move.OtherEnd, r.Move.End),
		Applied:     ApplicationOf(r.ApplicationStatus) == Applied,
	}
}

// Reschedule sends the windows of resources that a policy applies to, even where their data has moved already: before an update that
// moves it anew, so that it does not move at once. Resources that the policy does not apply to are left out. Unlike
// [OrganizationPolicies.SetResources], it does not wait until reads show it, because the update says the same once more.
func (o *OrganizationPolicies) Reschedule(ctx context.Context, id string, wanted []Resource) error {
	_, present, err := o.present(ctx, id)
	if err != nil {
		return err
	}
	var failures []error
	for _, resource := range rescheduled(present, wanted) {
		if resource.anew {
			failures = append(failures, o.resend(ctx, id, resource.Resource, resource.Resource))
		}
	}
	return gone(id, errors.Join(failures...))
}

// planned is a resource of a policy, and whether it gets a window.
type planned struct {
	Resource

	anew bool
}

// rescheduled are the resources of a policy, with the windows that are wanted in place of those that it has.
func rescheduled(present, wanted []Resource) []planned {
	windows := make(map[string]atlassian.PolicyMove, len(wanted))
	for _, resource := range wanted {
		if resource.Move != (atlassian.PolicyMove{}) {
			windows[key(resource.ID)] = resource.Move
		}
	}
	all := make([]planned, 0, len(present))
	for _, resource := range present {
		move, anew := windows[key(resource.ID)]
		if anew {
			resource.Move = move
		}
		all = append(all, planned{resource, anew})
	}
	return all
}
