// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// AdminsError says that Atlassian refused to add an account to what seems to be the group of the organization's
// admins.
type AdminsError struct {
	// AccountID is who was to join.
	AccountID string
	// Group is the group.
	Group Group
	// Err is Atlassian's answer.
	Err error
}

// Error says why Atlassian may refuse it, and what Atlassian answered.
func (e *AdminsError) Error() string {
	return fmt.Sprintf("account %s cannot join the group %q, which seems to be that of the organization's admins: Atlassian refuses additions to it since its Units rollout (%v)",
		e.AccountID, e.Group.Name, e.Err)
}

// Unwrap returns Atlassian's answer.
func (e *AdminsError) Unwrap() error { return e.Err }

// IsAdminsRefusal reports whether an error is an [AdminsError].
func IsAdminsRefusal(err error) bool {
	_, is := errors.AsType[*AdminsError](err)
	return is
}

// explainAdmins names the reason for which Atlassian may have refused to add an account to a group. Only a refusal costs
// the look at the group, which is shared with other reads.
func (o *Organization) explainAdmins(ctx context.Context, key GroupKey, accountID string, err error) error {
	refused, ok := errors.AsType[*APIError](err)
	if !ok || !mayRefuseAdmins(refused) {
		return err
	}
	found, readErr := o.Group(ctx, key)
	if readErr != nil || !isAdminsGroup(found) {
		return err
	}
	return &AdminsError{AccountID: accountID, Group: found, Err: err}
}

// isAdminsGroup tells the group of the organization's admins by its name, which an organization cannot change. Unverified:
// Atlassian's API does not say which group it is, its documentation calls it org-admin, and organizations have org-admins.
func isAdminsGroup(group Group) bool {
	return slices.Contains([]string{"org-admin", "org-admins"}, strings.ToLower(group.Name))
}

// mayRefuseAdmins tells the refusals that may be about the group. Unverified: which one it is. Atlassian documents only
// that an addition "will return an error"; that the key is wrong, or too much was asked, is another matter.
func mayRefuseAdmins(refused *APIError) bool {
	if atlassian.IsUnauthorized(refused) || atlassian.IsRateLimited(refused) || refused.NoRoute {
		return false
	}
	return refused.Status >= 400 && refused.Status < 500
}
