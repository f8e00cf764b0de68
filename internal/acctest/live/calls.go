// SPDX-License-Identifier: MPL-2.0

package live

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// few is how many elements of a list a call reads.
const few = 5

// Ask calls the reading operations that one run of the provider may not need: those of single objects, and the counts. Each is called
// for a few objects at most, and with an ID that there is not. What Atlassian refuses is an answer, too, so the result is what was
// refused, by what was asked.
func Ask(ctx context.Context, org Organization, front string) (map[string]error, error) {
	client, err := atlassian.New(atlassian.Config{BaseURL: front, APIKey: org.APIKey, UserAgent: "terraform-provider-atlassian live kit", MaxRetries: 2})
	if err != nil {
		return nil, err
	}
	a := asker{client: client, org: org, refused: make(map[string]error)}
	a.directory(ctx)
	a.account(ctx)
	a.policies(ctx)
	return a.refused, nil
}

type asker struct {
	client  *atlassian.Client
	org     Organization
	refused map[string]error
}

func (a *asker) note(what string, err error) {
	if err != nil {
		a.refused[what] = errors.Join(a.refused[what], err)
	}
}

// nowhere is the ID of nothing.
const nowhere = "00000000-0000-4000-8000-00000000dead"

func (a *asker) directory(ctx context.Context) {
	directories, err := first(a.client.Directories(ctx, a.org.ID))
	a.note("the directories", err)
	if a.org.DirectoryID == "" && len(directories) > 0 {
		a.org.DirectoryID = directories[0].ID
	}
	id, directory := a.org.ID, a.org.DirectoryID
	if directory == "" {
		return
	}
	_, err = a.client.CountGroups(ctx, id, directory)
	a.note("the number of groups", err)
	_, err = a.client.CountUsers(ctx, id, directory)
	a.note("the number of users", err)
	groups, err := first(a.client.SearchGroups(ctx, id, directory, atlassian.GroupSearch{ExpandCounts: true, Limit: few}))
	a.note("some groups", err)
	groups = append(groups, atlassian.Group{ID: nowhere})
	for _, group := range groups {
		_, err = a.client.Group(ctx, id, directory, group.ID)
		a.note("a group", err)
		_, err = first(a.client.GroupRoleAssignments(ctx, id, directory, group.ID))
		a.note("the roles of a group", err)
	}
	domains, err := first(a.client.Domains(ctx, id))
	a.note("some domains", err)
	for _, domain := range append(domains, atlassian.Domain{ID: nowhere}) {
		_, err = a.client.Domain(ctx, id, domain.ID)
		a.note("a domain", err)
	}
}

func (a *asker) account(ctx context.Context) {
	if a.org.DirectoryID == "" {
		return
	}
	people, err := first(a.client.SearchUsers(ctx, a.org.ID, a.org.DirectoryID, atlassian.UserSearch{ClaimStatus: "managed", Limit: few}))
	a.note("some managed accounts", err)
	others, err := first(a.client.SearchUsers(ctx, a.org.ID, a.org.DirectoryID, atlassian.UserSearch{ClaimStatus: "unmanaged", Limit: few}))
	a.note("some accounts that are not managed", err)
	var ids []string
	for _, person := range append(people, others...) {
		ids = append(ids, person.AccountID)
		_, err = a.client.User(ctx, a.org.ID, a.org.DirectoryID, person.AccountID)
		a.note("a user", err)
		_, err = a.client.ManagePermissions(ctx, person.AccountID)
		a.note("what may be managed", err)
		_, err = a.client.ManagedProfile(ctx, person.AccountID)
		a.note("a profile", err)
		_, err = a.client.ManagedAPITokens(ctx, person.AccountID)
		a.note("the tokens of an account", err)
	}
	if len(ids) > 0 {
		_, err = a.client.AuthenticationPolicyMembers(ctx, a.org.ID, ids)
		a.note("the authentication policies of accounts", err)
	}
}

func (a *asker) policies(ctx context.Context) {
	id := a.org.ID
	policies, err := first(a.client.OrganizationPolicies(ctx, id))
	a.note("some policies", err)
	for _, policy := range append(policies, atlassian.OrganizationPolicy{ID: nowhere}) {
		_, err = a.client.OrganizationPolicy(ctx, id, policy.ID)
		a.note("a policy", err)
	}
	security, err := first(a.client.DataSecurityPolicies(ctx, id))
	a.note("some data security policies", err)
	for _, policy := range append(security, atlassian.DataSecurityPolicy{ID: nowhere}) {
		_, err = a.client.DataSecurityPolicy(ctx, id, policy.ID)
		a.note("a data security policy", err)
		_, err = first(a.client.DataSecurityResources(ctx, id, policy.ID))
		a.note("what a data security policy covers", err)
	}
	levels, err := a.client.ClassificationLevels(ctx, id)
	a.note("the classification levels", err)
	for _, level := range levels[:min(len(levels), few)] {
		_, err = a.client.ClassificationLevel(ctx, id, level.ID)
		a.note("a classification level", err)
	}
	now := time.Now()
	_, err = first(a.client.Events(ctx, id, atlassian.EventFilter{From: now.AddDate(0, 0, -30), To: now}))
	a.note("some events", err)
}

// first reads a few elements of a list.
func first[T any](list iter.Seq2[T, error]) ([]T, error) {
	var found []T
	for one, err := range list {
		if err != nil {
			return found, fmt.Errorf("after %d: %w", len(found), err)
		}
		if found = append(found, one); len(found) == few {
			break
		}
	}
	return found, nil
}
