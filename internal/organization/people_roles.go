// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// UserRole is one role of an account on one resource.
type UserRole struct {
	// ResourceID is the resource's ARI.
	ResourceID string
	// Role is a role ID such as "atlassian/user".
	Role string
}

// String is the role on its resource, as an import ID has it.
func (r UserRole) String() string { return r.ResourceID + "/" + r.Role }

// Way is how an account has a role. Atlassian may add others.
type Way string

// The ways that Atlassian documents.
const (
	// Directly is a role that was given to the account itself. Only this one can be revoked from it.
	Directly Way = "direct"
	// ByGroup is a role of a group that the account is in.
	ByGroup Way = "group_direct"
	// Inferred is a role that follows from another role.
	Inferred Way = "inferred"
)

// Ways are all ways by which an account has one role. No ways: it does not have the role.
type Ways []Way

// Direct reports whether the account has the role directly.
func (w Ways) Direct() bool { return slices.Contains(w, Directly) }

// Others are the ways that stay when the direct role is revoked.
func (w Ways) Others() Ways {
	return slices.DeleteFunc(slices.Clone(w), func(way Way) bool { return way == Directly })
}

// Known reports whether all of the ways are documented ones. One that is not may be the direct one under another name.
func (w Ways) Known() bool {
	return !slices.ContainsFunc(w, func(way Way) bool { return way != Directly && way != ByGroup && way != Inferred })
}

// heldRole is a role of an account with one way by which the account has it.
type heldRole struct {
	UserRole

	way Way
}

func (h heldRole) key() string { return h.String() + "\x00" + string(h.way) }

// person is what the run knows of the roles of one account.
type person struct {
	roles *reading.Listing[heldRole]
	watch *reading.Watch[string, []heldRole]
}

// read reports whether the roles were read already, or changed by the run.
func (p *person) read() bool {
	_, known := p.roles.Known()
	return known || p.roles.Changed()
}

func (p *People) newPerson(accountID string) *person {
	pages := func(ctx context.Context) iter.Seq2[heldRole, error] { return p.searchUserRoles(ctx, accountID) }
	return &person{
		roles: &reading.Listing[heldRole]{Key: heldRole.key, Pages: pages},
		watch: reading.NewWatch(p.waits.Pauses(), meaning.IsRefusal, func(ctx context.Context, keys []string) (map[string][]heldRole, error) {
			roles, err := reading.Collect(pages(ctx))
			if err != nil {
				return nil, err
			}
			answer := make(map[string][]heldRole, len(keys))
			for _, key := range keys { // every caller that waits for this account gets its whole list
				answer[key] = roles
			}
			return answer, nil
		}),
	}
}

// searchUserRoles reads the roles of an account in all directories, and gives each one once. The role of an organization admin is on the
// organization, by whatever ID Atlassian names that.
func (p *People) searchUserRoles(ctx context.Context, accountID string) iter.Seq2[heldRole, error] {
	return func(yield func(heldRole, error) bool) {
		shown := make(map[heldRole]bool)
		for assignment, err := range p.client.UserRoleAssignments(ctx, p.id, everyDirectory, accountID) {
			if err != nil {
				yield(heldRole{}, err)
				return
			}
			for _, role := range assignment.Roles {
				on := UserRole{assignment.ResourceID, role.Role}
				if IsOrganizationAdminRole(role.Role) {
					on = p.OrganizationRole()
				}
				for _, method := range role.Methods {
					held := heldRole{on, Way(strings.ToLower(method))}
					if shown[held] {
						continue
					}
					shown[held] = true
					if !yield(held, nil) {
						return
					}
				}
			}
		}
	}
}

// rolesOf reads all roles of an account, with one read for the run.
func (p *People) rolesOf(ctx context.Context, accountID string) ([]heldRole, error) {
	roles, err := p.persons.Get(accountID).roles.All(ctx)
	return roles, p.userRolesUnread(ctx, accountID, err)
}

// userRolesUnread is why the roles of an account cannot be read. A search shows whether the account does not exist, or the organization:
// a wrong ID of this must not pass for a removed account.
func (p *People) userRolesUnread(ctx context.Context, accountID string, err error) error {
	if !atlassian.IsNotFound(err) {
		return err
	}
	found, searchErr := p.StillAccounts(ctx, []string{accountID})
	if _, there := found[accountID]; searchErr != nil || there {
		return err
	}
	return &meaning.NotFoundError{What: "an account " + Word(accountID) + " in this organization", Hint: "invite the person to the organization first"}
}

func waysAmong(roles []heldRole, role UserRole) Ways {
	var ways Ways
	for _, held := range roles {
		if held.UserRole == role {
			ways = append(ways, held.way)
		}
	}
	return ways
}

func (p *People) waysOf(ctx context.Context, accountID string, role UserRole) (Ways, error) {
	roles, err := p.rolesOf(ctx, accountID)
	return waysAmong(roles, role), err
}

func (p *People) stillWaysOf(ctx context.Context, accountID string, role UserRole) (Ways, error) {
	ways, err := p.waysOf(ctx, accountID, role)
	if err != nil || ways.Direct() {
		return ways, err
	}
	if err := p.persons.Get(accountID).roles.Again(ctx); err != nil {
		return nil, p.userRolesUnread(ctx, accountID, err)
	}
	return p.waysOf(ctx, accountID, role)
}

// UserNotGrantedError says that a role assignment was sent which then did not appear. It may still take effect.
type UserNotGrantedError struct {
	// AccountID is the account, and Role what was assigned.
	AccountID string
	Role      UserRole
	// Err is why it was not waited for to the end; nil where the documented time passed after Atlassian had accepted.
	Err error
}

