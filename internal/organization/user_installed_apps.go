// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"fmt"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// Rules for apps that users install.
const (
	UserAppsAllowed = atlassian.UserAppsAllowed
	UserAppsDenied  = atlassian.UserAppsDenied
)

// UserInstalledApps reads the rule for apps that the users of a site install, once for the run: UserAppsAllowed or
// UserAppsDenied; others may come.
func (a *Apps) UserInstalledApps(ctx context.Context, cloudID string) (string, error) {
	return a.rules.Get(cloudID).Get(ctx, func(ctx context.Context) (string, error) {
		return a.client.UserInstallationRule(ctx, cloudID)
	})
}

// SetUserInstalledApps sets the rule, and looks that it took effect. Setting it twice does no harm, so that a lost answer is
// settled by looking as well.
func (a *Apps) SetUserInstalledApps(ctx context.Context, cloudID, rule string) error {
	err := a.client.SetUserInstallationRule(ctx, cloudID, rule)
	if err != nil && !atlassian.IsOutcomeUnknown(err) {
		return err
	}
	limited, cancel := context.WithTimeout(ctx, a.pace.Visible)
	defer cancel()
	var failure error
	unseen := a.untilShown(limited, 0, func(ctx context.Context) bool {
		var found string
		found, failure = a.client.UserInstallationRule(ctx, cloudID)
		return failure == nil && found == rule
	})
	switch {
	case unseen == nil:
		a.rules.Get(cloudID).Put(rule)
		return nil
	case err != nil:
		return err
	}
	return &NotVisibleError{What: fmt.Sprintf("the rule %q for apps that users install", rule), Err: failure}
}
