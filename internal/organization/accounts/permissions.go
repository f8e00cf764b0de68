// SPDX-License-Identifier: MPL-2.0

package accounts

import (
	"context"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// What the organization can change about an account beside the fields of its profile.
const (
	ManageEmail     = atlassian.EmailSet
	ManageLifecycle = atlassian.LifecycleEnable
	ManageDeletion  = atlassian.LifecycleDelete
)

// Refusal is something that the organization cannot change about an account.
type Refusal struct {
	// What is a field of the profile, or [ManageEmail], [ManageLifecycle] or [ManageDeletion]. It is empty if Atlassian does not say.
	What string
	// Reason is why, in Atlassian's word, such as "authPolicy.saml". It is empty if Atlassian does not say.
	Reason string
}

// Refusals returns what Atlassian would refuse of a change, with one request for an account. A rule that is missing or cannot be read
// refuses nothing.
func (a *Accounts) Refusals(ctx context.Context, account Account, missing Change) ([]Refusal, error) {
	permissions, err := a.permissions.Get(account.ID).Get(ctx, func(ctx context.Context) (found atlassian.Permissions, err error) {
		err = a.manage(func() error {
			found, err = a.setup.Client.ManagePermissions(ctx, account.ID, atlassian.ProfileWrite, ManageEmail, ManageLifecycle, ManageDeletion)
			return err
		})
		return found, err
	})
	if err != nil {
		return nil, err
	}
	var refusals []Refusal
	look := func(rules map[string]atlassian.Rule, what string) {
		if rule, ok := rules[what]; ok && !rule.Allowed {
			refusals = append(refusals, Refusal{What: what, Reason: rule.Reason})
		}
	}
	for _, field := range missing.fields() {
		look(permissions.Profile, string(field))
	}
	if missing.Email != nil {
		look(permissions.Actions, ManageEmail)
	}
	if missing.Active != nil {
		if *missing.Active && account.DeletionScheduled() {
			look(permissions.Actions, ManageDeletion)
		} else {
			look(permissions.Actions, ManageLifecycle)
		}
	}
	return refusals, nil
}
