// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/posture"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/site"
)

// newPosture makes the area of the posture, which reads everything as all other areas do.
func newPosture(r *run) *posture.Posture {
	return posture.New(posture.Setup{
		Domains: r.domains.List,
		People: func(ctx context.Context) ([]Account, error) {
			found, err := r.people.Search(ctx, UserQuery{UserExpansions: UserExpansions{Groups: true, PlatformRoles: true, ProductAccess: true}})
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
		PolicyChanges: r.audit.PolicyChanges,
		Admins: func(ctx context.Context) ([]posture.Admin, error) {
			found, err := r.people.OrganizationAdminsByWay(ctx)
			admins := make([]posture.Admin, len(found))
			for i, admin := range found {
				understood := !slices.ContainsFunc(admin.Ways, func(way Way) bool { return !Ways{way}.Known() })
				admins[i] = posture.Admin{Account: admin.Account, Direct: admin.Ways.Direct(), Understood: understood}
			}
			return admins, err
		},
		Sites: func(ctx context.Context, names []string) ([]posture.Site, error) {
			return postureSites(ctx, r.sites, names)
		},
		InstalledApps:     r.apps.Installed,
		UserInstalledApps: r.apps.UserInstalledApps,

		APIKeys:              unread[[]posture.Credential],
		APITokens:            unread[[]posture.Credential],
		OrganizationPolicies: unread[[]posture.OrganizationPolicy],
		Classification:       unread[[]posture.ClassificationLevel],
		Backups:              unread[map[string][]posture.BackupPolicy],
	})
}

// unread is a read that this version does not have.
func unread[T any](context.Context) (nothing T, err error) {
	return nothing, errors.New("this version of the provider does not read it")
}

// postureSites are sites by their names, each once: all sites of the organization if there are none.
func postureSites(ctx context.Context, sites *site.Sites, names []string) ([]posture.Site, error) {
	if len(names) == 0 {
		workspaces, err := sites.Workspaces(ctx)
		if err != nil {
			return nil, err
		}
		if err := site.Unplaced(workspaces); err != nil {
			return nil, err
		}
		for _, workspace := range workspaces {
			if _, cloudID, err := site.Of(workspace.ID); err == nil { // otherwise it is on no site
				names = append(names, cloudID)
			}
		}
		slices.Sort(names)
		names = slices.Compact(names)
	}
	resolved, err := sites.Resolve(ctx, names)
	if err != nil {
		return nil, err
	}
	found := make([]posture.Site, 0, len(resolved))
	for _, one := range resolved {
		if !slices.ContainsFunc(found, func(s posture.Site) bool { return strings.EqualFold(s.CloudID, one.CloudID) }) {
			found = append(found, posture.Site{Name: one.Reference, CloudID: one.CloudID})
		}
	}
	return found, nil
}
