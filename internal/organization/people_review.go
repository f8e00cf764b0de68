// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/review"
)

// Reviewed is the query for the people of directories with everything that a search can say of them: all of them if there are none. Reviews
// and everything else that asks for as much share one read.
func Reviewed(directoryIDs ...string) UserQuery {
	return UserQuery{DirectoryIDs: directoryIDs, UserExpansions: UserExpansions{Groups: true, PlatformRoles: true, ProductAccess: true}}
}

// newReviews makes the reviews, which read what other areas read as well.
func newReviews(r *run) *review.Reviews {
	return review.New(review.Setup{
		People: func(ctx context.Context, directoryIDs []string) ([]Account, error) {
			found, err := r.people.Search(ctx, Reviewed(directoryIDs...))
			return found.Accounts, err
		},
		Admins:  r.people.admins.All,
		Domains: r.domains.List,
		Policies: func(ctx context.Context, accounts []Account) (map[string]string, error) {
			members, err := r.policies.Of(ctx, accounts)
			if err != nil {
				return nil, err
			}
			policies := make(map[string]string, len(members))
			for id, member := range members {
				policies[id] = member.PolicyID
			}
			return policies, nil
		},
		Tokens: func(ctx context.Context) ([]review.Token, error) {
			listed, err := r.credentials.APITokens(ctx)
			tokens := make([]review.Token, len(listed))
			for i, token := range listed {
				tokens[i] = review.Token{
					ID: token.ID, Label: token.Label, AccountID: token.Owner.AccountID, Email: token.Owner.Email,
					CreatedAt: known(token.CreatedAt), LastActiveAt: known(token.LastActiveAt), ExpiresAt: known(token.ExpiresAt),
				}
			}
			return tokens, err
		},
	})
}

// known is a time that an answer says. The zero time is none.
func known(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	return &at
}
