// SPDX-License-Identifier: MPL-2.0

package accounts

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// maxLost bounds how often a change is sent whose answer is lost.
const maxLost = 3

// Apply makes an account what it is to be, and returns it. It sends nothing for what is so already. First it changes whether the account is
// active, so that somebody who is to be deactivated is out even if the rest fails. A [meaning.NotVisibleError] is a success that could not be
// read back.
func (a *Accounts) Apply(ctx context.Context, accountID string, wanted Change) (Account, error) {
	account, err := a.Get(ctx, accountID, wanted.certain()...)
	if err != nil {
		return account, err
	}
	if !account.Managed() {
		return account, &UnmanagedError{AccountID: accountID}
	}
	missing := account.Missing(wanted)
	var unseen error
	changed := false
	for _, step := range []struct {
		needed bool
		do     func(context.Context, *Account, Change) error
	}{
		{missing.Active != nil, a.applyActive},
		{len(missing.Fields) > 0, a.applyFields},
		{missing.Email != nil, a.applyEmail},
	} {
		if !step.needed {
			continue
		}
		err := step.do(ctx, &account, missing)
		if _, invisible := errors.AsType[*meaning.NotVisibleError](err); invisible { // Atlassian has acknowledged it
			unseen, err = err, nil
		}
		switch {
		case err != nil && (changed || atlassian.IsOutcomeUnknown(err)):
			return account, &IncompleteError{err}
		case err != nil:
			return account, err
		}
		changed = true
	}
	if !changed || unseen != nil {
		return account, unseen
	}
	return account, a.confirm(ctx, &account, missing)
}

// applyFields changes the fields of the profile in one request.
func (a *Accounts) applyFields(ctx context.Context, account *Account, missing Change) error {
	var answer atlassian.Profile
	err := a.settle(ctx, account.ID, func(ctx context.Context) (err error) {
		answer, err = a.setup.Client.UpdateManagedProfile(ctx, account.ID, profileChange(missing.Fields))
		return err
	}, func(profile atlassian.Profile) bool {
		answer = profile
		return hasFields(profile, missing.Fields)
	})
	if err != nil {
		return err
	}
	if sameAccount(answer, account.ID) != nil || !hasFields(answer, missing.Fields) {
		if answer, err = a.awaitProfile(ctx, account.ID, func(p atlassian.Profile) bool { return hasFields(p, missing.Fields) }); err != nil {
			return err
		}
	}
	a.profiles.Get(account.ID).Put(answer)
	account.take(answer)
	return nil
}

// applyEmail changes the address.
func (a *Accounts) applyEmail(ctx context.Context, account *Account, missing Change) error {
	has := func(profile atlassian.Profile) bool {
		return profile.Email != nil && strings.EqualFold(*profile.Email, *missing.Email)
	}
	err := a.settle(ctx, account.ID, func(ctx context.Context) error {
		return a.setup.Client.SetManagedEmail(ctx, account.ID, *missing.Email)
	}, has)
	if err != nil {
		return err
	}
	account.Email = *missing.Email
	if known, ok := a.profiles.Get(account.ID).Known(); ok {
		known.Email = missing.Email
		a.profiles.Get(account.ID).Put(known)
	}
	return nil
}

// settle sends a change. If its answer is lost, the profile shows whether it took effect, because it does not lag as the search does.
// Unverified: that it does not.
func (a *Accounts) settle(ctx context.Context, accountID string, send func(context.Context) error, arrived func(atlassian.Profile) bool) error {
	sending := reading.Sending{Tries: maxLost, Lost: atlassian.IsOutcomeUnknown, Pauses: a.setup.Waits.Tries()}
	return reading.Settle(ctx, sending, func(ctx context.Context) error {
		return a.manage(func() error { return send(ctx) })
	}, func(ctx context.Context) bool {
		profile, err := a.readProfile(ctx, accountID)
		return err == nil && arrived(profile)
	})
}