// Unwrap returns why the wait ended early.
func (e *UserNotGrantedError) Unwrap() error { return e.Err }

// Pending marks an error that came after a write was sent.
func (e *UserNotGrantedError) Pending() {}

// Error names the role, the account and the resource, and the known cause.
func (e *UserNotGrantedError) Error() string {
	on := fmt.Sprintf("role %s on %s", Word(e.Role.Role), Word(e.Role.ResourceID))
	if e.Err != nil {
		return fmt.Sprintf("%s was sent to Atlassian, but the provider cannot tell whether account %s has it: %v", on, Word(e.AccountID), e.Err)
	}
	return fmt.Sprintf("Atlassian accepted %s, but account %s does not have it directly after the documented 30 seconds; "+
		"check that the resource ID names a site and app that the organization has (for Jira the owner must be jira-software)", on, Word(e.AccountID))
}

// AssignUserRole gives an account a role on a resource and waits until the account has it directly, at most the documented 30 seconds;
// then it is a [UserNotGrantedError]. Assigning is an upsert at Atlassian, so a role that the account has directly is looked for first:
// that is an [meaning.ExistsError]. A role that it has by a group only is not the direct one. Every error after the assignment was sent is a
// UserNotGrantedError.
func (p *People) AssignUserRole(ctx context.Context, accountID string, role UserRole) error {
	ways, err := p.HasUserRole(ctx, accountID, role)
	if err != nil {
		return err
	}
	if ways.Direct() {
		return UserRoleExists(accountID, role)
	}
	err = p.sendUserRole(ctx, accountID, role, p.client.AssignUserRole, p.client.AssignOrganizationAdmin)
	if err != nil && !atlassian.IsOutcomeUnknown(err) {
		return err
	} // after a lost answer the wait decides
	shown, waitErr := p.awaitUserRole(ctx, accountID, role, true)
	switch {
	case waitErr != nil:
		return &UserNotGrantedError{AccountID: accountID, Role: role, Err: waitErr}
	case !shown.Direct():
		return &UserNotGrantedError{AccountID: accountID, Role: role, Err: err}
	}
	p.persons.Get(accountID).roles.Wrote(heldRole{role, Directly})
	p.noteAdmin(ctx, accountID, role)
	return nil
}

// UserRoleExists says that an account has a role directly already, with the ID to import it by.
func UserRoleExists(accountID string, role UserRole) *meaning.ExistsError {
	if IsOrganizationAdminRole(role.Role) {
		return &meaning.ExistsError{What: "the role of an organization admin of account " + Word(accountID), ImportID: accountID}
	}
	return &meaning.ExistsError{
		What:     fmt.Sprintf("role %s of account %s on %s", Word(role.Role), Word(accountID), Word(role.ResourceID)),
		ImportID: accountID + "/" + role.String(),
	}
}

// RevokeUserRole takes a role on a resource from an account and waits until the account does not have it directly any more, at most the
// documented 30 seconds; then it is a [meaning.NotVisibleError]. A role that the account does not have directly is fine, and costs no write.
// Stays are the other ways by which the account keeps the role, as far as they are known.
func (p *People) RevokeUserRole(ctx context.Context, accountID string, role UserRole) (stays Ways, err error) {
	err = p.sendUserRole(ctx, accountID, role, p.client.RevokeUserRole, p.client.RevokeOrganizationAdmin)
	if atlassian.IsNotFound(err) { // the account, the resource or the organization: only a look tells
		ways, readErr := p.stillWaysOf(ctx, accountID, role)
		switch {
		case meaning.IsNotFound(readErr):
			return nil, nil
		case readErr == nil && !ways.Direct():
			return ways, nil
		}
	}
	if err != nil && !atlassian.IsOutcomeUnknown(err) {
		return nil, err
	}
	shown, err := p.awaitUserRole(ctx, accountID, role, false)
	switch {
	case err != nil:
		return nil, err
	case shown.Direct():
		return nil, &meaning.NotVisibleError{What: fmt.Sprintf("the removal of role %s on %s from account %s", Word(role.Role), Word(role.ResourceID), Word(accountID)), Contradicted: true}
	}
	p.persons.Get(accountID).roles.Removed(heldRole{role, Directly}.key())
	p.noteAdmin(ctx, accountID, role)
	return shown.Others(), nil
}

// sendUserRole changes a role by the operation for it: the role of an organization admin has its own.
func (p *People) sendUserRole(ctx context.Context, accountID string, role UserRole,
	onResource func(ctx context.Context, organizationID, accountID, resourceID, role string) error,
	onOrganization func(ctx context.Context, organizationID, accountID string) error,
) error {
	if IsOrganizationAdminRole(role.Role) {
		return onOrganization(ctx, p.id, accountID)
	}
	return onResource(ctx, p.id, accountID, role.ResourceID, role.Role)
}

// awaitUserRole waits until an account has a role directly or no longer has it, and returns the ways that it has in the end. All waits
// for the same account share its reads.
func (p *People) awaitUserRole(ctx context.Context, accountID string, role UserRole, want bool) (Ways, error) {
	var ways Ways
	_, err := p.persons.Get(accountID).watch.WaitAtMost(ctx, p.pace.Granted, accountID, func(roles []heldRole, _ bool) (bool, error) {
		ways = waysAmong(roles, role)
		return ways.Direct() == want, nil
	})
	switch {
	case err == nil, errors.Is(err, reading.ErrNotYet):
		return ways, nil
	case atlassian.IsNotFound(err) && !want:
		if meaning.IsNotFound(p.userRolesUnread(ctx, accountID, err)) {
			return nil, nil // the account is gone, and its roles with it
		}
	}
	return nil, err
}
