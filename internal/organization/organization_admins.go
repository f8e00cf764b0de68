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
	// AccountID is the account to be added.
	AccountID string
	// Group is the group.
	Group Group
	// Err is Atlassian's answer.
	Err error
}

// Error says why Atlassian may refuse it, and what Atlassian answered.
func (e *AdminsError) Error() string {
	return fmt.Sprintf("account %s cannot join the group %q, which seems to be the group of the organization's admins: since its Units rollout, Atlassian refuses additions to it (%v)",
		e.AccountID, e.Group.Name, e.Err)
}

// Unwrap returns Atlassian's answer.
func (e *AdminsError) Unwrap() error { return e.Err }

// IsAdminsRefusal reports whether an error is an [AdminsError].
func IsAdminsRefusal(err error) bool {
	_, is := errors.AsType[*AdminsError](err)
	return is
}

// explainAdmins names the reason why Atlassian may have refused to add an account to a group. It looks at the group only after a
// refusal, and shares that read with others.
func (g *Groups) explainAdmins(ctx context.Context, key GroupKey, accountID string, err error) error {
	refused, ok := errors.AsType[*APIError](err)
	if !ok || !mayRefuseAdmins(refused) {
		return err
	}
	found, readErr := g.Get(ctx, key)
	if readErr != nil || !isAdminsGroup(found) {
		return err
	}
	return &AdminsError{AccountID: accountID, Group: found, Err: err}
}

// isAdminsGroup recognizes the group of the organization's admins by its name, which an organization cannot change. Unverified:
// Atlassian's API does not say which group it is, its documentation calls it org-admin, and organizations have org-admins.
func isAdminsGroup(group Group) bool {
	return slices.Contains([]string{"org-admin", "org-admins"}, strings.ToLower(group.Name))
}

// mayRefuseAdmins reports whether a refusal may be about the group. Unverified: which status it has. Atlassian documents only that an
// addition "will return an error". A wrong key and a rate limit are other errors.
func mayRefuseAdmins(refused *APIError) bool {
	if atlassian.IsUnauthorized(refused) || refused.NoRoute {
		return false
	}
	return refused.Status >= 400 && isRefusal(refused)
}