// awaitProfile waits until the profile is as it is to be.
func (a *Accounts) awaitProfile(ctx context.Context, accountID string, is func(atlassian.Profile) bool) (profile atlassian.Profile, err error) {
	err = a.setup.Waits.UntilShown(ctx, a.setup.Visible, func(ctx context.Context) bool {
		read, err := a.readProfile(ctx, accountID)
		if err == nil {
			profile = read
		}
		return err == nil && is(read)
	})
	if err != nil {
		return profile, invisible(accountID, err)
	}
	return profile, nil
}

// confirm waits until the search shows a change, so that the next run reads what this one has written. A field that the search leaves out
// shows nothing old: the next run asks for the profile.
func (a *Accounts) confirm(ctx context.Context, account *Account, changed Change) error {
	user, err := a.watch.WaitAtMost(ctx, a.setup.Visible, account.ID, func(user atlassian.User, found bool) (bool, error) {
		return found && shows(user, changed), nil
	})
	if err == nil {
		account.user, account.Status, account.Active = user, user.Status, active(user.Status, user.AccountStatus)
	}
	account.overlay(changed)
	a.setup.Wrote(account.user)
	if err != nil {
		return invisible(account.ID, err)
	}
	return nil
}

// shows reports whether an answer of the search shows a change.
func shows(user atlassian.User, changed Change) bool {
	seen := FromSearch(user)
	if changed.Active != nil && (seen.Active == nil || *seen.Active != *changed.Active) {
		return false
	}
	if changed.Email != nil && !strings.EqualFold(seen.Email, *changed.Email) {
		return false
	}
	for field, text := range searched(&user) {
		if wanted, named := changed.Fields[field]; named && *text != wanted && *text != "" {
			return false
		}
	}
	return true
}

// overlay is what the run knows of the account from now on.
func (a *Account) overlay(changed Change) {
	if changed.Email != nil {
		a.user.Email = *changed.Email
	}
	for field, text := range searched(&a.user) {
		if wanted, named := changed.Fields[field]; named {
			*text = wanted
		}
	}
	if changed.Active != nil && (a.Active == nil || *a.Active != *changed.Active) {
		a.Active = changed.Active
		a.user.Status, a.user.AccountStatus = statusDeactivated, "inactive"
		if *changed.Active {
			a.user.Status, a.user.AccountStatus = statusActive, "active"
		}
		a.Status = a.user.Status
	}
}

func invisible(accountID string, err error) error {
	invisible := &meaning.NotVisibleError{What: "the change of account " + atlassian.Word(accountID), Err: err}
	if errors.Is(err, reading.ErrNotYet) {
		invisible.Err, invisible.Contradicted = nil, true
	}
	return invisible
}

// profileChange is a change of fields as the client sends it.
func profileChange(fields map[Field]string) atlassian.ProfileChange {
	var change atlassian.ProfileChange
	for field, at := range map[Field]**string{
		Name: &change.Name, Nickname: &change.Nickname, JobTitle: &change.JobTitle, Department: &change.Department,
		Organization: &change.Organization, Location: &change.Location, ZoneInfo: &change.ZoneInfo, Locale: &change.Locale,
	} {
		if text, named := fields[field]; named {
			*at = &text
		}
	}
	return change
}

// hasFields reports whether a profile has values. A field that the profile does not have is equal to nothing but an empty value.
func hasFields(profile atlassian.Profile, fields map[Field]string) bool {
	for field, at := range profiled(&profile) {
		wanted, named := fields[field]
		if !named {
			continue
		}
		if *at == nil && wanted != "" || *at != nil && **at != wanted {
			return false
		}
	}
	return true
}

func sameAccount(profile atlassian.Profile, accountID string) error {
	if profile.AccountID != accountID {
		return fmt.Errorf("Atlassian returned the profile of account %s instead of account %s, so the provider cannot tell what the profile contains: try again, and report it if that does not help", //nolint:staticcheck // the name of a company
			atlassian.Word(profile.AccountID), atlassian.Word(accountID))
	}
	return nil
}
