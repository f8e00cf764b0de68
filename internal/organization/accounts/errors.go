// SPDX-License-Identifier: MPL-2.0

package accounts

import "github.com/orgsec/terraform-provider-atlassian/internal/atlassian"

// ScopedKeyError says that Atlassian refuses the API key for everything about managed accounts, because the key has scopes.
type ScopedKeyError struct {
	// Again is set where another error of the run has said so before.
	Again bool
	// Err is Atlassian's answer, where there is one.
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
