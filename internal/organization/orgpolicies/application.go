// SPDX-License-Identifier: MPL-2.0

package orgpolicies

import "github.com/orgsec/terraform-provider-atlassian/internal/atlassian"

// Resource is something that a policy applies to.
type Resource = atlassian.PolicyResource

// Application is how far a policy is applied to a resource.
type Application int

// The states of the application of a policy to a resource.
const (
	// ApplicationUnknown is a status that is missing or new. It is never taken for one of the others.
	ApplicationUnknown Application = iota
	// Applied is a policy that is in force for the resource.
	Applied
	// Pending is a policy that Atlassian is going to apply to the resource: it is applying, validating or scheduled.
	Pending
	// Removing is a policy that Atlassian is taking off the resource.
	Removing
	// ApplicationFailed is a policy that Atlassian could not apply to the resource.
	ApplicationFailed
)

// ApplicationOf reads the status of a resource of a policy. The status "validating" is documented in the Control API only.
func ApplicationOf(status string) Application {
	switch {
	case said(status, "applied"):
		return Applied
	case said(status, "applying", "validating", "scheduled"):
		return Pending
	case said(status, "removing"):
		return Removing
	case said(status, "failed"):
		return ApplicationFailed
	default:
		return ApplicationUnknown
	}
}
