// SPDX-License-Identifier: MPL-2.0

package backups

import (
	"fmt"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
)

// Lacking is what the backup management API lacks to answer.
type Lacking int

const (
	// Token is the API token of a person: none is configured.
	Token Lacking = iota
	// ValidToken is an API token that Atlassian accepts (401).
	ValidToken
	// AdminOrPlan is a person who administers the organization, or a plan with backup and restore (403). Atlassian does not say which.
	AdminOrPlan
	// Plan is a plan with backup and restore (402 or 404). Unverified: that Atlassian answers 404 without one. It may also not serve the
	// list of policies at the address that is guessed.
	Plan
)

// UnavailableError says that Atlassian does not show the backup policies to this person, or in this organization. It does not say that there
// are none.
type UnavailableError struct {
	// Lacking says what is missing.
	Lacking Lacking
	// Err is Atlassian's answer, or the reason why it was not asked.
	Err error
}

// needs are what each lack asks for.
var needs = map[Lacking]string{ //nolint:gosec // words, and no secret
	Token:       "the backup management API takes the API token of a person who administers the organization, and none is configured: it does not take an organization API key",
	ValidToken:  "Atlassian does not accept the API token of the person",
	AdminOrPlan: "the person whose API token is configured must administer the organization, and its plan must include backup and restore",
	Plan:        "the organization's plan must include backup and restore; if it does, Atlassian may have the list at another address than the one that is guessed",
}

// Error says what is needed.
func (e *UnavailableError) Error() string {
	if e.Lacking == Token {
		return "the backup policies cannot be read: " + needs[Token]
	}
	return fmt.Sprintf("the backup policies cannot be read: %s (%v)", needs[e.Lacking], e.Err)
}

// Unwrap returns Atlassian's answer.
func (e *UnavailableError) Unwrap() error { return e.Err }

// lackOf are what the refusals lack.
var lackOf = map[meaning.Meaning]Lacking{
	meaning.PersonMissing: Token,
	meaning.TokenRefused:  ValidToken,
	meaning.PersonRefused: AdminOrPlan,
	meaning.PlanLacks:     Plan,
	meaning.Missing:       Plan,
	meaning.NotServed:     Plan,
}

// meant says what a refusal lacks. Other errors stay as they are.
func meant(err error) error {
	if err == nil {
		return nil
	}
	if lacking, ok := lackOf[meaning.Why(err).Meaning]; ok {
		return &UnavailableError{Lacking: lacking, Err: err}
	}
	return err
}
