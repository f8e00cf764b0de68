// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/audit"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/backups"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/posture"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/site"
)

// newPosture makes the area of the posture, which reads everything as all other areas do.
func newPosture(o *Organization) *posture.Posture {
	r := o.run
	return posture.New(posture.Setup{
		Domains: r.domains.List,
		People: func(ctx context.Context) ([]Account, error) {
			found, err := r.people.Search(ctx, Reviewed())
			return found.Accounts, err
		},
		AuthenticationPolicies: func(ctx context.Context, accounts []Account) (map[string]string, error) {
			members, err := r.policies.Of(ctx, accounts)
			places := make(map[string]string, len(members))
			for id, member := range members {
				places[id] = member.PolicyID
			}
			return places, err
		},
		PolicyChanges: func(ctx context.Context, policyID string, attested time.Time, watched ...string) ([]audit.Event, error) {
			return r.audit.PolicyChanges(ctx, policyID, r.audit.Unseen(attested, time.Now()), watched...)
		},
		PolicyActions: func(ctx context.Context) ([]string, error) {
			actions, err := r.audit.PolicyActions(ctx)
			ids := make([]string, len(actions))
			for i, action := range actions {
				ids[i] = action.ID
			}
			return ids, err
		},
		Admins: func(ctx context.Context) ([]posture.Admin, error) {
			found, err := r.people.OrganizationAdminsByWay(ctx)
			admins := make([]posture.Admin, len(found))
			for i, admin := range found {
				admins[i] = posture.Admin{Account: admin.Account, Direct: admin.Ways.Direct(), Understood: admin.Ways.Known()}
			}
			return admins, err
		},
		Sites: func(ctx context.Context, names []string) ([]posture.Site, error) {
			return postureSites(ctx, r.sites, names)
		},
		InstalledApps:     r.apps.Installed,
		UserInstalledApps: r.apps.UserInstalledApps,

		APIKeys: func(ctx context.Context) ([]posture.Credential, error) {
			found, err := o.Keys.APIKeys(ctx)
			if err == nil {
				err = o.Keys.Counted(ctx, false)
			}
			all := make([]posture.Credential, len(found))
			for i, key := range found {
				all[i] = posture.Credential{
					ID: key.ID, Label: key.Label, Owner: cmp.Or(key.CreatedBy.Email, key.CreatedBy.AccountID),
					Created: key.CreatedAt, LastUsed: key.LastActiveAt, Expires: key.ExpiresAt,
				}
			}
			return all, err
		},
		APITokens: func(ctx context.Context) ([]posture.Credential, error) {
			found, err := o.Keys.APITokens(ctx)
			if err == nil {
				err = o.Keys.Counted(ctx, true)
			}
			all := make([]posture.Credential, len(found))
			for i, token := range found {
				all[i] = posture.Credential{
					ID: token.ID, Label: token.Label, Owner: cmp.Or(token.Owner.Email, token.Owner.AccountID),
					Blocked: strings.EqualFold(token.Status, "BLOCKED"),
					Created: token.CreatedAt, LastUsed: token.LastActiveAt, Expires: token.ExpiresAt,
				}
			}
			return all, err
		},
		IPAllowlist:       o.OrganizationPolicies.IPAllowlist,
		ExportRestriction: o.OrganizationPolicies.ExportRestriction,
		Classification:    o.OrganizationPolicies.Classification,
		Backups: func(ctx context.Context) (backups.Coverage, error) {
			if !o.Allows(backups.Experiment) {
				return backups.Coverage{}, fmt.Errorf("they are an experiment, because no page documents their list: set experimental = [%q] in the provider block", backups.Experiment)
			}
			return o.Backups.Coverage(ctx)
		},
	})
}

// postureSites are sites by their names, each once: all sites of the organization if there are none.
func postureSites(ctx context.Context, sites *site.Sites, names []string) ([]posture.Site, error) {
	workspaces, err := sites.Workspaces(ctx)
	if err != nil {
		return nil, err
	}
	if err := site.Unplaced(workspaces); err != nil {
		return nil, err
	}
	hosts := make(map[string]string)
	for _, workspace := range workspaces {
		if _, cloudID, err := site.Of(workspace.ID); err == nil { // otherwise it is on no site
			hosts[cloudID] = cmp.Or(hosts[cloudID], site.Key(workspace.HostURL), workspace.Name)
		}
	}
	if len(names) == 0 {
		names = slices.Sorted(maps.Keys(hosts))
	}
	resolved, err := sites.Resolve(ctx, names)
	if err != nil {
		return nil, err
	}
	found := make([]posture.Site, 0, len(resolved))
	for _, one := range resolved {
		if !slices.ContainsFunc(found, func(s posture.Site) bool { return strings.EqualFold(s.CloudID, one.CloudID) }) {
			found = append(found, posture.Site{Name: cmp.Or(hosts[one.CloudID], one.CloudID), CloudID: one.CloudID, Unasked: one.Unasked})
		}
	}
	return found, nil
}
