// SPDX-License-Identifier: MPL-2.0

// Package review is the area Reviews of an organization: who has access to what, and what of it somebody has to decide on.
//
// It has two parts. [Reviews.Read] reads what a review needs, from the reads that all areas of a run share. [Of] turns what was read into
// rows and findings, and asks nobody.
package review

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/domains"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// Settings say what is reviewed, and by which measures.
type Settings struct {
	// DirectoryIDs are the directories whose people are reviewed: all of them if there are none, and the managed accounts that are in no
	// directory.
	DirectoryIDs []string
	// AsOf is the moment from which days are counted.
	AsOf time.Time
	// Now is the time of the read, which may be later than AsOf: what is said to have happened after it is not known. Zero: AsOf.
	Now time.Time
	// DormantAfter is how many days without activity make a person dormant. DormantAfterByApp has other numbers for some apps, by their
	// keys, such as "confluence": these are judged by themselves as well.
	DormantAfter      int
	DormantAfterByApp map[string]int
	// APITokens asks for API tokens, and StaleTokenAfter is how many days without use make one stale.
	APITokens       bool
	StaleTokenAfter int
	// AuthenticationPolicies asks for the authentication policies of managed accounts.
	AuthenticationPolicies bool
	// Reviewed says when people were reviewed, by account IDs and addresses. Nil: reviews are not judged. ReviewEvery is after how many days
	// a person has to be reviewed again.
	Reviewed    map[string]time.Time
	ReviewEvery int
}

// Token is an API token of a person. It has no secret.
type Token struct {
	// ID and Label are of the token.
	ID, Label string
	// AccountID and Email are of its owner. Either may be empty.
	AccountID, Email string
	// CreatedAt, LastActiveAt and ExpiresAt are nil where Atlassian does not say.
	CreatedAt, LastActiveAt, ExpiresAt *time.Time
}

// Facts are what was read for a review.
type Facts struct {
	// People are the accounts, with their groups, platform roles and apps.
	People []atlassian.User
	// Admins are whom a search for the role of an organization admin shows, in whichever directory.
	Admins []atlassian.User
	// Domains are those that the organization has added, verified or not.
	Domains []domains.Domain
	// Policies are the authentication policies of managed accounts, by account ID. Nil: not asked.
	Policies map[string]string
	// Tokens are the API tokens of the organization's managed accounts, in whichever directory. Nil: not asked.
	Tokens []Token
}

// Setup is what reviews need of their run: its shared reads.
type Setup struct {
	// People lists the accounts of directories, whole, with their groups, platform roles and apps.
	People func(ctx context.Context, directoryIDs []string) ([]atlassian.User, error)
	// Admins lists the organization admins.
	Admins func(ctx context.Context) ([]atlassian.User, error)
	// Domains lists the domains.
	Domains func(ctx context.Context) ([]domains.Domain, error)
	// Policies returns the authentication policies of accounts that are managed, or may be.
	Policies func(ctx context.Context, accounts []atlassian.User) (map[string]string, error)
	// Tokens lists the API tokens of the organization.
	Tokens func(ctx context.Context) ([]Token, error)
}

// Reviews are the reviews of a run.
type Reviews struct{ setup Setup }

// New makes the reviews of a run. It sends no request.
func New(setup Setup) *Reviews { return &Reviews{setup: setup} }

// Read reviews who has access. It is an error if anything cannot be read whole: whom a review leaves out looks like one who is well.
func (r *Reviews) Read(ctx context.Context, settings Settings) (Review, error) {
	facts, err := r.facts(ctx, settings)
	if err != nil {
		return Review{}, err
	}
	return Of(facts, settings), nil
}

// facts reads what a review needs, as much as possible at the same time.
func (r *Reviews) facts(ctx context.Context, settings Settings) (Facts, error) {
	var facts Facts
	reads, ctx := errgroup.WithContext(ctx)
	reads.Go(reading.Guarded(func() (err error) {
		if facts.People, err = r.setup.People(ctx, settings.DirectoryIDs); err != nil || !settings.AuthenticationPolicies {
			return err
		}
		facts.Policies, err = r.setup.Policies(ctx, managed(facts.People))
		return err
	}))
	reads.Go(reading.Guarded(func() (err error) {
		facts.Admins, err = r.setup.Admins(ctx)
		return err
	}))
	reads.Go(reading.Guarded(func() (err error) {
		facts.Domains, err = r.setup.Domains(ctx)
		return err
	}))
	if settings.APITokens {
		reads.Go(reading.Guarded(func() (err error) {
			facts.Tokens, err = r.setup.Tokens(ctx)
			return err
		}))
	}
	return facts, reads.Wait()
}

// managed are the accounts that the organization manages, for all that is known.
func managed(people []atlassian.User) []atlassian.User {
	var found []atlassian.User
	for _, person := range people {
		if !is(person.ClaimStatus, claimUnmanaged) {
			found = append(found, person)
		}
	}
	return found
}
