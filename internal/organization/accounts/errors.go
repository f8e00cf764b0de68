// SPDX-License-Identifier: MPL-2.0

package accounts

import (
	"errors"
	"maps"
	"slices"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// ScopedKeyError says that Atlassian refuses the API key for everything about managed accounts, because the key has scopes.
type ScopedKeyError struct {
	// Again is set if an earlier error of the run has explained it.
	Again bool
	// Err is Atlassian's answer, if there is one.
	Err error
}

// Error says it in one line.
func (e *ScopedKeyError) Error() string {
	if e.Again || e.Err == nil {
		return "the API key has scopes, which another error of this run explains"
	}
	return e.Err.Error()
}

// Unwrap returns Atlassian's answer the first time, so that the explanation stands once a run.
func (e *ScopedKeyError) Unwrap() error {
	if e.Again {
		return nil
	}
	return e.Err
}

// UnmanagedError says that the organization does not manage an account.
type UnmanagedError struct {
	// AccountID is the account.
	AccountID string
}

// Error says which accounts can be managed.
func (e *UnmanagedError) Error() string {
	return "the organization does not manage account " + atlassian.Word(e.AccountID) + ": it manages the accounts of the domains that it has claimed"
}

// RefusedBy returns what an error of Atlassian says about what the organization cannot change. It is empty for all other errors.
func RefusedBy(err error) []Refusal {
	refused, ok := errors.AsType[*atlassian.Error](err)
	if !ok {
		return nil
	}
	var refusals []Refusal
	for _, field := range slices.Sorted(maps.Keys(refused.Context.Fields)) {
		refusals = append(refusals, Refusal{What: field, Reason: refused.Context.Fields[field]})
	}
	if refused.Context.Reason != "" {
		refusals = append(refusals, Refusal{Reason: refused.Context.Reason})
	}
	return refusals
}

// IncompleteError says that a change failed after a part of it was made, or may have been.
type IncompleteError struct{ Err error }

// Error says why it failed.
func (e *IncompleteError) Error() string { return e.Err.Error() }

// Unwrap returns why it failed.
func (e *IncompleteError) Unwrap() error { return e.Err }
