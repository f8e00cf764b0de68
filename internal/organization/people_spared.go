// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/standing"
)

// Loss is what a change takes away from accounts.
type Loss int

const (
	// LossOfAccess is an account that is suspended, removed, deactivated, or out of the organization.
	LossOfAccess Loss = iota + 1
	// LossOfOrganizationAdmin is an account that is no longer an organization admin.
	LossOfOrganizationAdmin
)

// String says what the loss takes away.
func (l Loss) String() string {
	if l == LossOfOrganizationAdmin {
		return "the role of an organization admin"
	}
	return "access"
}

// SparedReason is why an account must not lose something.
type SparedReason int

const (
	// SparedProtected is an account that the configuration protects.
	SparedProtected SparedReason = iota + 1
	// SparedLastAdmin is the last organization admin who can use the account.
	SparedLastAdmin
	// SparedKeyOwner is the person to whom all API keys belong that have not expired, so that the provider's key is among them.
	SparedKeyOwner
	// SparedMaybeKeyOwner is one of several people who have such API keys.
	SparedMaybeKeyOwner
	// SparedPerson is the person of the user_email of the provider block.
	SparedPerson
)

// SparedError says that an account must not lose something, and why.
type SparedError struct {
	// AccountID is the account, as it was asked for.
	AccountID string
	// Loss is what it would lose.
	Loss Loss
	// Reason is why it must not.
	Reason SparedReason
	// Keys are the labels of the account's API keys, if these are the reason.
	Keys []string
}

// Error names the account and the reason, and says what to do next.
func (e *SparedError) Error() string {
	return fmt.Sprintf("account %s must keep %s: %s", Word(e.AccountID), e.Loss, e.Because())
}

// Because says why the account must be spared, and what to do next.
func (e *SparedError) Because() string {
	switch e.Reason {
	case SparedLastAdmin:
		return "no other organization admin would be left who is a person and can sign in, counting everything that this run takes away; " +
			"make another person an organization admin first, in an apply of its own"
	case SparedKeyOwner:
		return fmt.Sprintf("the API key is theirs, because all API keys of the organization that have not expired were created by them (%s); "+
			"create an API key of another organization admin, use it for the provider, and revoke these keys first", Words(e.Keys))
	case SparedMaybeKeyOwner:
		return fmt.Sprintf("the API key of the provider may be theirs, because they created an API key that has not expired (%s); "+
			"revoke it first, if the provider uses another one", Words(e.Keys))
	case SparedPerson:
		return "user_email of the provider block is theirs; use the API token of another person first"
	default:
		return "protected_account_ids of the provider block lists it; take it out of protected_account_ids first, if that is what you want"
	}
}

// losses are the accounts that lose something in a run. They stay counted when the change fails: its outcome may be unknown. The run ends
// with the plan or the apply, and nothing outlives it.
type losses struct {
	mu   sync.Mutex
	lost map[string]bool
	// gained are accounts that become organization admins before others lose the role.
	gained map[string]bool
}

// GainInPlan counts accounts as organization admins when a plan is asked who may lose the role. It is for a change that makes these admins
// before it takes the role from others.
func (p *People) GainInPlan(accountIDs ...string) {
	p.plannedLosses.mu.Lock()
	defer p.plannedLosses.mu.Unlock()
	if p.plannedLosses.gained == nil {
		p.plannedLosses.gained = make(map[string]bool, len(accountIDs))
	}
	for _, id := range accountIDs {
		p.plannedLosses.gained[id] = true
	}
}

// Spared returns why accounts must not lose something, by account ID; accounts that may lose it are missing. It is asked right before a
// write, and counts the accounts that may lose something as having lost it, so that several changes of one run cannot do together what
// none of them may do alone.
func (p *People) Spared(ctx context.Context, loss Loss, accountIDs ...string) (map[string]*SparedError, error) {
	return p.spared(ctx, &p.losses, loss, accountIDs)
}

// SparedInPlan is [People.Spared] for a change that is planned: it counts such changes of the run together, and apart from those that
// are made.
func (p *People) SparedInPlan(ctx context.Context, loss Loss, accountIDs ...string) (map[string]*SparedError, error) {
	return p.spared(ctx, &p.plannedLosses, loss, accountIDs)
}

// KeepInPlan says that accounts keep after all what a plan was asked about.
func (p *People) KeepInPlan(accountIDs ...string) {
	p.plannedLosses.mu.Lock()
	defer p.plannedLosses.mu.Unlock()
	for _, id := range accountIDs {
		delete(p.plannedLosses.lost, strings.ToLower(id))
	}
}

// gainInPlan is [People.GainInPlan] for IDs and addresses.
func (p *People) gainInPlan(ctx context.Context, words []string) error {
	var emails []string
	for _, word := range words {
		if IsAddress(word) {
			emails = append(emails, word)
		} else {
			p.GainInPlan(word)
		}
	}
	if len(emails) == 0 {
		return nil
	}
	accounts, err := p.accountsByEmail(ctx, InDirectory(everyDirectory), emails)
	for _, account := range accounts {
		p.GainInPlan(account.AccountID)
	}
	return err
}

