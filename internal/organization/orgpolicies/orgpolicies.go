// SPDX-License-Identifier: MPL-2.0

// Package orgpolicies is the area OrganizationPolicies of an organization: whether an IP allowlist is on, whether data can be exported,
// and whether data can be classified. Authentication policies are elsewhere.
//
// What an answer does not say, or says in a form that is not understood, is never taken for on or off. Each finding says in Unclear
// what could not be told.
package orgpolicies

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// Policy is a policy of the organization, such as an IP allowlist.
type Policy = atlassian.OrganizationPolicy

// State is how far a setting is in force.
type State int

// The states of a setting.
const (
	// Unknown is a setting of which nothing can be told.
	Unknown State = iota
	// Off is a setting that is in force nowhere.
	Off
	// Applying is a setting that is switched on, and that Atlassian has applied nowhere yet.
	Applying
	// Partial is a setting that is in force somewhere. Elsewhere it is not, or it is not known.
	Partial
	// On is a setting that is in force everywhere.
	On
)

// String is the name of a state.
func (s State) String() string { return []string{"unknown", "off", "applying", "partial", "on"}[s] }

// OrganizationPolicies are the policies of the organization, apart from those of authentication, and its classification levels.
type OrganizationPolicies struct {
	client *atlassian.Client
	id     string

	policies     reading.Listing[Policy]
	dataSecurity func(context.Context) ([]atlassian.DataSecurityPolicy, error)
	levels       func(context.Context) ([]Level, error)

	waits   reading.Waits
	visible time.Duration
	watch   *reading.Watch[string, Policy]

	mu   sync.Mutex
	mine map[string]bool // policies that the run has created
}

// New makes the policies of a run over an organization. Visible is how long a read may show what was there before a write. Levels lists the
// classification levels, and dataSecurity the data security policies, each with one read for the run. New sends no request.
func New(
	client *atlassian.Client, organizationID string, waits reading.Waits, visible time.Duration, levels func(context.Context) ([]Level, error),
	dataSecurity func(context.Context) ([]atlassian.DataSecurityPolicy, error),
) *OrganizationPolicies {
	o := &OrganizationPolicies{client: client, id: organizationID, waits: waits, visible: visible, levels: levels, dataSecurity: dataSecurity, mine: make(map[string]bool)}
	o.watch = reading.NewWatch(waits.Pauses(), waits.Final, o.look)
	o.policies = reading.Listing[Policy]{
		Key: func(p Policy) string { return p.ID },
		Pages: func(ctx context.Context) iter.Seq2[Policy, error] {
			return client.OrganizationPolicies(ctx, organizationID)
		},
	}
	return o
}

// List lists the policies of all types, with one read for the run.
func (o *OrganizationPolicies) List(ctx context.Context) ([]Policy, error) {
	return o.policies.All(ctx)
}

// named is a policy or a level in a sentence.
func named(kind, name, id string) string {
	if name == "" {
		return kind + " " + atlassian.Word(id)
	}
	return kind + " " + atlassian.Quoted(name)
}

// remarks collects sentences about things.
type remarks []string

func (r *remarks) add(format string, of ...any) { *r = append(*r, fmt.Sprintf(format, of...)) }

// sorted orders things by name, and by ID where names are the same.
func sorted[T any](all []T, name, id func(T) string) []T {
	slices.SortStableFunc(all, func(a, b T) int {
		if order := strings.Compare(name(a), name(b)); order != 0 {
			return order
		}
		return strings.Compare(id(a), id(b))
	})
	return all
}

// said reports whether an answer says one of some words, in any case.
func said(word string, words ...string) bool {
	return slices.ContainsFunc(words, func(one string) bool { return strings.EqualFold(word, one) })
}