func (p *People) spared(ctx context.Context, before *losses, loss Loss, accountIDs []string) (map[string]*SparedError, error) {
	spared := make(map[string]*SparedError)
	for _, id := range p.Protected(accountIDs...) {
		spared[id] = &SparedError{AccountID: id, Loss: loss, Reason: SparedProtected}
	}
	open := func() []string {
		return slices.DeleteFunc(slices.Clone(accountIDs), func(id string) bool { return spared[id] != nil })
	}
	if len(open()) == 0 {
		return spared, nil
	}
	keys, keysErr := p.keyPeople(ctx)
	for _, id := range open() {
		if why := keys.spare(id); why != nil {
			why.AccountID, why.Loss = id, loss
			spared[id] = why
		}
	}
	if len(open()) == 0 {
		return spared, nil
	}
	last, adminsErr := p.lastAdmins(ctx, before, loss, open())
	for _, id := range last {
		spared[id] = &SparedError{AccountID: id, Loss: loss, Reason: SparedLastAdmin}
	}
	return spared, errors.Join(keysErr, adminsErr)
}

// lastAdmins returns those of the accounts whose loss would leave no organization admin who is a person and in use. It counts them as lost
// if it returns none. Before it refuses, it reads the admins once more: the run may have made another one by a group.
func (p *People) lastAdmins(ctx context.Context, before *losses, loss Loss, accountIDs []string) ([]string, error) {
	usable, err := p.usableAdmins(ctx, before, loss)
	if err != nil {
		return nil, err
	}
	if len(usable) == 0 {
		if err := p.noneIsAdmin(ctx, accountIDs); err != nil {
			return nil, err
		}
	}
	last := before.take(usable, accountIDs)
	if len(last) == 0 {
		return nil, nil
	}
	if p.admins.Again(ctx) == nil {
		if again, err := p.usableAdmins(ctx, before, loss); err == nil {
			return before.take(again, accountIDs), nil
		}
	}
	return last, nil // what was read before is known
}

// noneIsAdmin looks at accounts of which a search does not show whether one of them is the last organization admin, because it shows none
// who can sign in. If one of them is an admin by its own roles, it is not known whether another one would be left.
func (p *People) noneIsAdmin(ctx context.Context, accountIDs []string) error {
	var readers errgroup.Group
	readers.SetLimit(parallelWrites)
	for _, id := range accountIDs {
		readers.Go(reading.Guarded(func() error {
			ways, err := p.OrganizationAdminWays(ctx, id)
			switch {
			case meaning.IsNotFound(err):
				return nil
			case err != nil:
				return fmt.Errorf("the provider cannot tell who the organization admins are: %w", err)
			case len(ways) > 0:
				return errNoAdmins
			}
			return nil
		}))
	}
	return readers.Wait()
}

// take counts accounts as lost if an admin is left then, and returns those of them who are admins if none is.
func (l *losses) take(usable map[string]bool, accountIDs []string) (last []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	leaving := make(map[string]bool, len(accountIDs))
	for _, id := range accountIDs {
		if usable[strings.ToLower(id)] {
			leaving[strings.ToLower(id)] = true
			last = append(last, id)
		}
	}
	for id := range usable {
		if !leaving[id] && !l.lost[id] {
			last = nil
		}
	}
	if len(last) > 0 {
		return last
	}
	if l.lost == nil {
		l.lost = make(map[string]bool)
	}
	for id := range leaving {
		l.lost[id] = true
	}
	return nil
}

// errNoAdmins is why it is not known who is an admin.
var errNoAdmins = errors.New("Atlassian's search shows no organization admin who can sign in, so the provider cannot tell whether one would be left: try again") //nolint:staticcheck // the name of a company

// usableAdmins are the organization admins who are people and in use, by their IDs in lower case. An admin of whom Atlassian does not say so
// is none of them. Every organization has an admin, so a search without any cannot tell who may lose that role.
func (p *People) usableAdmins(ctx context.Context, before *losses, loss Loss) (map[string]bool, error) {
	admins, err := p.admins.All(ctx)
	if err != nil {
		return nil, fmt.Errorf("the provider cannot tell who the organization admins are: %w", err)
	}
	if len(admins) == 0 && loss == LossOfOrganizationAdmin {
		return nil, errNoAdmins
	}
	before.mu.Lock()
	unsaid := maps.Clone(before.gained) // and who became an admin in this run
	before.mu.Unlock()
	if unsaid == nil {
		unsaid = make(map[string]bool)
	}
	usable := make(map[string]bool, len(admins))
	for _, admin := range admins {
		if admin.Status == "" {
			unsaid[admin.AccountID] = true
		} else if isUsable(admin) {
			usable[strings.ToLower(admin.AccountID)] = true
		}
	}
	if len(unsaid) == 0 {
		return usable, nil
	}
	accounts, err := p.StillAccounts(ctx, slices.Sorted(maps.Keys(unsaid)))
	if err != nil {
		return nil, fmt.Errorf("the provider cannot tell which organization admins are in use: %w", err)
	}
	for _, account := range accounts {
		if isUsable(account) {
			usable[strings.ToLower(account.AccountID)] = true
		}
	}
	return usable, nil
}

// isUsable reports whether an account is that of a person who can use it. Unlike [InUse], it takes nothing for granted.
func isUsable(account Account) bool {
	return strings.EqualFold(account.Status, StatusActive) && standing.Certain(account) && strings.EqualFold(account.AccountType, "atlassian")
}
